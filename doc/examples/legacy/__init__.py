"""An application written the way Launchpad is; README.rst tells what it imitates."""
