"""Whether an entity's declaration holds together.

Names resolve, whoever is to compute something can, and what comes with every
member costs nothing. Checked at the first use after a registration, when all
types are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from zope.interface.interface import InterfaceClass

from lp_persistence.errors import Conflict
from lp_persistence.fields import (
    GRAPH,
    MISSING,
    OWN,
    STORED,
    Attribute,
    Collection,
    Count,
    Edge,
    Embedded,
    Key,
    OneOf,
    Reference,
    Text,
    Texts,
)


class Declared(Protocol):
    """What is looked at of an ``EntityType``."""

    name: str
    interface: InterfaceClass
    factory: type

    @property
    def fields(self) -> dict[str, Attribute]: ...
    @property
    def brief(self) -> tuple[str, ...]: ...
    @property
    def edges(self) -> dict[str, Edge]: ...
    @property
    def facts(self) -> dict[str, Attribute]: ...
    @property
    def order(self) -> tuple[str, ...]: ...
    @property
    def visible_to(self) -> Any: ...
    @property
    def searched(self) -> Mapping[str, tuple[str, ...]]: ...


def check(declared: Declared, types: Mapping[str, Declared]) -> None:
    """Raise Conflict, with the first problem, unless all is well."""
    for problem in problems(declared, types):
        raise Conflict(f"{declared.name}{problem}.")


def problems(declared: Declared, types: Mapping[str, Declared]) -> Iterator[str]:
    """What is wrong, each to be read behind the name of the interface."""
    if declared.brief[:1] != ("id",):
        yield " needs a field id, first, with brief=True"
    for name, edge in declared.edges.items():
        if edge.target not in types:
            known = ", ".join(sorted(types))
            yield (
                f".{name} leads to {edge.target}, which is not registered; "
                f"there are: {known}"
            )
            return  # the rest could not be told
    for name, field in declared.fields.items():
        yield from _computing(declared, name, field)
        yield from _rule(declared, name, field)
        yield from _looking(declared, name, field)
        if field.indexed and not (field.is_fact and field.is_stored):
            yield f".{name} is indexed, and no stored fact: no index could tell it"
        if isinstance(field, Collection):
            yield from _collection(declared, name, field, types[field.target])
            yield from _composed(declared, name, field, types)
    yield from _made(declared, types)
    yield from _seen_through(declared)
    yield from _brief(declared)
    yield from _names(declared)
    yield from _order(declared, "", declared.order)
    yield from _searched(declared)


def _searched(declared: Declared) -> Iterator[str]:
    for name, texts in declared.searched.items():
        if name in declared.fields:
            yield f".{name} is an attribute: search for words under another name"
        for text in texts:
            if not isinstance(declared.fields.get(text), Text):
                yield f" searches {text!r} for words, which is no text"


def _computing(declared: Declared, name: str, field: Attribute) -> Iterator[str]:
    for other in _read(field):
        if other not in declared.fields:
            yield f".{name} reads {other!r}, which there is not"
        elif name in _reading(declared, other):
            yield f".{name} and {other} read each other"
    is_derived = isinstance(field, Collection) and field.derived
    is_fact = field.kind in (OWN, GRAPH) and not isinstance(field, Edge | Embedded)
    is_computed = is_derived or is_fact or isinstance(field, Embedded)
    if is_computed and not hasattr(declared.factory, name):
        what = "a fact" if is_fact else "an edge" if is_derived else "a value"
        yield f".{name} is {what} that {declared.factory.__name__} does not compute"
    elif is_fact and callable(getattr(declared.factory, name)) is field.is_blind:
        how = "a property" if field.is_blind else "a method that takes the viewer"
        cls = declared.factory.__name__
        yield f".{name} is a fact: {cls} has to compute it by {how}"


def _looking(declared: Declared, name: str, field: Attribute) -> Iterator[str]:
    """What depends on who looks, and what must not."""
    if isinstance(field, Count):
        edge = declared.fields.get(field.edge)
        if not isinstance(edge, Collection):
            edges = declared.edges.items()
            known = [each for each, one in edges if isinstance(one, Collection)]
            yield (
                f".{name} counts {field.edge!r}, which is no collection of it; "
                f"there are: {', '.join(known) or 'none'}"
            )
    elif field.viewer is not None:
        if field.reads:
            yield f".{name} takes the viewer, and says reads=…: say one of them"
        if isinstance(field, Edge | Embedded | OneOf | Text | Texts | Key):
            yield (
                f".{name} takes the viewer, and is a {type(field).__name__}: that "
                f"can be a Bool, a Choice, an Int or a Datetime"
            )
    for other in _read(field):
        if other in declared.fields and not declared.fields[other].is_blind:
            yield (
                f".{name} reads {other}, which depends on who looks: pages can, "
                f"where they show it"
            )


def _read(field: Attribute) -> tuple[str, ...]:
    """What computing it on an entity reads."""
    return (*field.reads, *(field.of if isinstance(field, Embedded | OneOf) else ()))


def _rule(declared: Declared, name: str, field: Attribute) -> Iterator[str]:
    """A stored value and its rule are facts of one kind of value."""
    if field.rule is None:
        return
    rule = declared.fields.get(field.rule)
    if rule is None:
        yield f".{name} follows the rule {field.rule!r}, which there is not"
    elif (
        field.kind != STORED
        or rule.kind == STORED
        or type(rule) is not type(field)
        or not rule.is_blind
    ):
        yield (
            f".{name} follows the rule {field.rule!r}: that must be an own or a "
            f"graph fact of the same field, and {name} be stored"
        )


def _reading(declared: Declared, name: str) -> set[str]:
    """All that computing an attribute reads, over any number of own facts."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        field = declared.fields.get(waiting.pop())
        if field is not None and field.kind == OWN:
            waiting += set(field.reads) - found
            found.update(field.reads)
    return found


