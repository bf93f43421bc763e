"""Roots: where groups of one type begin.

``IBugs(context)`` is the root of a context, ``getUtility(IBugs)`` the one
that is bound to none: its verbs take the context first, and it can't be
iterated.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zope.interface.interface import Method
from zope.security.proxy import removeSecurityProxy

from lp_persistence.context import Context
from lp_persistence.errors import NotAllowed, UnknownName
from lp_persistence.group import Group
from lp_persistence.model import EntityType
from lp_persistence.place import calling_place


def root_group(type_: EntityType, context: Context) -> Group:
    """The group of all entities of a type, in a context."""
    node = context.expressions.root(type_, calling_place())
    group: Group = type_.group_factory(context, node)
    return group


class Root:
    """All entities of a type, in no context yet."""

    def __init__(self, type_: EntityType):
        self._type = type_

    def __repr__(self) -> str:
        return f"<unbound {self._type.group_interface.__name__}>"

    def __iter__(self) -> Any:
        raise NotAllowed(
            f"{self!r} can't be iterated: it belongs to no context. "
            f"Say {self._type.group_interface.__name__}(context)."
        )

    def __call__(self, context: Context) -> Group:
        """The root bound to a context."""
        return root_group(self._type, context)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):  # a protocol asks whether it is spoken
            raise AttributeError(name)
        if name not in self._type.group_interface:
            verbs = (
                verb
                for verb, what in self._type.group_interface.namesAndDescriptions(True)
                if isinstance(what, Method) and not verb.startswith("__")
            )
            raise UnknownName("verb", repr(self), name, verbs)

        def verb(*args: Any, **options: Any) -> Any:
            context, *others = map(removeSecurityProxy, args or (None,))
            if not isinstance(context, Context):
                raise NotAllowed(f"{self!r}.{name} takes the context first.")
            return getattr(self(context), name)(*others, **options)

        return verb
