"""Bugs, their tasks, and who talks about them."""