def _collection(
    declared: Declared, name: str, field: Collection, target: Declared
) -> Iterator[str]:
    if field.inverse is not None:
        inverse = target.fields.get(field.inverse)
        if (
            not isinstance(inverse, Reference | Collection)
            or inverse.target != declared.name
        ):
            yield (
                f".{name} is the inverse of {target.name}.{field.inverse}, which is "
                f"no edge that leads back"
            )
        elif field.inverse in _key_of(target):
            yield (
                f".{name} is the inverse of {target.name}.{field.inverse}, of which "
                f"{target.name} is made: there is one for each of the others"
            )
    # What an application extends under its own name is still the same entity.
    own = [
        each for each in declared.interface.__iro__ if each.__name__ == declared.name
    ]
    if field.is_link and all(each.direct(name) is None for each in own):
        yield (
            f".{name} is a link, and declared by an interface that it extends: declare "
            f"it here, for pairs are loaded by the field that they are of"
        )
    is_plain = not (field.ordered_by or _key_of(target))
    holds_us = isinstance(target.fields.get(field.inverse or ""), Reference)
    is_seen = field.is_link and target.visible_to is None
    if field.together and not (is_plain and (holds_us or is_seen)):
        yield (
            f".{name} brings what it leads to together with the ids: that is for "
            f"links without an order, to what no rule hides and has a row, and for "
            f"rows that refer to its owner"
        )
    yield from _order(target, f".{name}", field.ordered_by)


def _made(declared: Declared, types: Mapping[str, Declared]) -> Iterator[str]:
    """What is made of others, and what leads to such."""
    key = _key_of(declared)
    for name in key:
        part = declared.fields.get(name)
        if not isinstance(part, Reference) or part.of:
            yield f".id is of {name!r}, which is no reference of it"
        elif types[part.target].visible_to is not None or _key_of(types[part.target]):
            yield (
                f".id is of {name!r}, but {part.target} has a rule of visibility or "
                f"is made of others itself"
            )
    for name, field in declared.fields.items():
        if field.along is not None:
            yield from _along(declared, name, field.along, key, types)
        elif key and field.is_stored and name not in ("id", *key):
            yield f".{name} has no row to be kept in: say along=… which reference"
        if isinstance(field, OneOf):
            for each in field.of:
                if not isinstance(declared.fields.get(each), Reference):
                    yield f".{name} is one of {each!r}, which is no reference of it"
        elif isinstance(field, Reference):
            yield from _made_reference(
                declared, name, field, _key_of(types[field.target])
            )
        elif isinstance(field, Collection):
            ends = (declared, types[field.target])
            if field.is_link and any(map(_key_of, ends)):
                yield f".{name} would be kept as pairs, and one id is no number"


