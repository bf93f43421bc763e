"""Pages, paths and formatters of persons, teams and pillars."""
