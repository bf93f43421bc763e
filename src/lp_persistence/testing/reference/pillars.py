"""Naive pillars: what names lead to, whatever its kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Self

from lp_persistence.errors import NoSuchMember, NotAllowed, NotOne
from lp_persistence.testing.reference.groups import (
    NaiveContext,
    NaiveGroup,
    NaiveValues,
)
from lp_persistence.testing.reference.mixed import NaiveMixed
from lp_persistence.testing.reference.reading import Member, Reading

#: The references of a name, in the order of the parts.
KINDS: Final = ("distribution", "product", "project_group")


class NaivePillars(NaiveMixed):
    """See ``IPillars``: each kind is what names lead to, and what those lead to
    that they stand for."""

    interface = "IPillars"

    def __init__(self, names: NaiveGroup):
        self.names = names
        super().__init__(self._led_to())

    def _led_to(self) -> Iterator[NaiveGroup]:
        others = self.names.lead("alias_for")
        for kind in KINDS:
            part, more = self.names.lead(kind), others.lead(kind)
            part.update(more)
            more.used_up()
            if self.names.term.is_root and not self.names.term.whole:
                part.used_up()
            yield part
        others.used_up()

    def frozen(self) -> NaivePillars:
        kept = object.__new__(NaivePillars)
        kept.names = self.names.frozen()
        kept.parts = tuple(part.frozen() for part in self.parts)
        return kept

    def members(self, reading: Reading) -> Iterator[Member]:
        """By name, each where its first name puts it."""
        found: dict[Member, None] = {}
        for _, member in self._by_name(reading):
            found.setdefault(member)
        return iter(found)

    def _by_name(self, reading: Reading) -> Iterator[tuple[Any, Member]]:
        """Pairs of a name's id and what it is of, by itself or by the name that it
        stands for, as far as the viewer sees that one."""
        graph = reading.graph
        for part in self.parts:
            reading.members(part)  # NotRealised, whoever is found
        parts = dict(zip(KINDS, self.parts, strict=True))
        for name in reading.members(self.names):
            other = reading.read(name, "alias_for")
            for each in (name.key, *([other.key] if isinstance(other, Member) else [])):
                for kind, part in parts.items():
                    target = graph.value("IPillarName", each, kind)
                    if target is not None:
                        yield name.key, Member(part.term, target)

    def _narrowed(self, names: NaiveGroup) -> Self:
        super().used_up()
        return type(self)(names)

    def filter(self, **tests: Any) -> Self:
        return self._narrowed(self.names.filter(**tests)) if tests else self

    def ordered_by(self, *names: str) -> Self:
        return self._narrowed(self.names.ordered_by(*names))

    def limit(self, count: Any) -> Self:
        return self._narrowed(self.names.limit(count))

    def after(self, key: Any) -> Self:
        return self._narrowed(self.names.after(key))

    def all(self) -> Self:
        self.names.all()
        super().used_up()
        self.parts = tuple(self._led_to())
        return super().all()

    def used_up(self) -> None:
        self.names.used_up()
        super().used_up()

    def update(self, other: Any) -> None:
        if not isinstance(other, NaivePillars):
            raise NotAllowed("update")
        self.names.update(other.names)
        super().used_up()
        self.parts = tuple(self._led_to())

    def of_type(self, interface: str) -> NaiveGroup:
        part = super().of_type(interface)
        return NaiveGroup(part.context, part.term)

    def key(self, pillar: Any) -> str:
        reading = self.names.read()
        for name, member in reversed([*self._by_name(reading)]):
            is_kind = pillar.interface.__name__ == member.term.interface
            if is_kind and member.key == pillar.id:
                factory = reading.graph.types["IPillarName"].factory
                return self.names.key(factory(id=name))
        raise NoSuchMember("pillar")

    def one(self) -> Any:
        members = list(self)
        if len(members) != 1:
            raise NotOne("pillars")
        return members[0]

    def first(self) -> Any:
        return next(iter(self), None)

    def get_branding(self) -> NaiveValues:
        found: NaiveValues = self._united("get_branding")
        return found

    def get_owner(self) -> NaiveGroup:
        found: NaiveGroup = self._united("get_owner")
        return found

    def get_registrant(self) -> NaiveGroup:
        found: NaiveGroup = self._united("get_registrant")
        return found

    def get_driver(self) -> NaiveGroup:
        found: NaiveGroup = self._united("get_driver")
        return found

    def _united(self, verb: str) -> Any:
        first, *others = (getattr(part, verb)() for part in self.parts)
        for other in others:
            first.update(other)
        return first


def all_pillars(context: NaiveContext) -> NaivePillars:
    """Those of a context."""
    return NaivePillars(context.root("IPillarName"))
