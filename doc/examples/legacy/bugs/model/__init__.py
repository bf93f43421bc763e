"""Bugs as the database has them."""
