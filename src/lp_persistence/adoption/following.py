"""An edge from Storm objects to Storm objects, by the one statement that it costs.

It is the step that a group of ``of(objects)`` would follow the edge by, compiled by
the same compiler, with the rows of the application's class read along.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from storm.expr import SQL, Eq
from storm.store import Store

from lp_persistence.adoption.adopted import Adopted, as_key
from lp_persistence.binding import Binding
from lp_persistence.composed import hops_of
from lp_persistence.errors import NotAllowed
from lp_persistence.expression import FOLLOWED, Node, describe
from lp_persistence.model import Model
from lp_persistence.ordering import order_terms, sort_rows
from lp_persistence.planning.looking import Looking
from lp_persistence.steps import (
    RANK,
    By,
    Column,
    Follow,
    Followed,
    Keys,
    Scope,
    Select,
    Values,
)
from lp_persistence.storm.backend import dialect_of, statement_for
from lp_persistence.storm.book import get_book
from lp_persistence.storm.internals import connection_of, flush_as_found, rows_of

#: What the rows of the step are called in the statement.
_STEP = "followed"


def follow_of(model: Model, node: Node) -> Follow:
    """The step of a group that follows an edge from given members, with the terms of
    its order as columns.

    It shows everything, as Storm does: who may see what is for the application to
    say of its own objects. NotAllowed for any other group, and for one of entities
    that are made of others: few of them have a row, and Storm no object for the rest.
    """
    source = node.source
    if node.kind != FOLLOWED or source is None or source.narrowing:
        raise NotAllowed(
            f"{describe(node)} is no edge of its members alone, which one statement "
            f"would follow."
        )
    if node.type.key:
        raise NotAllowed(
            f"{describe(node)} can't be delegated: {node.type.name} is made of others, "
            f"and has no Storm object where it has no row. Read it as entities, from "
            f"{source.type.group_interface.__name__}(context).of(…)."
        )
    assert node.edge is not None
    looks = Looking(model, None)
    bind = Binding(0, looks)
    hops = bind.hops(hops_of(model, source.type, node.edge))
    order = bind.order(order_terms(node), node.type.name, None)
    is_limited = node.narrowing.limit is not None
    is_ranked = any(term.path == RANK for term in order)
    scope = Scope(
        node.type.name,
        Followed(source.type.name, node.edge, Keys(0), hops),
        bind.conditions(node.narrowing.where, node.type.name),
        # The rows are sorted here; an order only tells which are the first.
        order=order if is_limited or is_ranked else (),
        limit=node.narrowing.limit,
        each=node.narrowing.each,
    )
    columns = (Column(term.path, whose=term.whose) for term in order[:-1])
    return Follow(scope, tuple(columns))


@dataclass(frozen=True)
class Following:
    """A step that follows an edge, and what its rows are to become objects of."""

    step: Follow
    values: tuple[Any, ...]
    #: The total order of what is followed; its last term is the id.
    order: tuple[By, ...]
    target: Adopted
    #: How many columns the owner's id has.
    width: int

    def objects(self, store: Store, owners: Sequence[Any]) -> dict[Any, list[Any]]:
        """By id of an owner the Storm objects, in the order of the group: one
        statement, which flushes as ``Store.find`` does."""
        dialect = dialect_of(store)
        statement = statement_for(get_book(), dialect, self.step)
        parameters = statement.parameters(Values(self.values), (owners,))
        names = [f"c{at}" for at in range(self.width + len(self.order))]
        table = SQL(
            f"(WITH {_STEP} ({', '.join(names)}) AS ({statement.text}) "
            f"SELECT * FROM {_STEP}) AS {_STEP}",
            parameters,
        )
        columns = [SQL(f"{_STEP}.{name}") for name in names]
        key = columns.pop(self.width)
        (id_,) = self.target.columns
        found = store.using(table, self.target.cls).find(
            (self.target.cls, *columns), Eq(id_, key)
        )
        rows = list(found)
        self._sort(rows)
        return self._by_owner(rows)

    def _sort(self, rows: list[tuple[Any, ...]]) -> None:
        """By the order that the group has, whatever the database's is."""
        terms, first = self.order[:-1], 1 + self.width
        places = {term.path: first + at for at, term in enumerate(terms)}
        rows.sort(key=lambda row: as_key(self.target.id_of(row[0])))
        sort_rows(rows, terms, places)

    def _by_owner(self, rows: list[tuple[Any, ...]]) -> dict[Any, list[Any]]:
        found: dict[Any, dict[Any, Any]] = {}
        for row in rows:
            owner = row[1] if self.width == 1 else tuple(row[1 : 1 + self.width])
            # An edge that is kept twice is one.
            found.setdefault(owner, {})[self.target.id_of(row[0])] = row[0]
        return {owner: list(objects.values()) for owner, objects in found.items()}


@dataclass(frozen=True)
class Reading:
    """A step that reads one attribute of the rows of Storm objects."""

    step: Select

    def values(self, store: Store, owners: Sequence[Any]) -> dict[Any, Any]:
        """By id the neutral value, of those that there are: one statement, which
        flushes as ``Store.find`` does."""
        flush_as_found(store)
        statement = statement_for(get_book(), dialect_of(store), self.step)
        parameters = statement.parameters(Values(), (owners,))
        rows = rows_of(connection_of(store), statement.text, parameters)
        return dict(rows if statement.read is None else statement.read(rows))


def reading_of(model: Model, interface: str, name: str) -> Reading:
    """The step for an attribute of an entity interface, as who sees everything is
    told it."""
    column = Column((name,), whose=Looking(model, None).whose(interface, name))
    return Reading(Select(Scope(interface, Keys(0)), (column,)))
