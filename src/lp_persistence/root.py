"""Roots: where groups of one type begin.

``IBugs(context)`` is the root of a context, ``getUtility(IBugs)`` the one
that is bound to none: its verbs take the context first, and it can't be
iterated.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zope.interface.interface import InterfaceClass, Method
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
    """All members of a kind of group, in no context yet.

    ``bind(context)`` gives them in one.
    """

    def __init__(self, group_interface: InterfaceClass, bind: Callable[[Context], Any]):
        self._interface = group_interface
        self._bind = bind

    def __repr__(self) -> str:
        return f"<unbound {self._interface.__name__}>"

    def __iter__(self) -> Any:
        raise NotAllowed(
            f"{self!r} can't be iterated: it belongs to no context. "
            f"Say {self._interface.__name__}(context)."
        )

    def __call__(self, context: Context) -> Any:
        """The root bound to a context."""
        return self._bind(context)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):  # a protocol asks whether it is spoken
            raise AttributeError(name)
        if name not in self._interface:
            verbs = (
                verb
                for verb, what in self._interface.namesAndDescriptions(True)
                if isinstance(what, Method) and not verb.startswith("__")
            )
            raise UnknownName("verb", repr(self), name, verbs)

        def verb(*args: Any, **options: Any) -> Any:
            context, *others = map(removeSecurityProxy, args or (None,))
            if not isinstance(context, Context):
                raise NotAllowed(f"{self!r}.{name} takes the context first.")
            return getattr(self(context), name)(*others, **options)

        return verb
