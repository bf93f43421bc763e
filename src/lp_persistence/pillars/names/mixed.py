"""Pillars of all kinds, by the names that they share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Self

from zope.interface import implementer
from zope.interface.interface import InterfaceClass
from zope.security.proxy import removeSecurityProxy

from lp_persistence.context import Context
from lp_persistence.errors import NoSuchMember, NotAllowed, NotOne
from lp_persistence.group import Group
from lp_persistence.mixed import MixedGroup
from lp_persistence.pillars.names.interfaces import IPillarNames, IPillars
from lp_persistence.place import speaks_for_caller
from lp_persistence.root import Root

speaks_for_caller(__name__)

#: The references of a name to what it is of, in the order of the parts.
KINDS: Final = ("distribution", "product", "project_group")


@implementer(IPillars)
class Pillars(MixedGroup):
    """See ``IPillars``.

    Each part is a union: what the names lead to, and what those lead to that
    they stand for.
    """

    def __init__(self, names: Any):
        self._names = names
        super().__init__(*_parts(names))

    def __repr__(self) -> str:
        return f"<pillars of {self._names!r}>"

    def __iter__(self) -> Iterator[Any]:
        return iter(self._members())

    def __len__(self) -> int:
        return len(self._members())

    def _members(self) -> list[Any]:
        """By name; each once, where its first name puts it."""
        parts = dict(zip(KINDS, self.parts, strict=True))
        for part in self.parts:
            iter(part)  # whether it can be read must not depend on who is found
        found = {}
        for name in self._names:
            # Another name may be one that the viewer may not see.
            for each in (name, name.alias_for):
                if each is None or each.id is None:
                    continue
                for kind, part in parts.items():
                    pillar = getattr(each, kind)
                    if pillar is not None:
                        found[kind, pillar.id] = part[pillar.id]
        return list(found.values())

    def _narrowed(self, names: Any) -> Self:
        super().used_up()
        return type(self)(names)

    def filter(self, **tests: Any) -> Self:
        """See ``IPillars``."""
        return self._narrowed(self._names.filter(**tests)) if tests else self

    def ordered_by(self, *names: str) -> Self:
        """See ``IPillars``."""
        return self._narrowed(self._names.ordered_by(*names))

    def limit(self, count: int) -> Self:
        """See ``IPillars``."""
        return self._narrowed(self._names.limit(count))

    def after(self, key: str) -> Self:
        """See ``IPillars``."""
        return self._narrowed(self._names.after(key))

    def all(self) -> Self:
        """See ``IPillars``."""
        self._names.all()
        super().used_up()
        self.parts = _parts(self._names)
        return super().all()

    def kept(self) -> Self:
        """See ``Group``."""
        self._names.kept()
        return super().kept()

    def used_up(self) -> None:
        """See ``Group``."""
        self._names.used_up()
        super().used_up()

    def key(self, pillar: Any) -> str:
        """See ``IPillars``."""
        pillar = removeSecurityProxy(pillar)
        for name in reversed(list(self._names)):
            if _leads_to(name, pillar):
                key: str = self._names.key(name)
                return key
        raise NoSuchMember(f"{self!r} has no member {pillar!r}.")

    def update(self, other: MixedGroup) -> None:
        """See ``IMixedGroup``."""
        other = removeSecurityProxy(other)
        if not isinstance(other, Pillars):
            raise NotAllowed(
                f"{self!r} can't take in {other!r}: a union is of pillars. Narrow "
                f"both to one type."
            )
        self._names.update(other._names)
        super().used_up()
        self.parts = _parts(self._names)

    def of_type(self, group_interface: InterfaceClass) -> Group:
        """See ``IMixedGroup``: a handle of its own, to be narrowed as well."""
        part = super().of_type(group_interface)
        return part.node.type.group_factory(part.context, part.node)  # type: ignore

    def get_branding(self) -> Any:
        """See ``IPillars``."""
        return self._united("get_branding")

    def get_owner(self) -> Any:
        """See ``IPillars``."""
        return self._united("get_owner")

    def get_registrant(self) -> Any:
        """See ``IPillars``."""
        return self._united("get_registrant")

    def get_driver(self) -> Any:
        """See ``IPillars``."""
        return self._united("get_driver")

    def one(self) -> Any:
        """See ``IPillars``."""
        members = self._members()
        if len(members) != 1:
            raise NotOne(f"{self!r} has {len(members)} members, not one.")
        return members[0]

    def first(self) -> Any:
        """See ``IPillars``."""
        return next(iter(self), None)

    def _united(self, verb: str) -> Any:
        """What a verb gives for each part, as one group."""
        first, *others = (getattr(part, verb)() for part in self.parts)
        for other in others:
            first.update(other)
        return first


def _parts(names: Any) -> tuple[Group, ...]:
    """What names lead to, and what those do that they stand for."""
    others = names.lead("alias_for")
    parts = []
    for kind in KINDS:
        part, more = names.lead(kind), others.lead(kind)
        part.update(more)
        more.used_up()
        if names.is_root and not names.node.complete:
            part.used_up()  # all there are: to be narrowed first
        parts.append(part)
    others.used_up()
    return tuple(parts)


def _leads_to(name: Any, pillar: Any) -> bool:
    return any(
        each is not None and each.id is not None and getattr(each, kind) == pillar
        for each in (name, name.alias_for)
        for kind in KINDS
    )


def all_pillars(context: Context) -> Pillars:
    """Those of a context, to be narrowed."""
    return Pillars(IPillarNames(context))


pillars = Root(IPillars, all_pillars)
