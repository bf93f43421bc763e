"""Groups of the values that entities embed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from zope.interface import Interface
from zope.interface.interface import InterfaceClass
from zope.security.proxy import removeSecurityProxy

from lp_persistence.asking import names_of
from lp_persistence.errors import NotAllowed, NotRealised, UnknownName
from lp_persistence.expression import Node, describe
from lp_persistence.fields import Embedded

if TYPE_CHECKING:
    from lp_persistence.context import Context


class EmbeddedGroup:
    """The values that the members of groups embed, one for each owner.

    It knows iteration, ``need`` and ``update``, and no more: its values have
    no identity of their own.
    """

    def __init__(self, context: Context, sources: tuple[tuple[Node, str], ...]):
        self.context = context
        self._sources = sources

    def __repr__(self) -> str:
        return " | ".join(f"<{describe(node)}.{name}>" for node, name in self._sources)

    def _schema(self) -> InterfaceClass:
        node, name = self._sources[0]
        field = node.type.field(name)
        assert isinstance(field, Embedded)
        return field.schema

    def need(self, *names: str | type[Interface]) -> EmbeddedGroup:
        """Everything of the value comes with it; unknown names are refused."""
        schema = self._schema()
        for name in names:
            for each in names_of(schema.__name__, name):
                if each not in schema:
                    raise UnknownName(
                        "attribute", schema.__name__, each, map(str, schema)
                    )
        return self

    def update(self, other: EmbeddedGroup) -> None:
        """Become the values of both."""
        other = removeSecurityProxy(other)
        if (
            not isinstance(other, EmbeddedGroup)
            or other.context is not self.context
            or other._schema() is not self._schema()
        ):
            raise NotAllowed(
                f"{self!r} can't take in {other!r}: a union is of one type of "
                f"value, in one context."
            )
        self._sources = tuple(dict.fromkeys(self._sources + other._sources))

    def __iter__(self) -> Iterator[Any]:
        values: list[Any] = []
        for node, name in self._sources:
            members = self.context.reading.members(node)
            if not self.context.reading.reads(node, name):
                raise NotRealised(
                    f"{self!r} was not realised yet. Call context.realise() before "
                    f"it is read."
                )
            values += [getattr(member, name) for member in members]
        return iter(values)
