"""Loads rows into the tables that records name, and hands them back.

The rows of a call travel as one parameter, a JSON text that the database
unpacks, and each table gets them by one statement. Keys that lead to the same
table are filled when all rows are there: rows come in any order. Those that
lead in a circle of tables are filled by ``finish``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self

from storm.database import Connection
from storm.exceptions import DatabaseError
from storm.expr import (
    And,
    Column,
    Delete,
    Eq,
    Exists,
    Gt,
    Insert,
    IsNot,
    Or,
    Select,
    SQLRaw,
)
from storm.expr import Not as Negation

from lp_persistence.errors import InvalidRow, NotAllowed
from lp_persistence.fields import Attribute, Collection
from lp_persistence.loaded import Row, RowCheck, check_has_rows
from lp_persistence.steps import Values
from lp_persistence.storm.book import RecordsBook
from lp_persistence.storm.circles import Circle
from lp_persistence.storm.expressions import (
    TRUE,
    CrossJoin,
    Named,
    OrIgnored,
    Renamed,
    Spread,
    Unpacked,
    UpdateFrom,
    Value,
    When,
    may_be_null,
    table_name,
)
from lp_persistence.storm.internals import rows_of
from lp_persistence.storm.neutral import check_of
from lp_persistence.storm.parameters import INT, Slot, format_date, kind_of
from lp_persistence.storm.query import Names, Place, Query
from lp_persistence.storm.records import (
    GIVEN,
    Fill,
    Kept,
    Listed,
    Piece,
    Records,
    Side,
    Through,
    Upkeep,
)
from lp_persistence.storm.statements import Dialect, compile_expression

#: How many rows travel at once.
BATCH = 10_000


class Loader:
    """Loads into one store, within its transaction: all or nothing."""

    def __init__(self, book: RecordsBook, connection: Connection, dialect: Dialect):
        self._book = book
        self._connection = connection
        self._dialect = dialect

    def __enter__(self) -> Self:
        self._connection.execute("SAVEPOINT loading", noresult=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._roll_back("loading")
        self._connection.execute("RELEASE SAVEPOINT loading", noresult=True)

    def load(self, target: Any, rows: Iterable[Row]) -> None:
        """See ``IBackend.load``."""
        checked, steps = _plan(self._book, target)
        found = checked.neutral(rows)
        try:
            for step in steps:
                for start in range(0, len(found), BATCH):
                    self._run(step, found[start : start + BATCH])
        except DatabaseError as error:
            self._roll_back("loading")
            self._blame(checked, steps, found)
            raise InvalidRow(
                f"The rows of {checked.name} do not fit together: {error}"
            ) from error

    def _run(self, step: Any, rows: Sequence[Row]) -> None:
        if isinstance(step, _Kept):
            self._connection.execute(step.circle.create, noresult=True)
            step = step.statement
        text = json.dumps(rows, ensure_ascii=False, default=format_date)
        self._execute(step, (text,))

    def _blame(
        self, checked: RowCheck, steps: Sequence[Any], rows: Sequence[Row]
    ) -> None:
        """Find the row that does not fit, by loading one after the other."""
        for step in steps:
            for row in rows:
                self._connection.execute("SAVEPOINT one_row", noresult=True)
                try:
                    self._run(step, [row])
                except DatabaseError as error:
                    self._roll_back("one_row")
                    reason = self._reason(checked, row, step, error)
                    raise InvalidRow(f"{checked.named(row)} {reason}") from error
                self._connection.execute("RELEASE SAVEPOINT one_row", noresult=True)

    def _reason(
        self, checked: RowCheck, row: Row, step: Any, error: DatabaseError
    ) -> str:
        if checked.is_link:
            for name, key in zip(checked.names, row, strict=True):
                if not self._is_there(name, key):
                    return f"names {name} {key}, which is not there. Load {name} first."
        elif isinstance(step, Insert) and self._is_there(checked.name, row[0]):
            return "is there already."
        return f"does not fit: {' '.join(str(error).split())}"

    def _is_there(self, name: str, key: int) -> bool:
        column = self._book.records_of(name).id
        select = Select(SQLRaw("1"), Eq(column, Value(Slot(0))), tables=column.table)
        statement = compile_expression(select, self._dialect)
        parameters = statement.parameters(Values((key,)), ())
        return bool(rows_of(self._connection, statement.text, parameters))

    def _roll_back(self, savepoint: str) -> None:
        self._connection.execute(f"ROLLBACK TO SAVEPOINT {savepoint}", noresult=True)

    def finish(self, records: Records) -> None:
        """Bring up to date what follows from the entity's table.

        Its own rows are those that were loaded, also where they follow from
        others in production: no backend has entities that nobody gave it.
        Raises InvalidRow where a key of a circle leads to nothing.
        """
        for circle in self._book.circles(records):
            self._close(circle)
        for upkeep in records.upkeep:
            if upkeep.table is not records.table:
                self.bring_up_to_date(upkeep)
        self._dialect.settle(self._connection, records.tables)

    def _close(self, circle: Circle) -> None:
        self._connection.execute(circle.create, noresult=True)
        for pair in rows_of(self._connection, circle.leading_to_nothing, ()):
            raise InvalidRow(circle.problem(pair))
        for text in (circle.fill, circle.drop):
            self._connection.execute(text, noresult=True)

    def bring_up_to_date(self, upkeep: Upkeep) -> None:
        """Give a table that follows from others the rows that follow now; rows
        of its own stay, and what they lead to."""
        if upkeep.rows is TRUE:
            self._execute(Delete(table=upkeep.table))
            self._execute(Insert(upkeep.columns, upkeep.table, values=upkeep.select()))
            return
        wanted, there = (
            compile_expression(expr, self._dialect).text
            for expr in (
                upkeep.select(),
                Select(upkeep.columns, upkeep.rows, tables=[upkeep.table]),
            )
        )
        table = table_name(upkeep.table)
        columns = [column.name for column in upkeep.columns]
        names = ", ".join(columns)
        for text in (
            f"DELETE FROM {table} WHERE {columns[0]} IN (SELECT {columns[0]} FROM "
            f"({there} EXCEPT SELECT * FROM ({wanted}) AS wanted) AS stale)",
            f"INSERT INTO {table} ({names}) "
            f"SELECT * FROM ({wanted}) AS wanted EXCEPT {there}",
        ):
            self._connection.execute(text, noresult=True)

    def dump(self, target: Any, after: Any) -> Iterator[tuple[Any, ...]]:
        """See ``IBackend.dump``."""
        slots = () if after is None else after if isinstance(after, tuple) else (after,)
        if isinstance(target, Attribute):
            query, keys, kinds = self._pairs(target)
            columns = keys
        else:
            query, columns, kinds = self._rows(target)
            keys = columns[:1]
        if slots:
            query.where.append(_beyond(keys))
        statement = compile_expression(
            query.select(columns, keys), self._dialect, kinds
        )
        parameters = statement.parameters(Values(slots), ())
        rows = rows_of(self._connection, statement.text, parameters)
        return iter(rows if statement.read is None else statement.read(rows))

    def _rows(self, interface: Any) -> tuple[Query, list[Any], list[str]]:
        records = self._book.records_of(interface.__name__)
        check_has_rows(records.name, records.fields)
        query = Query(self._book, Names())
        place = Place(query, records, query.begin(records.table))
        terms = [place.term(name) for name in records.stored]
        kinds = [str(term.kind) for term in terms]
        return query, [term.expr for term in terms], kinds

    def _pairs(self, link: Attribute) -> tuple[Query, list[Any], list[str]]:
        _link(self._book, link)
        relation = self._book.relation(link.interface.__name__, link.__name__)
        query = Query(self._book, Names())
        names = query.enter(relation)
        ends = [Renamed(end, names) for end in (relation.owner, relation.target)]
        # A row may be kept there that is no pair: a grant of what is no bug.
        for end, there in zip((relation.owner, relation.target), ends):
            if may_be_null(end):
                query.where.append(IsNot(there, None))
        return query, ends, [INT, INT]

    def _execute(self, expr: Any, slots: tuple[Any, ...] = ()) -> None:
        statement = compile_expression(expr, self._dialect)
        self._connection.execute(
            statement.text, statement.parameters(Values(slots), ()), noresult=True
        )


def _plan(book: RecordsBook, target: Any) -> tuple[RowCheck, list[Any]]:
    """What rows must be, and the statements that load them, in order."""
    if isinstance(target, Attribute):
        link, line = _link(book, target)
        return RowCheck.pairs(link), list(_link_steps(line))
    records = book.records_of(target.__name__)
    check_has_rows(records.name, records.fields)
    return check_of(records), list(_entity_steps(records, book.circles(records)))


def _link(book: RecordsBook, target: Attribute) -> tuple[Collection, Through]:
    """How a link is kept; NotAllowed where it is none."""
    records = book.records_of(target.interface.__name__)
    line = records.lines.get(target.__name__)
    if isinstance(target, Collection) and target.is_link and isinstance(line, Through):
        return target, line
    raise NotAllowed(
        f"{records.name}[{target.__name__!r}] is not kept as pairs: what it holds "
        "comes with entities, or follows from them."
    )


class _Kept(NamedTuple):
    """The step that keeps where rows of a circle lead."""

    circle: Circle
    statement: Insert


def _entity_steps(records: Records, circles: Sequence[Circle]) -> Iterator[Any]:
    labels = _labels(records)
    given = Unpacked(
        Value(Slot(0)),
        [(labels[name], kind_of(records.fields[name])) for name in records.stored],
        GIVEN,
    )
    names = {records.table: GIVEN}
    by_side: dict[Side, dict[Column, Any]] = {}
    pieces: list[tuple[Side, dict[Column, Any]]] = []
    own: dict[Column, Any] = {}
    later: list[Column] = []
    waiting = {circle.name for circle in circles}
    for name in records.in_row:
        kept, value = records.kept(name), SQLRaw(f"{GIVEN}.{labels[name]}")
        if isinstance(kept.load, Piece):
            pieces.append((kept.load.side, {kept.load.column: value}))
        elif kept.load is not None:
            own |= _filled(kept.load(value), records.table, names)
        elif kept.sides:
            by_side.setdefault(kept.sides[0], {})[kept.expression] = value
        elif getattr(records.fields[name], "target", None) == records.name:
            later.append(kept.expression)
        elif name not in waiting:
            own[kept.expression] = Renamed(kept.expression, names)
    sides = [_side_step(records, side, held, given) for side, held in by_side.items()]
    for side, held in by_side.items():
        if side.link is not records.id:
            own[side.link] = When(_any_there(held), Renamed(records.id, names))
    own |= _filled(records.fill, records.table, names)
    main = Insert(
        tuple(own), records.table, values=Select(tuple(own.values()), tables=[given])
    )
    # A key of another table needs the row there first; one that is the
    # entity's own comes after it.
    before = [step for side, step in zip(by_side, sides) if side.link is not records.id]
    yield from before
    yield main
    yield from (step for step in sides if step not in before)
    yield from (_side_step(records, side, held, given) for side, held in pieces)
    if later:
        some = [IsNot(Renamed(column, names), None) for column in later]
        same = Eq(
            Renamed(records.id, {records.table: table_name(records.table)}),
            Renamed(records.id, names),
        )
        yield UpdateFrom(records.table, later, given, And(same, Or(*some)))
    for circle in circles:
        yield _Kept(circle, circle.keep(given, labels[circle.name]))
    for name in records.stored:
        line = records.lines[name]
        if isinstance(line, Listed):
            yield _texts_step(records, line, labels[name], given)


def _texts_step(records: Records, line: Listed, label: str, given: Unpacked) -> Any:
    values: dict[Column, Any] = {
        line.owner: Renamed(records.id, {records.table: GIVEN}),
        line.text: SQLRaw("each_text.value"),
        **line.fill,
    }
    array = SQLRaw(f"{GIVEN}.{label}")
    tables = [given, CrossJoin(Spread(array, "each_text"))]
    return Insert(
        tuple(values), line.table, values=Select(tuple(values.values()), tables=tables)
    )


def _label(records: Records, name: str, index: int) -> str:
    if name not in records.in_row or _is_beside(records.kept(name)):
        return f"beside_{index}"
    label: str = records.kept(name).expression.name
    return label


def _labels(records: Records) -> dict[str, str]:
    """Names of the values of a row; of those in the entity's own table, the
    columns', for what is filled is computed from these."""
    return {
        name: _label(records, name, index) for index, name in enumerate(records.stored)
    }


