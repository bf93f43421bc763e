"""Persons and teams, and what bugs are reported in."""
