"""Persons, teams and pillars as the database has them."""
