"""Records that say something else than the entities, to try the contract on.

Of every line that says more than where a column or a pair is, and of every
rule, there is one that is wrong: whatever is registered has its
own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from lp_persistence.fields import Bool, Collection
from lp_persistence.storm.expressions import FALSE, TRUE
from lp_persistence.storm.records import (
    VISIBLE,
    Kept,
    Line,
    Records,
    Rule,
    Through,
    fact,
    rule,
)


class Planted(NamedTuple):
    """Wrong records, what is wrong, and the place that it is wrong at."""

    place: str
    says: str
    records: Records


def planted(records: Records) -> Iterator[Planted]:
    """Every wrong variant of an interface's records."""
    for name, line in records.lines.items():
        for says, wrong in _wrong_lines(records, name, line):
            lines = {**records.lines, name: wrong}
            place = f"{records.name}.{name}"
            yield Planted(place, says, replace(records, lines=lines))
    if records.visible_to is not None:
        shown = rule(_shown)
        yield Planted(
            records.name, "everything is shown", replace(records, visible_to=shown)
        )


def _wrong_lines(records: Records, name: str, line: Line) -> Iterator[tuple[str, Line]]:
    if isinstance(line, Through):
        field = records.fields[name]
        if line.where is not None and isinstance(field, Collection) and field.derived:
            yield "every row is the edge", replace(line, where=None)
        if VISIBLE in line.facts:
            facts = {**line.facts, VISIBLE: _shown}
            yield "the link shows everything", replace(line, facts=facts)
    elif isinstance(line, Rule) and isinstance(records.fields[name], Bool):
        yield "it is true of everybody", rule(_shown)
        yield "it is nobody's", rule(lambda viewer: FALSE)
    elif isinstance(line, Kept) and not records.fields[name].is_stored:
        yield "it is always true", fact(TRUE)


def _shown(viewer: Any) -> Any:
    return TRUE