def _is_beside(kept: Kept) -> bool:
    return bool(kept.sides) or kept.load is not None


def _any_there(held: Mapping[Column, Any]) -> Any:
    return Or(*[IsNot(value, None) for value in held.values()])


def _side_step(
    records: Records, side: Side, held: Mapping[Column, Any], given: Unpacked
) -> Any:
    names = {records.table: GIVEN}
    values: dict[Column, Any] = {side.key: Renamed(records.id, names), **held}
    values |= _filled(side.fill, side.table, names)
    return Insert(
        tuple(values),
        side.table,
        values=Select(tuple(values.values()), _any_there(held), tables=[given]),
    )


def _filled(fill: Fill, table: type, names: dict[type, str]) -> dict[Column, Any]:
    return {
        column: Renamed(value, names)
        for column, value in fill.items()
        if column.table is table
    }


def _view_steps(line: Through) -> Iterator[Any]:
    """What pairs that are read from a view are loaded as."""
    given = Unpacked(Value(Slot(0)), [("owner", INT), ("target", INT)], GIVEN)
    for fill in line.load:
        table = next(iter(fill)).table
        values = _filled(fill, table, {})
        yield OrIgnored(
            Insert(
                tuple(values),
                table,
                values=Select(tuple(values.values()), TRUE, tables=[given]),
            )
        )


