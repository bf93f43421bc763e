"""Where a search begins that does not know what it will find."""

from __future__ import annotations

from typing import Any, Final

from zope.component import getUtility
from zope.interface import implementer

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.conditions import Matching
from lp_persistence.context import Context
from lp_persistence.errors import NotAllowed, UnknownName
from lp_persistence.group import Group
from lp_persistence.launchpad.interfaces import ILaunchpad
from lp_persistence.mixed import MixedGroup
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.interfaces import IDistributions, IProducts, IProjects
from lp_persistence.place import speaks_for_caller

#: The fact by which the newest are told.
DATE: Final = "date_created"
#: The kinds of names that can be searched by.
KINDS: Final = ("distro_name", "person_name", "product_name")


speaks_for_caller(__name__)


@implementer(ILaunchpad)
class LaunchpadSearch:
    """See ``ILaunchpad``."""

    def search(
        self,
        context: Context,
        distro_name: str | set[str] | None = None,
        person_name: str | set[str] | None = None,
        product_name: str | set[str] | None = None,
        text: str | None = None,
        limit: int = 50,
        **others: Any,
    ) -> Any:
        for name in others:
            raise UnknownName("kind of name", "Launchpad.search", name, KINDS)
        kinds = (
            (distro_name, IDistributions),
            (person_name, IPersons),
            (product_name, IProducts),
        )
        named = [(groups, name) for name, groups in kinds if name is not None]
        if text is not None:
            if named:
                raise NotAllowed(
                    "Launchpad.search() takes a text or names. Filter what has a "
                    "name by its words: filter(text=Matching(…))."
                )
            return _newest(context, text, limit)
        if not named:
            raise NotAllowed(
                "Launchpad.search() needs a name or words: "
                + " or ".join(f"{kind}=…" for kind in (*KINDS, "text"))
                + "."
            )
        found = _named(context, named)
        return found[0] if len(found) == 1 else MixedGroup(*found)


def _named(context: Context, named: list[tuple[Any, Any]]) -> list[Group]:
    """The groups of what bears names; refused, they leave nothing to load."""
    found: list[Group] = []
    try:
        for groups, name in named:
            found.append(getUtility(groups).filter(context, name=name))
    except BaseException:
        for group in found:
            group.used_up()
        raise
    return found


def _newest(context: Context, text: str, limit: int) -> MixedGroup:
    """The newest of all kinds that hold the words of a text."""
    words = Matching(text)
    # What is wrong with it is told before there is anything to be loaded.
    getUtility(IBugs).limit(context, limit).used_up()
    parts = [
        getUtility(IBugs).filter(context, text=words),
        getUtility(IPersons).search(context, text=text),
        *(
            getUtility(groups).filter(context, text=words)
            for groups in (IProducts, IProjects, IDistributions)
        ),
    ]
    newest = [_first(part, limit) for part in parts]
    return MixedGroup(*newest, newest=DATE, limit=limit)


def _first(group: Any, limit: int) -> Any:
    """The newest of a group, if its members have a date."""
    if DATE not in group.node.type.facts:
        return group.limit(limit)
    return group.ordered_by(f"-{DATE}").limit(limit).need(DATE)


launchpad = LaunchpadSearch()
