"""The page of searching everything at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from zope.interface import implementer
from zope.security.proxy import ProxyFactory

from lp_persistence import Launchpad
from lp_persistence.bugs.interfaces import IBug, IBugs
from lp_persistence.people.interfaces import IPerson, IPersons
from lp_persistence.pillars.interfaces import IDistributions, IProducts, IProjects
from lp_persistence.publication import IGroupView
from lp_persistence.tracker.frame import (
    Form,
    IBugRow,
    IPersonLink,
    IPillarLink,
    Page,
    Words,
)

#: So much of what was found is shown.
SHOWN: Final = 50


class Found(NamedTuple):
    """Something that was found, and the name of what shows it."""

    entity: Any
    kind: str


@implementer(IGroupView)
class SearchPage(Page):
    """``/search?text=``: whatever has the words, newest first."""

    FORM = Form(Words("text", "Words"))
    heading = "Search"

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``. Without words nothing is asked for."""
        self.given = self.FORM.read(self.request)
        self.text = self.given.get("text", "")
        self._found: Any = ()
        if self.text:
            # One more than is shown tells whether there are others.
            found = Launchpad.search(context, text=self.text, limit=SHOWN + 1)
            self._found = ProxyFactory(found)
            IBugs(self._found).need(IBugRow)
            IPersons(self._found).need(IPersonLink)
            kinds: tuple[Any, ...] = (IDistributions, IProducts, IProjects)
            for pillars in kinds:
                pillars(self._found).need(IPillarLink)

    @property
    def is_part(self) -> bool:
        """Whether there is more than is shown."""
        return len(tuple(self._found)) > SHOWN

    @property
    def size(self) -> str:
        """How much was found, or that this is a part of it."""
        return f"The newest {SHOWN}" if self.is_part else f"{len(self._found)} found"

    def found(self) -> Iterator[Found]:
        """What was found, in order."""
        for entity in tuple(self._found)[:SHOWN]:
            if IBug.providedBy(entity):
                yield Found(entity, "bug")
            elif IPerson.providedBy(entity):
                yield Found(entity, "person")
            else:
                yield Found(entity, "pillar")
