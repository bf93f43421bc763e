"""Small applications that take lp_persistence up, each in its own way."""
