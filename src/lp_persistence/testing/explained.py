"""How PostgreSQL goes about a step: what it reads, and what it sorts.

    with listening() as steps:
        context.realise()
    plan = explained(store, steps[0])
    plan.read("bugtaskflat"), plan.sorted

The step is run again, under EXPLAIN ANALYZE.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from storm.store import Store
from zope.component import getGlobalSiteManager

from lp_persistence.interfaces import IStepDone
from lp_persistence.storm.book import get_book
from lp_persistence.storm.internals import connection_of
from lp_persistence.storm.statements import compile_step
from lp_persistence.storm.stores import Dialects

_EXPLAIN = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)"


class Explained:
    """A plan of PostgreSQL's, and what came of it; ``nodes`` are its parts, each
    as EXPLAIN gives it."""

    def __init__(self, plan: Mapping[str, Any]):
        self.nodes = list(_nodes_of(plan))

    def read(self, table: str, but: Collection[str] = ()) -> int:
        """How many rows of a table were read, those left out included; what was
        looked up by the indexes in ``but`` is not."""
        return sum(
            (
                node["Actual Rows"]
                + node.get("Rows Removed by Filter", 0)
                + node.get("Rows Removed by Index Recheck", 0)
            )
            * node["Actual Loops"]
            for node in self.nodes
            if node.get("Relation Name") == table and node.get("Index Name") not in but
        )

    @property
    def sorted(self) -> int:
        """How many rows were sorted."""
        return sum(
            inner["Actual Rows"] * inner["Actual Loops"]
            for node in self.nodes
            if node["Node Type"] in ("Sort", "Incremental Sort")
            for inner in node["Plans"]
        )

    @property
    def indexes(self) -> set[str]:
        """The names of the indexes that it was answered by."""
        return {node["Index Name"] for node in self.nodes if "Index Name" in node}


def explained(store: Store, done: Any) -> Explained:
    """How the engine goes about a step that was done (an ``IStepDone``) and
    depends on no other."""
    connection = connection_of(store)
    statement = compile_step(done.step, get_book(), Dialects().of(connection))
    [(plans,)] = connection.execute(
        f"{_EXPLAIN} {statement.text}", statement.parameters(done.values, ())
    ).get_all()
    return Explained(plans[0]["Plan"])


@contextmanager
def listening() -> Iterator[list[Any]]:
    """A list that steps are put into as they are done in a block."""
    done: list[Any] = []
    registry = getGlobalSiteManager()
    registry.registerHandler(done.append, [IStepDone])
    try:
        yield done
    finally:
        registry.unregisterHandler(done.append, [IStepDone])


def _nodes_of(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes_of(inner)
