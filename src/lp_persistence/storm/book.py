"""The registrations of records, and how each edge follows from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from storm.expr import And, Column, Eq, Expr, Is, IsNot
from zope.component import getGlobalSiteManager, queryUtility
from zope.interface import implementer
from zope.interface.interface import InterfaceClass
from zope.schema import getFields

from lp_persistence.errors import Conflict, NotRegistered, UnknownName
from lp_persistence.fields import Collection, Edge, Reference, WayBack
from lp_persistence.model import Cache
from lp_persistence.steps import Follow, Followed, Step
from lp_persistence.storm.checking import check
from lp_persistence.storm.circles import Circle
from lp_persistence.storm.expressions import (
    TRUE,
    Compound,
    may_be_null,
    table_name,
    view_of,
)
from lp_persistence.storm.interfaces import IRecordsBook
from lp_persistence.storm.parameters import INT
from lp_persistence.storm.records import (
    Records,
    Side,
    Through,
)
from lp_persistence.storm.strategies import Strategy
from lp_persistence.storm.viewers import ViewerRecords


@dataclass(frozen=True, eq=False)
class Relation:
    """How an edge is kept, seen from the end that it is followed from.

    ``owner`` and ``target`` are expressions on ``tables``, of which each but
    the first is joined by its condition.
    """

    owner: Any
    target: Any
    tables: tuple[tuple[type, Expr | None], ...]
    sides: tuple[Side, ...] = ()
    where: Expr | None = None
    #: A key of the rows, where a pair may be kept twice.
    one: Column | None = None
    ranked: bool = False
    #: What the rows hold of the target's attributes.
    facts: Mapping[str, Any] = field(default_factory=dict)
    #: The table whose rows are the targets themselves.
    target_table: type | None = None
    #: The table whose rows are the owners themselves.
    owner_table: type | None = None

    @property
    def is_view(self) -> bool:
        """Whether its rows have no number: both ends together tell them."""
        return any(view_of(table) is not None for table, _ in self.tables)

    def reversed(self) -> Relation:
        """The same edge, followed from its other end."""
        return Relation(
            self.target,
            self.owner,
            self.tables,
            self.sides,
            self.where,
            self.one,
            target_table=self.owner_table,
            owner_table=self.target_table,
        )


@implementer(IRecordsBook)
class RecordsBook:
    """See ``IRecordsBook``."""

    def __init__(self, parent: RecordsBook | None = None):
        self._records: dict[str, Records] = dict(parent._records) if parent else {}
        #: By interface where its records were registered.
        self._places: dict[str, str] = dict(parent._places) if parent else {}
        self.viewer_records: dict[str, ViewerRecords] = (
            dict(parent.viewer_records) if parent else {}
        )
        #: By owner and edge what answers its follows in place of the records.
        self._strategies: dict[tuple[str, str], Strategy] = (
            dict(parent._strategies) if parent else {}
        )
        self._relations: dict[tuple[str, str], Relation] = {}
        self._circles: dict[str, tuple[Circle, ...]] = {}
        #: Compiled steps by dialect, by their ids and by what they are; they follow
        #: from the registrations.
        self.statements: dict[Any, tuple[Cache, Cache]] = {}

    def __iter__(self) -> Iterator[Records]:
        return iter(self._records.values())

    def register(self, records: Records, place: str | None = None) -> None:
        """Add or replace the records of an entity interface.

        Raises Conflict where they disagree with it; ``place`` is named then.
        """
        check(records, place)
        self._records[records.name] = records
        self._places[records.name] = place or records.where
        self._changed()

    def register_viewer_records(self, name: str, records: ViewerRecords) -> None:
        """Add or replace how a fact of the viewer is kept."""
        self.viewer_records[name] = records
        self._changed()

    def register_strategy(
        self, interface: InterfaceClass, edge: str, strategy: Strategy
    ) -> None:
        """Add or replace what answers the follows of an edge.

        Raises UnknownName for what is no collection, Conflict for one that is read
        beside others, in a statement that no strategy can answer.
        """
        fields = getFields(interface)
        field = fields.get(edge)
        if not isinstance(field, Collection):
            known = [n for n, each in fields.items() if isinstance(each, Collection)]
            raise UnknownName("collection", interface.__name__, edge, known)
        if not (field.ordered_by or field.ranked or field.inverse):
            raise Conflict(
                f"{interface.__name__}.{edge} has no order of its own, and is read "
                f"beside other edges: no strategy could answer that statement."
            )
        self._strategies[interface.__name__, edge] = strategy

    def strategy_for(self, step: Step) -> Strategy | None:
        """What may answer a step in place of a statement of ours, if anything."""
        if not self._strategies or not isinstance(step, Follow):
            return None
        origin = step.scope.origin
        assert isinstance(origin, Followed)
        return self._strategies.get((origin.owner, origin.edge))

    @property
    def viewer_tables(self) -> frozenset[str]:
        """The names of the tables that the viewer's facts are read from."""
        return frozenset(
            table_name(table)
            for records in self.viewer_records.values()
            for table in records.reads
        )

    def _changed(self) -> None:
        self._relations = {}
        self._circles = {}
        self.statements = {}

    def records_of(self, name: str) -> Records:
        try:
            return self._records[name]
        except KeyError:
            raise NotRegistered(
                f"{name} has no records. Include the storm.zcml of the package "
                f"that declares it (<persistence:records for=…{name} …/>)."
            ) from None

    def place_of(self, name: str) -> str:
        """Where the records of the entity interface of that name were registered."""
        return self._places[name]

    def viewer_select(self, name: str, viewer: Expr) -> Any:
        """The query for a fact of the viewer whose id is ``viewer``."""
        try:
            records = self.viewer_records[name]
        except KeyError:
            raise NotRegistered(
                f"There are no records for the viewer's {name!r}. Include the "
                f"storm.zcml that has <persistence:viewerRecords name={name!r} …/>."
            ) from None
        return records.select(viewer)

    def kind_of_id(self, name: str) -> str | tuple[str, ...]:
        """The kind of an entity's id; of each part, where it has several."""
        return (INT,) * len(self.records_of(name).key) or INT

    def tables_of(self, name: str) -> frozenset[str]:
        """The names of the tables that hold anything of an entity, what it is
        made of included."""
        records = self.records_of(name)
        found = records.table_names
        for part in records.key:
            found |= self.tables_of(self._edge(name, part).target)
        return found

    def target_of(self, owner: str, edge: str) -> Records:
        """The records of what an edge leads to."""
        return self.records_of(self._edge(owner, edge).target)

    def circles(self, records: Records) -> tuple[Circle, ...]:
        """The references of an entity to what can't be there before it: to
        what leads back by columns that can't be NULL."""
        found = self._circles.get(records.name)
        if found is None:
            found = tuple(
                Circle(name, column, records, self.records_of(target))
                for name, column, target in _references(records)
                if target != records.name and self._needs(target, records.name)
            )
            self._circles[records.name] = found
        return found

    def _needs(self, name: str, other: str) -> bool:
        """Whether rows of an entity can't be there without some of another."""
        seen, waiting = {name}, [name]
        while waiting:
            records = self._records.get(waiting.pop())
            for _, column, target in () if records is None else _references(records):
                if target in seen or may_be_null(column):
                    continue
                if target == other:
                    return True
                seen.add(target)
                waiting.append(target)
        return False

    def relation(self, owner: str, edge: str) -> Relation:
        found = self._relations.get((owner, edge))
        if found is None:
            found = self._relations[owner, edge] = self._resolve(owner, edge)
        return found

    def _edge(self, owner: str, edge: str) -> Edge:
        fields = self.records_of(owner).fields
        declaration = fields.get(edge)
        if not isinstance(declaration, Edge) or isinstance(declaration, WayBack):
            known = [name for name, each in fields.items() if isinstance(each, Edge)]
            raise UnknownName("edge", owner, edge, known)
        return declaration

    def _resolve(self, owner: str, edge: str) -> Relation:
        declaration = self._edge(owner, edge)
        records = self.records_of(owner)
        if isinstance(declaration, Reference) and not records.key:
            return _reference(records, edge, declaration)
        if isinstance(declaration, Reference):
            return self._part(records, edge)
        assert isinstance(declaration, Collection)
        if declaration.inverse is not None:
            return self.relation(declaration.target, declaration.inverse).reversed()
        line = records.lines[edge]
        assert isinstance(line, Through)
        target = self.records_of(declaration.target)
        self._check_facts(owner, edge, line, target)
        return _link(line, target, declaration.ranked)

    def _part(self, records: Records, edge: str) -> Relation:
        """What an entity leads to that is made of others: one of these."""
        parts = {
            name: self.records_of(self._edge(records.name, name).target)
            for name in records.key
        }
        first, *others = (each.table for each in parts.values())
        target = parts[edge]
        return Relation(
            Compound(each.id for each in parts.values()),
            target.id,
            ((first, None), *((table, TRUE) for table in others)),
            target_table=target.table,
        )

    @staticmethod
    def _check_facts(owner: str, edge: str, line: Through, target: Records) -> None:
        for name in line.facts:
            if not name.startswith("#") and name not in target.fields:
                raise Conflict(
                    f"{owner}.{edge} keeps a fact {name!r} that {target.name} "
                    f"does not have (records at {target.where})."
                )


