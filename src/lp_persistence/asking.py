"""What to say to ask for an attribute, as program text."""

from __future__ import annotations

from collections.abc import Iterable

from zope.interface.interface import InterfaceClass

from lp_persistence.errors import InvalidValue
from lp_persistence.fields import Collection, Permitted, WayBack
from lp_persistence.model import EntityType, Model


def asking_call(model: Model, type_: EntityType, name: str) -> str:
    """What to add to a group of a type so that its members read ``name``.

    For a way back, which can't be asked for: what to build the group as.
    """
    field = type_.fields[name]
    if isinstance(field, WayBack):
        origin = model.type_named(field.target)
        ways = [
            f"{origin.group_interface.__name__}(context).{_verb(origin, edge)}()"
            for edge in edges_that_lead_to(origin, type_)
        ]
        return " or ".join(ways)
    verb = _verb(type_, name)
    if verb is not None:
        return f".{verb}()"
    if isinstance(field, Permitted):
        return f".need_permission({field.permission!r})"
    return f".need({name!r})"


def edges_that_lead_to(origin: EntityType, type_: EntityType) -> list[str]:
    """The collections by which entities of ``origin`` lead to some of ``type_``."""
    return [
        name
        for name, edge in origin.edges.items()
        if isinstance(edge, Collection) and edge.target == type_.name
    ]


def _verb(type_: EntityType, edge: str) -> str | None:
    for cls in type_.group_factory.__mro__:
        for verb, value in vars(cls).items():
            if getattr(value, "edge", None) == edge:
                return verb
    return None


def names_of(owner: str, name: object) -> Iterable[str]:
    """A name, or all names of an interface; InvalidValue for what is neither."""
    if isinstance(name, InterfaceClass):
        names: Iterable[str] = name.names(all=True)
        return names
    if not isinstance(name, str):
        raise InvalidValue(owner, "need", name, "expected names, or interfaces")
    return (name,)
