"""What verbs mean that a group composes of others: a law for each.

A verb such as ``IBugs.search`` gives a group that its domain's code makes of other
groups. The naive interpreter does not run that code. It has the verb's *meaning*:
which group it is, said a second time in the naive interpreter's own verbs, and a
*law*, which knows no groups: it looks at everybody and tells who is a member, in
which order. The two have to agree, and the real group with both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from lp_persistence.conditions import Not
from lp_persistence.testing.reference.expressions import Term
from lp_persistence.testing.reference.filters import Filter
from lp_persistence.testing.reference.members import Members
from lp_persistence.testing.reference.ruleset import Meaning, Place

LATEST: Final = datetime.max.replace(tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)


class NoMeaning(AssertionError):
    """A verb is composed of others, and nobody said what it means."""

    def __init__(self, interface: str, verb: str):
        super().__init__(
            f"{interface}.{verb} follows no edge: it is composed of other verbs, and "
            f"has no meaning that it could be held against. Give it one, a "
            f"Meaning(group, law) under {(interface, verb)!r}, in the meanings of "
            f"your Contract (see doc/adding.rst)."
        )


class NoRootMeaning(NoMeaning):
    """Groups of several types have a root, and nobody said what it means."""

    def __init__(self, interface: str):
        AssertionError.__init__(
            self,
            f"{interface} is the root of groups of several types, and has no meaning "
            f"that it could be held against. Give it one, a function that takes a "
            f"NaiveContext and gives a NaiveMixed, under {interface!r}, in mixed() of "
            f"your Contract (see doc/adding.rst).",
        )


class Look:
    """What a law looks at: everybody whom the viewer is shown, by interface and id.

    ``group`` are the ids of the group that the verb was called on, in its order.
    """

    def __init__(self, members: Members, term: Term):
        self._members = members
        self._term = term
        self._graph = members.graph
        self.value = members.graph.value

    @property
    def group(self) -> tuple[Any, ...]:
        return self._members.of(self._term)

    def all(self, interface: str) -> list[Any]:
        """Everybody of a kind."""
        ids = self._graph.ids(interface)
        return [key for key in ids if self._members.sees(interface, key)]

    def leads(self, interface: str, key: Any, edge: str) -> set[Any]:
        """Where an edge leads from somebody."""
        target = self._graph.field(interface, edge).target  # type: ignore[attr-defined]
        found = {key for key, _ in self._members.targets(interface, key, edge)}
        return {key for key in found if self._members.sees(target, key)}

    def fits(self, interface: str, key: Any, **tests: Any) -> bool:
        """Whether somebody passes tests as ``filter`` takes them."""
        find = Filter(self._members.terms, interface).test
        said = (find(name, value) for name, value in tests.items())
        return all(self._members.passes(interface, key, test) for test in said)

    def speaks_of(self, found: Iterable[Any], value: Any) -> bool:
        """Whether what an edge leads to (ids) is what a test's value says: an
        entity, a group, a set, None, or Not of these."""
        found = set(found)
        match value:
            case None:
                return not found
            case Not(inner):
                return not self.speaks_of(found, inner)
            case set() | frozenset():
                return any(self.speaks_of(found, each) for each in value)
        term = getattr(value, "term", None)
        if isinstance(term, Term):
            return not found.isdisjoint(self._members.of(term))
        return value.id in found

    def age(self, interface: str, key: Any, date: str) -> tuple[bool, int]:
        """What sorts the newest first, and the undated at the end."""
        has = date in self._graph.types[interface].fields
        value = self.value(interface, key, date) if has else None
        return value is None, 0 if value is None else (LATEST - value) // MICROSECOND

    def last(self, key: Any) -> Any:
        """What decides in the end between members of ``group`` in a new order: the
        id; of what was reached over others the lowest of theirs."""
        term = self._term
        if term.over is None or (term.limit, term.after) != (None, None):
            return key
        assert term.edge is not None
        over, edge = term.over, term.edge
        return min(
            way
            for way in self._members.of(over)
            if key in dict(self._members.targets(over.interface, way, edge))
        )


@dataclass(frozen=True)
class Unlawful:
    """A group that is not what its verb's law says: the ids of both."""

    place: str
    lawful: tuple[Any, ...]
    found: tuple[Any, ...]


@dataclass(frozen=True)
class Law:
    """The law of one call; ``members`` gives who was found, ``arguments`` are the
    names of those that it was called with."""

    place: str
    members: Callable[[], Iterable[Any]]
    law: Callable[[], Iterable[Any]]
    arguments: tuple[str, ...] = ()

    def broken(self) -> Unlawful | None:
        """What disagrees, if anything does."""
        lawful, found = tuple(self.law()), tuple(self.members())
        return None if lawful == found else Unlawful(self.place, lawful, found)


def called(place: Place, meaning: Meaning, group: Any, args: Any, options: Any) -> Any:
    """The group that a verb gives, its law kept in its context."""
    context = group.context
    look = Look(context.members, group.term)
    said = tuple(map(_as_said, args))
    named = {name: _as_said(value) for name, value in options.items()}
    found = meaning.group(group, *args, **options)
    members = partial(context.members.of, found.term)
    law = partial(meaning.law, look, *said, **named)
    context.laws.append(Law(".".join(place), members, law, tuple(options)))
    return found


def _as_said(value: Any) -> Any:
    """A value that a later update() of a group in it does not change."""
    if isinstance(value, Not):
        return Not(_as_said(value.value))
    return value.frozen() if hasattr(value, "frozen") else value