def _references(records: Records) -> Iterator[tuple[str, Column, str]]:
    """By name the columns of an entity's own references, with what they lead
    to."""
    for name, declaration in records.fields.items():
        line = records.lines.get(name)
        if isinstance(declaration, Reference) and isinstance(line, Column):
            yield name, line, declaration.target


def _reference(records: Records, name: str, declaration: Reference) -> Relation:
    kept = [records.kept(each) for each in declaration.of or (name,)]
    keys = [each.expression for each in kept]
    there = [
        IsNot(each.expression, None)
        for each in kept
        if each.sides or may_be_null(each.expression)
    ]
    there += [Is(records.kept(each).expression, None) for each in declaration.unless]
    return Relation(
        records.id,
        Compound(keys) if len(keys) > 1 else keys[0],
        ((records.table, None),),
        tuple(side for each in kept for side in each.sides),
        And(*there) if there else None,
        owner_table=records.table,
    )


def _link(line: Through, target: Records, ranked: bool) -> Relation:
    tables: tuple[tuple[type, Eq | None], ...] = ((line.owner_table, None),)
    if line.target_table is not line.owner_table:
        tables += ((line.target_table, line.via),)
    is_plain = not (target.key or ranked or line.facts)
    return Relation(
        line.owner if isinstance(line.owner, Column) else Compound(line.owner),
        line.target if isinstance(line.target, Column) else Compound(line.target),
        tables,
        where=line.where,
        one=line.one,
        ranked=ranked,
        facts=line.facts,
        # Where the link ends in the target's own row, that is at hand.
        target_table=target.table if is_plain and line.target is target.id else None,
    )


def get_book() -> RecordsBook:
    """The book in force; NotRegistered where no records are."""
    book: RecordsBook | None = queryUtility(IRecordsBook)
    if book is None:
        raise NotRegistered(
            "No records are registered. Include the ZCML that says how entities "
            'are kept: <include package="lp_persistence" file="storm.zcml" />.'
        )
    return book


def global_book() -> RecordsBook:
    """The global registry's own book, made where it has none yet; one that is
    stacked on another begins with what that has."""
    registry = getGlobalSiteManager()
    book: RecordsBook | None = registry.queryUtility(IRecordsBook)
    if book is None or registry.utilities.registered((), IRecordsBook) is not book:
        book = RecordsBook(book)
        registry.registerUtility(book, IRecordsBook)
    return book