def _key_of(declared: Declared) -> tuple[str, ...]:
    field = declared.fields.get("id")
    return field.of if isinstance(field, Key) else ()


def _along(
    declared: Declared,
    name: str,
    along: str,
    key: tuple[str, ...],
    types: Mapping[str, Declared],
) -> Iterator[str]:
    reference = declared.fields.get(along)
    if along not in key or not isinstance(reference, Reference):
        yield f".{name} is along {along!r}, which its id is not of"
        return
    target = types[reference.target]
    if declared.fields[name].indexed != getattr(
        target.fields.get(name), "indexed", False
    ):
        yield f".{name} is along {along!r}: say indexed= as {target.name}.{name} does"
    if name not in target.fields or not target.fields[name].is_stored:
        yield f".{name} is along {along!r}, but {target.name} stores no {name!r}"


def _made_reference(
    declared: Declared, name: str, field: Reference, key: tuple[str, ...]
) -> Iterator[str]:
    is_other = bool(field.unless) and len(field.of) == 1 and not key
    if len(field.of) != len(key) and not is_other:
        yield (
            f".{name} leads to {field.target}, whose id is of {len(key) or 'no'} "
            f"others: say of=… which references make it"
        )
    for each in (*field.of, *field.unless):
        part = declared.fields.get(each)
        if not isinstance(part, Reference) or part.of:
            yield f".{name} is of {each!r}, which is no reference of it"


def _composed(
    declared: Declared, name: str, field: Collection, types: Mapping[str, Declared]
) -> Iterator[str]:
    if not field.over:
        return
    if len(field.over) < 2 or field.derived or field.inverse is not None:
        yield f".{name} is over edges: name two or more, and say nothing else"
    owner = declared
    for part in field.over:
        edge = owner.edges.get(part)
        is_kept = isinstance(edge, Reference | Collection)
        if not is_kept or (isinstance(edge, Collection) and edge.over):
            yield (
                f".{name} is over {owner.name}.{part}, which is no reference and no "
                f"collection of its own"
            )
            return
        assert edge is not None
        owner = types[edge.target]
        if _key_of(owner):
            yield f".{name} is over {owner.name}, whose id is no number"
    if owner.name != field.target:
        yield f".{name} leads to {owner.name}, not to {field.target}"


def _order(declared: Declared, where: str, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        fact = declared.facts.get(name.removeprefix("-"))
        if fact is not None and not fact.is_blind:
            yield (
                f"{where} is ordered by {name!r}, which depends on who looks: an "
                f"order of its own is the same for all"
            )
        elif fact is None or not fact.is_ordered:
            known = ", ".join(
                sorted(each for each, one in declared.facts.items() if one.is_ordered)
            )
            yield (
                f"{where} is ordered by {name!r}, which is no fact of "
                f"{declared.name}; there are: {known}"
            )


def _seen_through(declared: Declared) -> Iterator[str]:
    through = None if declared.visible_to is None else declared.visible_to.through
    if through is None or isinstance(declared.fields.get(through), Reference):
        return
    references = (n for n, f in declared.fields.items() if isinstance(f, Reference))
    known = ", ".join(sorted(references))
    yield f" is seen through {through!r}, which is no reference; there are: {known}"


def _brief(declared: Declared) -> Iterator[str]:
    for name in declared.brief:
        field = declared.fields[name]
        if (
            isinstance(field, Edge | Embedded | OneOf)
            or field.is_long
            or field.kind != STORED
        ):
            yield f".{name} can't be brief: a brief is of short, stored attributes"
        if declared.visible_to is not None and field.hidden is MISSING:
            yield (
                f".{name} is brief, and who may see the entity has a rule: say "
                f"what is shown instead by hidden=…"
            )


def _names(declared: Declared) -> Iterator[str]:
    for name in declared.fields:
        short = name.removeprefix("is_")
        if short != name and short in declared.fields:
            yield f".{name} and {short} would be one name in a filter"
