"""Pages, paths and formatters of bugs."""
