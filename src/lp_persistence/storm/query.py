"""Queries being put together, and where entities stand in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from storm.expr import (
    And,
    Coalesce,
    Column,
    Eq,
    Expr,
    IsNot,
    Join,
    LeftJoin,
    Select,
    Undef,
)

from lp_persistence.errors import PersistenceError
from lp_persistence.fields import Count, Reference
from lp_persistence.steps import ALL_PERMITTED, NOBODY, RANK, VIA, By, Path
from lp_persistence.storm.book import RecordsBook, Relation
from lp_persistence.storm.compound import is_none, is_some, parts_of, when
from lp_persistence.storm.expressions import (
    FALSE,
    TRUE,
    ByCodePoint,
    Compound,
    CrossJoin,
    Elements,
    LookedUp,
    Named,
    Nothing,
    Ordering,
    Renamed,
    When,
    column_of,
    may_be_null,
    table_name,
)
from lp_persistence.storm.parameters import BOOL, INT, TEXT, TEXTS, kind_of
from lp_persistence.storm.records import (
    VISIBLE,
    Kept,
    Listed,
    Records,
    Side,
)
from lp_persistence.storm.viewers import VIEWER

#: The kind of a value, or of the parts of one that is an id of several.
Kind: TypeAlias = str | tuple[str, ...]


class Term(NamedTuple):
    """An expression in a query, with what is known of its values."""

    expr: Any
    kind: Kind
    nullable: bool
    #: The column that it is, if it is one.
    column: Column | None = None

    @property
    def comparable(self) -> Any:
        """What can be compared for more and less."""
        if self.kind == TEXT:
            return ByCodePoint(self.expr, self.column)
        return self.expr

    def ordering(self, descending: bool, sorts: bool = False) -> Ordering:
        """A term of an order; ``sorts`` as in ``ByCodePoint``."""
        expr = self.comparable
        if sorts and self.kind == TEXT:
            expr = ByCodePoint(self.expr, self.column, sorts)
        return Ordering(expr, descending, self.nullable)

    @property
    def parts(self) -> tuple[Term, ...]:
        """The terms that decide one after the other; mostly itself alone."""
        if isinstance(self.kind, str):
            return (self,)
        return tuple(
            Term(expr, kind, self.nullable, column_of(expr))
            for expr, kind in zip(parts_of(self.expr), self.kind, strict=True)
        )


def compound(terms: Iterable[Term]) -> Term:
    """The terms as one value."""
    terms = tuple(terms)
    return Term(
        Compound(term.expr for term in terms),
        tuple(str(term.kind) for term in terms),
        any(term.nullable for term in terms),
    )


#: Gives for where an entity stands the number of members of an edge of it, which
#: somebody sees (``steps.Column.whose``).
Counted: TypeAlias = Callable[["Place", str, str], Any]


class Names:
    """What the queries of one statement share: names of tables, each given once;
    and what counts the members of edges in it."""

    def __init__(self, counted: Counted | None = None):
        self.counted = counted
        self._given: Counter[str] = Counter()

    def fresh(self, name: str) -> str:
        name = name.rpartition(".")[2]
        self._given[name] += 1
        number = self._given[name]
        return name if number == 1 else f"{name}_{number}"


class Query:
    """A SELECT without its columns and order."""

    def __init__(self, book: RecordsBook, names: Names):
        self.book = book
        self.names = names
        self.tables: list[Any] = []
        self.where: list[Any] = []
        self._looked_up: list[LookedUp] = []

    def begin(self, table: type) -> str:
        """Make a table the first; its name."""
        name = self.names.fresh(table_name(table))
        self.tables.append(Named(table, name))
        return name

    def join(
        self, table: type, on: Callable[[str], Expr], optional: bool = False
    ) -> str:
        """Join a table; ``on`` gives the condition for its name, returned."""
        name = self.names.fresh(table_name(table))
        kind = LeftJoin if optional else Join
        self.tables.append(kind(Named(table, name), on(name)))
        return name

    def look_up(self, table: type, on: Callable[[str], Expr]) -> str:
        """Join a table for its columns, where there is such a row; its name."""
        name = self.names.fresh(table_name(table))
        self.tables.append(LookedUp(Named(table, name), on(name), self._looked_up))
        return name

    def combine(self, table: type, column: Column, key: Any) -> str:
        """Add a table, of which a row's ``column`` is ``key``, or all rows
        with each before where that is None; its name."""
        if key is not None:
            return self.join(
                table, lambda name: Eq(Renamed(column, {table: name}), key)
            )
        if not self.tables:
            return self.begin(table)
        return self._every(table)

    def _every(self, table: type) -> str:
        """Add all rows of a table; what is said elsewhere chooses of them."""
        name = self.names.fresh(table_name(table))
        self.tables.append(CrossJoin(Named(table, name)))
        return name

    def enter(self, relation: Relation, onto: bool = False) -> Mapping[type, str]:
        """Add the tables of an edge, ``onto`` those that are there; their
        names."""
        names: dict[type, str] = {}
        for table, on in relation.tables:
            if on is None:
                names[table] = self._every(table) if onto else self.begin(table)
                continue
            names[table] = self.names.fresh(table_name(table))
            self.tables.append(
                Join(Named(table, names[table]), Renamed(on, dict(names)))
            )
        for side in relation.sides:
            names[side.table] = self.join(side.table, _meets(side, names), True)
        if relation.where is not None:
            self.where.append(Renamed(relation.where, names))
        return names

    def select(self, columns: Sequence[Any], order: Sequence[Any] = ()) -> Select:
        return Select(
            tuple(part for column in columns for part in parts_of(column)),
            And(*self.where) if self.where else Undef,
            tables=self.tables,
            order_by=tuple(order) or Undef,
        )


def _meets(side: Side, names: Mapping[type, str]) -> Callable[[str], Expr]:
    condition: Any = Eq(side.key, side.link)
    if side.where is not None:
        condition = And(condition, side.where)
    return lambda name: Renamed(condition, {**names, side.table: name})


class Place:
    """Where one entity stands in a query.

    ``instead`` holds what is known of it without its own table: its id, the
    facts of the link that leads to it, under VISIBLE a function for its rule.
    Without a ``name`` of its table, the table is joined when it is needed, by
    ``key``: the id that leads there, where that is not what ``instead`` says.
    ``optional``: it may not be there at all. ``over``: what it was reached
    over, where VIA leads.
    """

    def __init__(
        self,
        query: Query,
        records: Records,
        name: str | None = None,
        instead: Mapping[str, Any] | None = None,
        optional: bool = False,
        key: Any = None,
        over: Place | None = None,
    ):
        self.query = query
        self.records = records
        self.instead = {} if instead is None else instead
        self.optional = optional
        self._over = over
        self._name = name
        self._key = self.instead["id"] if key is None and name is None else key
        self._sides: dict[Side, str] = {}
        self._along: dict[str, Place] = {}
        self._told: dict[tuple[str, str], Term] = {}

    @property
    def name(self) -> str:
        """The name of its table, which is joined now at the latest."""
        if self._name is None:
            key, table = self.records.id, self.records.table
            add = self.query.look_up if self.optional else self.query.join
            self._name = add(
                table, lambda name: Eq(Renamed(key, {table: name}), self._key)
            )
        return self._name

    @property
    def id(self) -> Any:
        return self.term("id").expr

    def there(self) -> Place:
        """The same, where something is there: its table is joined."""
        assert self.name
        return self

    def term(self, name: str, whose: str | None = None) -> Term:
        """An attribute, a reference's key or a fact; ``whose``: what somebody sees
        of it (``steps.Column``)."""
        if whose is not None:
            # Said twice alike, an engine computes it once for a row.
            if (name, whose) not in self._told:
                self._told[name, whose] = self._tell(name, whose)
            return self._told[name, whose]
        line = self.records.lines.get(name)
        if isinstance(line, Listed):
            query, names = self.listed(line)
            texts: Any = Elements(query.select([Renamed(line.text, names)]))
            if self.optional:
                texts = When(IsNot(self.id, None), texts)
            return Term(texts, TEXTS, self.optional)
        kind = INT if name == RANK[0] else kind_of(self.records.fields[name])
        if name in self.instead:
            known = self.instead[name]
            nullable = self.optional or _nullable(known)
            return Term(known, kind, nullable, column_of(known))
        if name not in self.records.lines:
            return self._made(name)
        kept = self.records.kept(name)
        expr, column = self._bound(kept), column_of(kept.expression)
        if column is None:
            if self.optional:
                expr = When(IsNot(self.id, None), expr)
            return Term(expr, kind, self.optional or kind != BOOL)
        nullable = self.optional or bool(kept.sides) or may_be_null(column)
        return Term(expr, kind, nullable, column)

    def _made(self, name: str) -> Term:
        """A reference whose id others of the entity make."""
        declaration = self.records.fields[name]
        assert isinstance(declaration, Reference)
        key = self.key_of(declaration)
        if not declaration.unless:
            return key
        alone = And(*[is_none(self.term(each).expr) for each in declaration.unless])
        return key._replace(expr=when(alone, key.expr), nullable=True)

    def key_of(self, declaration: Reference) -> Term:
        """The id that others of the entity make, whatever it is None beside."""
        if len(declaration.of) == 1:
            return self.term(declaration.of[0])
        return compound(map(self.term, declaration.of))

    def listed(self, line: Listed) -> tuple[Query, Mapping[type, str]]:
        """A query for the rows of its texts, and the name of their table."""
        query = Query(self.query.book, self.query.names)
        names = {line.table: query.begin(line.table)}
        query.where.append(Eq(Renamed(line.owner, names), self.id))
        return query, names

    def path(self, path: Path, whose: str | None = None) -> Term:
        """What references lead to, step by step; ``whose`` as for ``term``."""
        place = self
        if path[0] == VIA:
            assert self._over is not None
            place, path = self._over, path[1:]
        for reference in path[:-1]:
            place = place.beside(reference)
        return place.term(path[-1], whose)

    def _tell(self, name: str, whose: str) -> Term:
        """What depends on who looks; NULL in no truth value or count."""
        field = self.records.fields.get(name)  # a permission is none
        kind = BOOL if field is None else kind_of(field)
        if isinstance(field, Count):
            assert self.query.names.counted is not None
            expr = self.query.names.counted(self, field.edge, whose)
        elif whose == ALL_PERMITTED:
            expr = TRUE
        else:
            rule = self.records.told(name)
            expr = rule.function(None if whose == NOBODY else VIEWER)
            if not any(expr is each for each in (TRUE, FALSE)):
                expr = self._bound(Kept(expr, rule.sides))
            # No bare constant, and none without a type: what nobody is told is
            # compared and ordered by as well.
            expr = Coalesce(expr, FALSE if kind == BOOL else Nothing(kind))
        is_known = kind == BOOL or isinstance(field, Count)
        if self.optional:
            expr = When(is_some(self.id), expr)
        return Term(expr, kind, self.optional or not is_known)

    def orderings(self, order: Iterable[By], sorts: bool = False) -> list[Ordering]:
        """The terms of an order; ``sorts`` as in ``ByCodePoint``."""
        return [
            term.ordering(by.descending, sorts)
            for by in order
            for term in self.path(by.path, by.whose).parts
        ]

    def shown(self, whose: str) -> Any:
        """The rule of visibility for NOBODY or SOMEBODY; may be NULL for no."""
        viewer = None if whose == NOBODY else VIEWER
        if VISIBLE in self.instead:
            return self.instead[VISIBLE](viewer)
        rule = self.records.visible_to
        if rule is None:
            return TRUE
        return self._bound(Kept(rule.function(viewer), rule.sides))

    def beside(self, reference: str) -> Place:
        """Where the target of a reference stands."""
        found = self._along.get(reference)
        if found is None:
            found = self._along[reference] = self._joined(reference)
        return found

    def _joined(self, reference: str) -> Place:
        target = self.query.book.target_of(self.records.name, reference)
        if target.key:
            declaration = self.records.fields[reference]
            assert isinstance(declaration, Reference)
            parts = dict(zip(target.key, map(self.beside, declaration.of), strict=True))
            return MadePlace(self.query, target, parts)
        # Its id is the target's own: a reference to nothing has none.
        key = self.term(reference).expr
        return Place(self.query, target, optional=True, key=key)

    def _bound(self, kept: Kept) -> Renamed:
        names = {self.records.table: self.name}
        for side in kept.sides:
            if side not in self._sides:
                meets = _meets(side, {self.records.table: self.name})
                self._sides[side] = (
                    self.query.look_up(side.table, meets)
                    if self.optional
                    else self.query.join(side.table, meets, True)
                )
            names[side.table] = self._sides[side]
        return Renamed(kept.expression, names)


class MadePlace(Place):
    """Where an entity stands that is made of others: where these stand.

    ``parts`` are their places by the references that lead to them.
    """

    def __init__(
        self,
        query: Query,
        records: Records,
        parts: Mapping[str, Place],
        instead: Mapping[str, Any] | None = None,
        over: Place | None = None,
    ):
        super().__init__(
            query,
            records,
            instead=instead,
            optional=any(part.optional for part in parts.values()),
            key=(),
            over=over,
        )
        self._parts = parts

    @property
    def name(self) -> str:
        raise PersistenceError(f"{self.records.name} has no table of its own")

    def there(self) -> Place:
        for part in self._parts.values():
            part.there()
        return self

    def _made(self, name: str) -> Term:
        if name in self._parts:
            return self._parts[name].term("id")
        along = self.records.fields[name].along
        if along is not None:
            return self._parts[along].term(name)
        assert name == "id"
        return compound(part.term("id") for part in self._parts.values())

    def _joined(self, reference: str) -> Place:
        return self._parts[reference]


def _nullable(expr: Any) -> bool:
    column = column_of(expr)
    return column is None or may_be_null(column)
