"""What the pages of the tracker share: the frame, addresses, people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile
from zope.publisher.browser import BrowserView

from lp_persistence.publication import ICosts

#: Of a long list of people, so many are named; the rest is a number.
NAMED: Final = 5

#: What a stock image says to those who don't see it; nothing where it is
#: decoration beside a name.
_SAID: Final = {"team": "team", "inactive": "inactive", "hidden": "hidden"}


class Picture(NamedTuple):
    """An image as an element of a page."""

    address: str
    text: str


class People(NamedTuple):
    """A list of people as a page shows it."""

    named: Sequence[Any]
    more: int


class Page(BrowserView):
    """A page within the frame. Templates read what it offers as ``view``."""

    frame = ViewPageTemplateFile("templates/frame.pt")
    people_list = ViewPageTemplateFile("templates/people.pt")

    @property
    def heading(self) -> str:
        """Stands before the tracker's name in the title of the window."""
        raise NotImplementedError(type(self))

    @property
    def base(self) -> str:
        """What every address within the tracker begins with."""
        base: str = self.request.getApplicationURL(path_only=True)
        return base.rstrip("/")

    def resource(self, name: str) -> str:
        """The address of a resource of ours."""
        return f"{self.base}/@@/{name}"

    def address(self, name: str) -> str:
        """The address of the distribution of that name."""
        return f"{self.base}/{quote(name, safe='')}"

    def picture(self, image: Any) -> Picture:
        """How to show an ``Image`` of a branding."""
        name = str(image)
        if image.is_stock:
            return Picture(self.resource(name), _SAID.get(name.partition("-")[0], ""))
        return Picture(f"{self.base}/+file/{quote(name, safe='')}", "")

    def people(self, persons: Sequence[Any]) -> People:
        """The first few of ``persons`` and how many more there are."""
        return People(persons[:NAMED], max(0, len(persons) - NAMED))

    def costs(self) -> str:
        """What the page cost the store, as a sentence's part."""
        costs = ICosts(self.request)
        return (
            f"{counted(costs.statements, 'statement')}, "
            f"{counted(costs.trips, 'trip')}, {costs.realise:.1f} ms"
        )


def counted(count: int, noun: str) -> str:
    """``1 trip``, ``2 trips``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
