"""Whether records say what the interface of their entity asks for."""

from __future__ import annotations

from collections.abc import Iterator

from storm.expr import Column

from lp_persistence.errors import Conflict
from lp_persistence.fields import (
    Attribute,
    Collection,
    Count,
    Embedded,
    OneOf,
    Reference,
    Texts,
    WayBack,
)
from lp_persistence.model import PERMISSIONS, SEEN, VISIBLE_TO
from lp_persistence.storm.records import (
    VISIBLE,
    Line,
    Listed,
    Records,
    Rule,
    Through,
)


def check(records: Records, place: str | None = None) -> None:
    """Raise Conflict, with the first problem, where lines and interface disagree.

    ``place`` is where they were registered.
    """
    for problem in problems(records):
        where = place or records.where
        raise Conflict(f"{records.name}{problem} (records at {where}).")


def problems(records: Records) -> Iterator[str]:
    """What is wrong, each to be read behind the name of the interface."""
    for name in records.lines:
        if name not in records.fields:
            known = ", ".join(sorted(records.fields))
            yield f" has no attribute {name!r}; there are: {known}"
        elif not _has_line(records, name):
            yield (
                f".{name} needs no line: it is kept where its inverse is,"
                " counted, computed by the entity, or follows from what it is"
                " made of"
            )
    for name in records.fields:
        if _has_line(records, name) and name not in records.lines:
            yield f".{name} has no line"
    for name, line in records.lines.items():
        problem = _problem(records.fields[name], line)
        if problem is not None:
            yield f".{name} {problem}"
    for name in _unknown_flat(records):
        yield f" has no attribute {name!r} that its flat table could hold"
    if not (records.key or isinstance(records.lines["id"], Column)):
        yield ".id must be a column of the entity's own table"
    has_rule = records.interface.queryTaggedValue(VISIBLE_TO) is not None
    if has_rule and records.visible_to is None:
        yield " has a rule of visibility: give visible_to=rule(…)"
    elif records.visible_to is not None and not has_rule:
        yield " has no rule of visibility, but its records have"
    permissions = records.interface.queryTaggedValue(PERMISSIONS, {})
    ruled = {name for name, given in permissions.items() if given is not SEEN}
    for name in sorted(ruled - records.permissions.keys()):
        yield f" has a rule for {name}: give permissions={{{name!r}: rule(…)}}"
    for name in sorted(records.permissions.keys() - ruled):
        yield f" has no rule for {name}, but its records have"


def _unknown_flat(records: Records) -> Iterator[str]:
    if records.flat is not None:
        for name in (*records.flat.facts, *records.flat.leads):
            if name != VISIBLE and name not in records.fields:
                yield name


def _has_line(records: Records, name: str) -> bool:
    declaration = records.fields[name]
    if isinstance(declaration, Collection):
        return declaration.inverse is None and not declaration.over
    if isinstance(declaration, Reference) and declaration.of:
        return False
    is_of_parts = name == "id" or name in records.key or declaration.along
    return not (
        isinstance(declaration, (Count, Embedded, OneOf, WayBack))
        or (records.key and is_of_parts)
    )


def _problem(declaration: Attribute, line: Line) -> str | None:
    if declaration.viewer is not None:
        return None if isinstance(line, Rule) else "takes the viewer: give rule(…)"
    if isinstance(line, Rule):
        return "is the same whoever looks: it can't be rule(…)"
    if isinstance(declaration, Texts):
        return None if isinstance(line, Listed) else "holds texts: give listed(…)"
    if isinstance(line, Listed):
        return "holds no texts: it can't be listed(…)"
    if not isinstance(line, Through):
        is_collection = isinstance(declaration, Collection)
        return "is a collection: give through(…)" if is_collection else None
    if not isinstance(declaration, Collection):
        return "is no collection: it can't be through(…)"
    if declaration.ranked and line.one is None:
        return "is ranked: say which column is the rank by one=…"
    if line.owner_table is not line.target_table and line.via is None:
        return "is kept in two tables: say how they are joined by via=…"
    return None
