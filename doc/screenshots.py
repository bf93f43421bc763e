"""Draws the pictures of the tracker's pages that the documentation shows.

    bin/py doc/screenshots.py [FOLDER]

serves the site in memory, with its generated world, to a headless Chromium, and
writes doc/images/*.png. The same pages give the same pictures on one machine; fonts
differ between machines.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Final, NamedTuple

from zope.component import getUtility

from lp_persistence.command.interfaces import IWSGIApplicationFactory
from lp_persistence.command.reporters import reporter_for
from lp_persistence.command.site import configure, open_store, site_file
from lp_persistence.testing.browser import Chromium, Tab, new_tab, served

STORE: Final = "memory:"
FOLDER: Final = Path(__file__).parent / "images"
DESK: Final = (800, 560)
TELEPHONE: Final = (360, 640)


class Picture(NamedTuple):
    """A page as one file shows it; ``clicked`` first, if that is given."""

    name: str
    address: str
    window: tuple[int, int] = DESK
    clicked: str | None = None


#: What nobody in particular sees, and what a member does who has signed in.
OF_NOBODY: Final = (
    Picture("home", "/"),
    Picture("sign-in", "/+sign-in"),
)
OF_A_MEMBER: Final = (
    Picture("listing", "/bugs"),
    Picture("filters", "/bugs?tag=crash&order=heat", clicked="summary"),
    Picture("listing-narrow", "/bugs", TELEPHONE),
    Picture("bug", "/bugs/71"),
    Picture("bug-narrow", "/bugs/71", TELEPHONE),
    Picture("pillar", "/ubuntu"),
    Picture("person", "/~member"),
    Picture("search", "/search?text=editor"),
)
MEMBER: Final = "member@example.com"
PASSWORD: Final = "test"


def main() -> None:
    """Draw all of them."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    folder = parser.parse_args().folder
    folder.mkdir(exist_ok=True)
    browser = Chromium()
    try:
        configure(STORE, site_file(STORE))
        open_store(STORE, reporter_for(sys.stderr))
        application = getUtility(IWSGIApplicationFactory)()
        with served(application) as site, new_tab(browser) as tab:
            draw(tab, site, OF_NOBODY, folder)
            sign_in(tab, site)
            draw(tab, site, OF_A_MEMBER, folder)
    finally:
        browser.close()


def draw(tab: Tab, site: str, pictures: tuple[Picture, ...], folder: Path) -> None:
    """Write pictures of what somebody sees."""
    for picture in pictures:
        tab.resize(*picture.window)
        tab.open(f"{site}{picture.address}")
        if picture.clicked is not None:
            tab.click(picture.clicked)
        file = folder / f"{picture.name}.png"
        file.write_bytes(tab.picture())
        print(f"{file} {file.stat().st_size / 1000:.0f} kB")


def sign_in(tab: Tab, site: str) -> None:
    """Be a member of the generated world from now on."""
    tab.open(f"{site}/+sign-in")
    tab.click("#email")
    tab.type(MEMBER)
    tab.click("#password")
    tab.type(PASSWORD)
    tab.send()


if __name__ == "__main__":
    main()
