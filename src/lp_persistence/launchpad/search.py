"""Where a search begins that does not know what it will find."""

from __future__ import annotations

from typing import Any, Final

from zope.component import getUtility
from zope.interface import implementer

from lp_persistence.context import Context
from lp_persistence.errors import NotAllowed, UnknownName
from lp_persistence.launchpad.interfaces import ILaunchpad
from lp_persistence.mixed import MixedGroup
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.interfaces import IDistributions, IProducts
from lp_persistence.place import speaks_for_caller

#: What can be searched by.
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
        **others: Any,
    ) -> Any:
        for name in others:
            raise UnknownName("kind of name", "Launchpad.search", name, KINDS)
        kinds = (
            (distro_name, IDistributions),
            (person_name, IPersons),
            (product_name, IProducts),
        )
        found = [
            getUtility(groups).filter(context, name=name)
            for name, groups in kinds
            if name is not None
        ]
        if not found:
            raise NotAllowed(
                "Launchpad.search() needs a name: "
                + " or ".join(f"{kind}=…" for kind in KINDS)
                + "."
            )
        return found[0] if len(found) == 1 else MixedGroup(*found)


launchpad = LaunchpadSearch()
