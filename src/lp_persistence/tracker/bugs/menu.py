"""What the menu has of bugs."""

from typing import Final

from lp_persistence.tracker.frame.menu import MenuEntry

BUGS: Final = MenuEntry("Bugs", "bugs", 10)
