"""What a program gave beside what it has to give, object by object.

Everything that can be read of everything that can be reached is compared:
each pair of a real object and the member that it stands for once, so that
circles end.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from itertools import combinations
from typing import Any, Final

from lp_persistence.canonical import canonical_path
from lp_persistence.entity import Entity
from lp_persistence.errors import (
    HiddenAttribute,
    NotAllowed,
    NotRealised,
    NotRequested,
)
from lp_persistence.fields import MISSING, Attribute, Choice, Key, Texts
from lp_persistence.testing.reference import (
    NOT_REQUESTED,
    Hidden,
    Member,
    NaiveGroup,
    Reading,
    Values,
)
from lp_persistence.testing.reference.expressions import Term
from lp_persistence.testing.reference.groups import NaiveCounts, NaiveValues
from lp_persistence.testing.reference.keys import key_value
from lp_persistence.testing.reference.mixed import NaiveMixed, NaiveSize


class Disagreement(AssertionError):
    """A program gave something else than it has to.

    ``place`` is the expression, as Python; ``expected`` and ``found`` are
    texts.
    """

    def __init__(self, place: str, expected: object, found: object):
        super().__init__(place, expected, found)
        self.place = place
        self.expected = expected
        self.found = found

    def __str__(self) -> str:
        return f"{self.place}\n  expected: {self.expected}\n  found:    {self.found}"


#: What names of a program may stand for and be read.
READ: Final = (NaiveGroup, NaiveMixed, NaiveSize, NaiveCounts, NaiveValues)


class Expected:
    """What is to be found under each name after one ``realise()``."""

    def __init__(self, reading: Reading, names: Mapping[str, Any]):
        self.reading = reading
        #: By name a naive group, a size or embedded values, as they were then.
        self.groups = {
            name: _as_it_is(value)
            for name, value in names.items()
            if isinstance(value, READ)
        }

    def compare(self, found: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
        """Compare everything; gives the members of each group by its name.

        Raises Disagreement at the first difference.
        """
        self._compare_sameness(found)
        members = {}
        walk = Walk(self.reading)
        for name, naive in self.groups.items():
            real = found[name]
            if isinstance(naive, NaiveSize):
                self._compare_size(name, real, naive)
            elif isinstance(naive, NaiveCounts):
                self._compare_counts(name, real, naive)
            elif isinstance(naive, NaiveValues):
                self._compare_values(name, real, naive, walk)
            elif isinstance(naive, NaiveMixed):
                self._compare_mixed(name, real, naive, walk)
            else:
                members[name] = self._compare_group(name, real, naive, walk)
        return members

    def _compare_sameness(self, found: Mapping[str, Any]) -> None:
        """Equal expressions are one group, and no others: they share what was
        asked, and being made use of."""
        groups = [
            (name, naive.term, found[name].node)
            for name, naive in self.groups.items()
            if isinstance(naive, NaiveGroup)
        ]
        for (name, term, node), (other, same, found_same) in combinations(groups, 2):
            _check(f"{name}.node is {other}.node", term is same, node is found_same)

    def compare_again(self, kept: Mapping[str, tuple[Any, ...]]) -> None:
        """Compare members that were handed out then: they stay as they were."""
        for name, real in kept.items():
            walk = Walk(self.reading)
            for place, (found, member) in enumerate(
                zip(real, self._members(self.groups[name]), strict=True)
            ):
                walk.compare(f"{name}_before[{place}]", found, member)

    def _members(self, naive: Any) -> tuple[Member, ...]:
        try:
            return self.reading.members(naive)
        except NotRealised:
            return ()

    def _compare_group(
        self, name: str, real: Any, naive: Any, walk: Walk
    ) -> tuple[Any, ...]:
        try:
            expected = self.reading.members(naive)
        except NotRealised:
            told = self.reading.at_once(naive)
            if told is None:
                _check_raises(f"list({name})", NotRealised, lambda: list(real))
            else:
                found = _try(f"list({name})", lambda: list(real))
                _check(f"[x.id for x in {name}]", list(told), [x.id for x in found])
            return ()
        found = tuple(_try(f"list({name})", lambda: list(real)))
        keys = [member.key for member in expected]
        if [each.id for each in found] != keys:
            raise Disagreement(f"[x.id for x in {name}]", keys, [x.id for x in found])
        for place, (each, member) in enumerate(zip(found, expected, strict=True)):
            walk.compare(f"list({name})[{place}]", each, member)
        self._compare_verbs(name, real, found, expected)
        self._compare_owners(name, real, naive, walk)
        return found

    def _compare_owners(self, name: str, real: Any, naive: Any, walk: Walk) -> None:
        """What a collection gave each of those that it led on from."""
        for owner in self.reading.owners(naive)[:3]:
            here = f"{name}.reached_from({owner})"
            reached = partial(real.reached_from, owner)
            try:
                expected = self.reading.reached_from(naive, owner)
            except NotAllowed:
                _check_raises(here, NotAllowed, reached)
            else:
                walk.compare(here, _try(here, reached), expected)

    def _compare_verbs(
        self, name: str, real: Any, found: tuple[Any, ...], expected: Any
    ) -> None:
        _check(f"len({name})", len(expected), len(real))
        _check(f"{name}.first()", found[0] if found else None, real.first())
        for each in found[:3]:
            _check(f"{each!r} in {name}", True, each in real)
            _check(f"{name}[{each.id}]", True, real[each.id] is each)
        term = expected[0].term if expected else None
        if term is not None and term.limit is not None and not term.each:
            key = self.reading.key(expected[-1])
            if key is None:
                _check_raises(f"{name}.key(…)", NotAllowed, lambda: real.key(found[-1]))
            else:
                text = _try(f"{name}.key(…)", lambda: real.key(found[-1]))
                values = [key_value(value) for value in key]
                _check(f"{name}.key({found[-1]!r})", values, json.loads(text))

    def _compare_size(self, name: str, real: Any, naive: Any) -> None:
        try:
            expected = self.reading.size(naive)
        except NotRealised:
            _check_raises(f"int({name})", NotRealised, lambda: int(real))
        else:
            _check(f"int({name})", expected, _try(f"int({name})", lambda: int(real)))

    def _compare_counts(self, name: str, real: Any, naive: Any) -> None:
        try:
            expected = self.reading.counts(naive)
        except NotRealised:
            _check_raises(f"{name}.items()", NotRealised, real.items)
            return
        field = self.reading.graph.field(naive.term.interface, naive.name)
        items = _try(f"{name}.items()", real.items)
        found = [(neutral(field, value), number) for value, number in items]
        # As texts: True is not 1.
        _check(f"{name}.items()", repr(expected), repr(found))
        for value, number in items:
            _check(f"{name}[{value!r}]", number, real[value])

    def _compare_mixed(self, name: str, real: Any, naive: Any, walk: Walk) -> None:
        try:
            expected = list(naive.members(self.reading))
        except NotRealised:
            _check_raises(f"list({name})", NotRealised, lambda: list(real))
            return
        found = _try(f"list({name})", lambda: list(real))
        _check(
            f"[(x.interface.__name__, x.id) for x in {name}]",
            [(member.term.interface, member.key) for member in expected],
            [(each.interface.__name__, each.id) for each in found],
        )
        _check(f"len({name})", len(expected), len(real))
        for place, (each, member) in enumerate(zip(found, expected, strict=True)):
            walk.compare(f"list({name})[{place}]", each, member)
            _check(f"{each!r} in {name}", True, each in real)

    def _compare_values(self, name: str, real: Any, naive: Any, walk: Walk) -> None:
        try:
            expected = list(self.reading.values(naive))
        except NotRealised:
            _check_raises(f"list({name})", NotRealised, lambda: list(real))
            return
        found = _try(f"list({name})", lambda: list(real))
        _check(f"len(list({name}))", len(expected), len(found))
        for place, (each, value) in enumerate(zip(found, expected, strict=True)):
            walk.compare(f"list({name})[{place}]", each, value)


def _as_it_is(value: Any) -> Any:
    """A naive group that a later update() does not change."""
    if isinstance(value, NaiveGroup | NaiveMixed):
        return value.frozen()
    return NaiveValues(value.sources) if isinstance(value, NaiveValues) else value


class Walk:
    """Compares real objects with members, and what they lead to.

    A member of one group is one object, on whatever way it is reached, and
    there is one hidden one of each kind.
    """

    def __init__(self, reading: Reading):
        self.reading = reading
        #: By member the object that stands for it, and where it was met.
        self._seen: dict[Member | Hidden, tuple[Any, str]] = {}
        self._kinds: set[tuple[Term, type]] = set()
        self._waiting: list[tuple[str, Any, Any]] = []

    def compare(self, place: str, real: Any, expected: Any) -> None:
        """Raises Disagreement at the first difference."""
        self._waiting.append((place, real, expected))
        while self._waiting:
            self._compare(*self._waiting.pop())

    def _compare(self, place: str, real: Any, expected: Any) -> None:
        match expected:
            case Member():
                self._compare_member(place, real, expected)
            case Hidden():
                self._compare_hidden(place, real, expected)
            case Values(of):
                for name, value in of.items():
                    here = f"{place}.{name}"
                    _check(here, _plain(value), _plain(_read(here, real, name)))
            case tuple():
                _check(f"type({place})", tuple, type(real))
                _check(
                    f"[x.id for x in {place}]",
                    [member.key for member in expected],
                    [each.id for each in real],
                )
                for number, (each, member) in enumerate(zip(real, expected)):
                    self._waiting.append((f"{place}[{number}]", each, member))
            case _:
                _check(place, expected, real)

    def _is_known(self, place: str, real: Any, expected: Member | Hidden) -> bool:
        """Whether it was compared before; it has to be the same object then."""
        if expected not in self._seen:
            self._seen[expected] = (real, place)
            return False
        known, where = self._seen[expected]
        if known is not real:
            raise Disagreement(f"{place} is {where}", True, False)
        return True

    def _compare_member(self, place: str, real: Any, member: Member) -> None:
        if self._is_known(place, real, member):
            return
        entity_type = self.reading.graph.types[member.term.interface]
        if not isinstance(real, Entity) or real.interface is not entity_type.interface:
            raise Disagreement(place, f"{entity_type.name} {member.key}", repr(real))
        # Of one group and one class, what can't be read is the same for all.
        kind = (member.term, type(real))
        is_new = kind not in self._kinds
        self._kinds.add(kind)
        for name, field in entity_type.fields.items():
            here = f"{place}.{name}"
            expected = self.reading.read(member, name)
            if expected is NOT_REQUESTED:
                if is_new:
                    _check_raises(here, NotRequested, partial(getattr, real, name))
                continue
            found = _read(here, real, name)
            is_plain = isinstance(field, (Key, Texts))
            if isinstance(expected, (Member, Hidden, Values, tuple)) and not is_plain:
                self._waiting.append((here, found, expected))
            else:
                _check(here, expected, neutral(field, found))
        self._compare_address(place, real, member, is_new)

    def _compare_address(
        self, place: str, real: Any, member: Member, is_new: bool
    ) -> None:
        here = f"canonical_path({place})"
        path = partial(canonical_path, real)
        try:
            expected = self.reading.address(member)
        except NotAllowed:
            if is_new:
                _check_raises(here, NotAllowed, path)
            return
        if expected is not NOT_REQUESTED:
            _check(here, expected, _try(here, path))
        elif is_new:
            _check_raises(here, NotRequested, path)

    def _compare_hidden(self, place: str, real: Any, hidden: Hidden) -> None:
        if self._is_known(place, real, hidden):
            return
        graph = self.reading.graph
        entity_type = graph.types[hidden.interface]
        _check(
            f"{hidden.interface}.providedBy({place})",
            True,
            entity_type.interface.providedBy(real),
        )
        for name, field in entity_type.fields.items():
            here = f"{place}.{name}"
            if field.hidden is MISSING:
                _check_raises(here, HiddenAttribute, partial(getattr, real, name))
            else:
                expected = graph.rules.hidden.get(
                    (hidden.interface, name), field.hidden
                )
                _check(here, expected, _read(here, real, name))
        # An address would tell a name.
        _check(f"canonical_path({place})", None, canonical_path(real))


def _plain(value: Any) -> Any:
    """Named tuples are compared as tuples."""
    return tuple(value) if isinstance(value, tuple) else value


def neutral(field: Attribute, value: Any) -> Any:
    """What stands for a value that was read; None stays None."""
    if value is None:
        return None
    if isinstance(field, Choice):
        return value.value if value in field.items.values() else f"no item: {value!r}"
    if isinstance(value, datetime):
        return value if value.tzinfo is UTC else f"not in UTC: {value!r}"
    return value


def _check(place: str, expected: Any, found: Any) -> None:
    """True is not 1, and UTC is not another zone."""
    if expected != found or type(expected) is not type(found):
        raise Disagreement(place, repr(expected), repr(found))


def _try(place: str, read: Callable[[], Any]) -> Any:
    try:
        return read()
    except Exception as error:
        raise Disagreement(place, "to be readable", _text(error)) from error


def _read(place: str, owner: Any, name: str) -> Any:
    return _try(place, partial(getattr, owner, name))


def _check_raises(place: str, kind: type[Exception], read: Callable[[], Any]) -> None:
    try:
        found = read()
    except kind:
        return
    except Exception as error:
        raise Disagreement(place, kind.__name__, _text(error)) from error
    raise Disagreement(place, kind.__name__, repr(found))


def _text(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def problems_of(error: Exception) -> Iterator[tuple[Any, str]]:
    """Key and text of each wrong row that an error of ``realise()`` tells."""
    if isinstance(error, ExceptionGroup):
        for each in error.exceptions:
            yield from problems_of(each)
    else:
        yield getattr(error, "key", None), str(error)
