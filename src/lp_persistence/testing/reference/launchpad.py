"""The naive search that does not know what it will find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final

from lp_persistence.conditions import Matching
from lp_persistence.errors import NotAllowed, UnknownName
from lp_persistence.testing.reference.groups import NaiveContext, NaiveGroup
from lp_persistence.testing.reference.meanings import Law, Look
from lp_persistence.testing.reference.mixed import NaiveMixed, NaiveNewest
from lp_persistence.testing.reference.reading import Member

#: By kind of name the interface of what bears it.
NAMED: Final = {
    "distro_name": "IDistribution",
    "person_name": "IPerson",
    "product_name": "IProduct",
}
#: What is searched for words, each with the fact that orders those as old as each
#: other; of equals the first kind is the first.
SEARCHED: Final = {
    "IBug": (),
    "IPerson": ("displayname",),
    "IProduct": ("name",),
    "IProject": ("name",),
    "IDistribution": ("name",),
}
DATE: Final = "date_created"


class NaiveLaunchpad:
    """See ``ILaunchpad``."""

    def search(
        self,
        context: NaiveContext,
        text: Any = None,
        limit: Any = 50,
        **names: Any,
    ) -> Any:
        """One kind gives its group, several a mixed one, a text the newest."""
        if names.keys() - NAMED.keys():
            raise UnknownName("kind of name", "Launchpad", str(names), NAMED)
        given = {kind: name for kind, name in names.items() if name is not None}
        said = [(NAMED[kind], given[kind]) for kind in NAMED if kind in given]
        if text is not None:
            if said:
                raise NotAllowed("names")
            return _newest(context, text, limit)
        if not said:
            raise NotAllowed("nothing")
        for interface, name in said:
            context.root(interface).check(name=name)
        found = [context.root(interface).filter(name=name) for interface, name in said]
        return found[0] if len(found) == 1 else NaiveMixed(found)


def _newest(context: NaiveContext, text: Any, limit: Any) -> NaiveNewest:
    words = Matching(text)
    context.root("IBug").limit(limit).used_up()
    context.root("IBug").check(text=words)
    parts = [
        context.root("IPerson").search(text=text)
        if interface == "IPerson"
        else context.root(interface).filter(text=words)
        for interface in SEARCHED
    ]
    found = NaiveNewest([_first(part, limit) for part in parts], DATE, limit)
    look = Look(context.members, parts[0].term)
    law = partial(newest, look, words, limit)
    context.laws.append(Law("ILaunchpad.search", partial(_found, context, found), law))
    return found


def _first(group: NaiveGroup, limit: Any) -> NaiveGroup:
    if DATE not in group.graph.types[group.term.interface].facts:
        return group.limit(limit)
    return group.ordered_by(f"-{DATE}").limit(limit).need(DATE)


def _found(context: NaiveContext, found: NaiveNewest) -> Iterator[Any]:
    """Interface and id of each, whatever is loaded."""
    members = context.members
    all_ = (Member(term, key) for term in found.terms for key in members.of(term))
    for term, key in found.newest(members.graph, all_):
        yield term.interface, key


def newest(look: Look, words: Matching, limit: int) -> Iterable[Any]:
    """The newest of all that hold the words, of persons those who can act; what
    has no date comes at the end."""
    found = []
    for kind, (interface, order) in enumerate(SEARCHED.items()):
        for key in look.all(interface):
            if not look.fits(interface, key, text=words):
                continue
            if interface == "IPerson" and not look.value(interface, key, "is_valid"):
                continue
            date = look.age(interface, key, DATE)
            facts = tuple(look.value(interface, key, name) for name in order)
            found.append((date, kind, facts, key, interface))
    return [(interface, key) for *_, key, interface in sorted(found)[:limit]]
