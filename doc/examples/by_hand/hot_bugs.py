"""The hottest bugs of a distribution, by a statement written by hand.

Most pages show those of one distribution to nobody in particular. Then no LATERAL is
needed for the first of each, and its number can stand in the statement, where an
engine finds more use for it than for an array.
"""

from __future__ import annotations

from typing import Any, Final

from lp_persistence.bugs.enums import UNRESOLVED
from lp_persistence.steps import NOBODY, RANK, By
from lp_persistence.storm.strategies import Asked

_OPEN: Final = (
    f"{{0}}.status IN ({', '.join(str(item.value) for item in UNRESOLVED)})"
    " AND {0}.duplicateof IS NULL AND {0}.active"
)
_COLUMNS: Final = {
    ("heat",): "hot.heat",
    RANK: "hot.bugtask",
    ("title",): "bug.title",
    ("reporter",): "bug.owner",
}

_TEXT: Final = f"""
    SELECT {{columns}} FROM bugtaskflat AS hot JOIN bug ON bug.id = hot.bug
     WHERE hot.distribution IN ({{distributions}}) AND {_OPEN.format("hot")}
           AND {{shown}}
           AND NOT EXISTS (
               SELECT 1 FROM bugtaskflat AS older
                WHERE older.distribution = hot.distribution AND older.bug = hot.bug
                      AND older.bugtask < hot.bugtask AND {_OPEN.format("older")})
     ORDER BY hot.heat DESC, hot.bugtask
"""
#: By rule what is shown; None is for who sees everything.
_SHOWN: Final = {NOBODY: "hot.information_type IN (1, 2)", None: "1 = 1"}


def hot_bugs(asked: Asked) -> list[tuple[Any, ...]] | None:
    """Rows (distribution, bug, *columns), for the shape that this is written for."""
    scope, distributions = asked.step.scope, list(asked.keys[0])
    paths = [column.path for column in asked.step.columns]
    if (
        (scope.limit is not None and len(distributions) != 1)
        or scope.where
        or scope.after
        or scope.rule not in _SHOWN
        or scope.order[:2] != (By(("heat",), descending=True), By(RANK))
        or not _COLUMNS.keys() >= set(paths)
    ):
        return None
    columns = ["hot.distribution", "hot.bug", *map(_COLUMNS.__getitem__, paths)]
    text = _TEXT.format(
        columns=", ".join(columns),
        distributions=", ".join("?" for _ in distributions),
        shown=_SHOWN[scope.rule],
    )
    if scope.limit is None:
        return asked.rows(text, distributions)
    limit = asked.values.slots[scope.limit]
    return asked.rows(f"{text} LIMIT ?", [*distributions, limit])
