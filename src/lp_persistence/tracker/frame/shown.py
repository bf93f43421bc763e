"""What shows entities, a page or a part of one: addresses, images, people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from zope.publisher.browser import BrowserView
from zope.security.proxy import ProxyFactory

from lp_persistence.canonical import canonical_path
from lp_persistence.interfaces import IContext
from lp_persistence.tracker.frame.macros import MACROS

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


class Link(NamedTuple):
    """A text that leads somewhere; without an address, a text."""

    text: str
    address: str | None


class Shown(BrowserView):
    """What shows entities: a page, or a part of the frame around it."""

    #: Macros by name: ``view/macros/person``.
    macros = MACROS

    @property
    def base(self) -> str:
        """What every address within the tracker begins with."""
        base: str = self.request.getApplicationURL(path_only=True)
        return base.rstrip("/")

    @property
    def here(self) -> str:
        """The path of the page, without what is asked of it."""
        # Two slashes at its beginning would name a host.
        path = self.request.get("PATH_INFO", "").lstrip("/")
        return f"{self.base}/{quote(path, safe='/~+@')}"

    def root(self, groups: Any) -> Any:
        """The root of all entities of a type in the request's context,
        ``self.root(IBugs)``: what is shown of it goes through security
        proxies."""
        return ProxyFactory(groups(IContext(self.request)))

    def resource(self, name: str) -> str:
        """The address of a resource of ours."""
        return f"{self.base}/@@/{name}"

    def address(self, entity: Any) -> str | None:
        """The canonical address of an entity; None where the viewer may not see
        it. Raises NotRequested where its group was not asked for more than its
        brief and that is not enough (``need_url``)."""
        path = canonical_path(entity)
        return None if path is None else f"{self.base}/{path}"

    def picture(self, image: Any) -> Picture:
        """How to show an ``Image`` of a branding."""
        name = str(image)
        if image.is_stock:
            return Picture(self.resource(name), _SAID.get(name.partition("-")[0], ""))
        return Picture(f"{self.base}/+file/{name}", "")

    def people(self, persons: Sequence[Any], count: int | None = None) -> People:
        """The first few of ``persons`` and how many more there are; ``count`` is
        how many there are in all, where these are not all."""
        count = len(persons) if count is None else count
        return People(persons[:NAMED], max(0, count - NAMED))

    def counted(self, count: Any, noun: str) -> str:
        """See ``counted``."""
        return counted(count, noun)


def counted(count: Any, noun: str, most: int | None = None) -> str:
    """``1 trip``, ``2,000 trips``; ``count`` is a number or an ``ISize``. Above
    ``most`` it is not known how many they are: ``more than 1,000 trips``."""
    number = int(count)
    if most is not None and number > most:
        return f"more than {most:,} {noun}s"
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
