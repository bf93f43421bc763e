"""A package of somebody else's that changes the tracker, by ZCML alone."""
