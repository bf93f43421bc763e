"""What bugs are to other code."""
