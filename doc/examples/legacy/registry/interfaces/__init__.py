"""What persons, teams and pillars are to other code."""
