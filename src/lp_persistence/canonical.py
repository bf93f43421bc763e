"""Canonical URLs: where an entity is, as a path below the application.

``<persistence:url for=".interfaces.IMilestone" path="+milestone/{name}"
parent="product distribution" />`` says it. What a path is made of is asked for
by a group's ``need_url()`` and read when the path is: it costs no statement of
its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from string import Formatter
from typing import Any
from urllib.parse import quote

from zope.security.proxy import removeSecurityProxy

from lp_persistence.errors import Conflict, NotAllowed, NotRequested, UnknownName
from lp_persistence.expression import Expressions, Node
from lp_persistence.fields import Reference
from lp_persistence.hydration.shapes import is_hidden
from lp_persistence.model import EntityType, Model, get_model
from lp_persistence.place import Place


@dataclass(frozen=True)
class Canonical:
    """``path`` has names of attributes in braces. ``parents`` are names of
    references: the path is below that of the first that leads anywhere, or
    below the application where there are none."""

    path: str
    parents: tuple[str, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The attributes that stand in the path."""
        return tuple(name for _, name, _, _ in Formatter().parse(self.path) if name)


def ask_for_path(expressions: Expressions, node: Node, place: Place) -> None:
    """Have all fetched that the paths of a node's members are made of.

    Raises what ``check_path`` does; nothing is asked then.
    """
    model = expressions.model
    checked = model.cache("paths")
    if node.type not in checked:
        check_path(model, node.type)
        checked.keep(node.type, True)
    _ask(expressions, node, place)


def check_path(model: Model, type_: EntityType, below: tuple[str, ...] = ()) -> None:
    """Whether the paths of a type's entities can be asked for.

    Raises NotAllowed where none are registered, Conflict for one that would be
    below itself, UnknownName for what it is made of and that there is not.
    """
    if type_.name in below:
        chain = " below ".join((*below, type_.name))
        raise Conflict(f"The URL of {chain} would never end: see <persistence:url/>.")
    rule = canonical_of(model, type_)
    for name in rule.names:
        type_.field(name)
    for name in rule.parents:
        field = type_.field(name)
        if not isinstance(field, Reference):
            references = (n for n, f in type_.edges.items() if isinstance(f, Reference))
            raise UnknownName("reference", type_.name, name, references)
        check_path(model, model.type_named(field.target), (*below, type_.name))


def _ask(expressions: Expressions, node: Node, place: Place) -> None:
    rule = canonical_of(expressions.model, node.type)
    for name in rule.names:
        expressions.ask(node, name, place)
    for name in rule.parents:
        parent = expressions.ask(node, name, place)
        assert parent is not None
        _ask(expressions, parent, place)


def canonical_of(model: Model, type_: EntityType) -> Canonical:
    """What is registered for a type; NotAllowed where nothing is."""
    rule: Canonical | None = model.canonical.get(type_.name)
    if rule is None:
        raise NotAllowed(
            f"{type_.name} has no URL. Register one: <persistence:url "
            f"for=…{type_.name} path=…/>."
        )
    return rule


def canonical_path(entity: Any) -> str | None:
    """The path of an entity below the application, without a slash before it.

    None for one that the viewer may not see, or that is below one, or that lacks
    what its path is made of. Raises NotRequested where the group was not asked
    (``need_url``), NotAllowed where none is registered.
    """
    bare = removeSecurityProxy(entity)
    if is_hidden(bare):
        return None
    model = get_model()
    rule = canonical_of(model, model.type_named(bare.interface.__name__))
    try:
        values = {name: getattr(bare, name) for name in rule.names}
        # All are read, whichever it is: what can be read must not depend on
        # what there is.
        parents = [getattr(bare, name) for name in rule.parents]
        parent = next((each for each in parents if each is not None), None)
        above = None if parent is None else canonical_path(parent)
    except NotRequested as error:
        origin = bare._origin
        lacking = () if error.since else origin.lacking(error.attribute)
        raise origin.error("url", ".need_url()", lacking) from None
    if None in values.values() or (above is None and parent is not None):
        return None
    path = rule.path.format_map(
        {name: quote(str(value), safe="~+") for name, value in values.items()}
    )
    return path if above is None else f"{above}/{path}"