def _link_steps(line: Through) -> Iterator[Any]:
    if line.load:
        yield from _view_steps(line)
        return
    first, last = line.owner_table, line.target_table
    assert isinstance(line.owner, Column) and isinstance(line.target, Column)
    names = {last: GIVEN}
    owner = line.owner.name if first is last else "owner"
    given = Unpacked(Value(Slot(0)), [(owner, INT), (line.target.name, INT)], GIVEN)
    key: Any = SQLRaw(f"{GIVEN}.{owner}")
    values: dict[Column, Any] = {line.target: Renamed(line.target, names)}
    tables: list[Any] = [given]
    where: Any = TRUE
    if line.via is None:
        values[line.owner] = key
    else:
        ends = {end.table: end for end in (line.via.expr1, line.via.expr2)}
        between = table_name(first)
        begun = {line.owner: key, **_filled(line.fill, first, {})}
        there = Select(SQLRaw("1"), Eq(line.owner, key), tables=[first])
        yield Insert(
            tuple(begun),
            first,
            values=Select(
                tuple(begun.values()),
                Negation(Exists(there)),
                tables=[given],
                distinct=True,
            ),
        )
        values[ends[last]] = ends[first]
        tables.append(Named(first, between))
        where = Eq(line.owner, key)
    values |= _filled(line.fill, last, names)
    insert = Insert(
        tuple(values), last, values=Select(tuple(values.values()), where, tables=tables)
    )
    # Without a key of its own, a pair is kept once.
    yield OrIgnored(insert) if line.one is None else insert


def _beyond(keys: Sequence[Any]) -> Any:
    first, *rest = keys
    beyond: Any = Gt(first, Value(Slot(0)))
    if rest:
        again = And(Eq(first, Value(Slot(0))), Gt(rest[0], Value(Slot(1))))
        beyond = Or(beyond, again)
    return beyond
