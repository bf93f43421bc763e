"""A small application in Launchpad's ways, on some of Launchpad's tables."""
