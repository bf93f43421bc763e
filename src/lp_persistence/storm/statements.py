"""Steps as compiled statements: text, parameters, and what reads the rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import singledispatchmethod
from typing import Any, NamedTuple, Protocol, TypeAlias

from storm.database import Connection
from storm.expr import Coalesce, Compile, Eq, SQLRaw, State, Undef
from storm.expr import Count as CountRows
from storm.expr import Select as SelectExpr
from storm.variables import Variable

from lp_persistence.errors import PersistenceError
from lp_persistence.steps import (
    Beside,
    Column,
    Count,
    Follow,
    Followed,
    Keys,
    Reached,
    Scope,
    Select,
    Step,
    Values,
    ViewerFacts,
)
from lp_persistence.storm.book import RecordsBook
from lp_persistence.storm.compound import nothing, parts_of, when
from lp_persistence.storm.conditions import is_limited, significant
from lp_persistence.storm.expressions import (
    TRUE,
    Derived,
    Labelled,
    Limited,
    Single,
    UnionAll,
    Value,
    When,
    WithQueries,
)
from lp_persistence.storm.held import holds
from lp_persistence.storm.parameters import (
    BOOL,
    INT,
    Binder,
    Binds,
    Constant,
    Most,
    Parameter,
    Reader,
    Slot,
    kind_of,
)
from lp_persistence.storm.query import Kind, Place, Query
from lp_persistence.storm.scopes import Scopes
from lp_persistence.storm.walks import some_of


class Dialect(Binds, Protocol):
    """What one kind of database says in its own way."""

    compile: Compile
    lateral: bool
    #: Whether the driver takes all that a statement gives at once, so that it has
    #: to say how much is wanted; LIMIT NULL is no limit then.
    takes_all: bool
    #: By kind, what makes what the driver gives neutral, where it is not.
    readers: dict[str, Reader]

    def state(self) -> State:
        """What a compilation begins with."""

    def prepare(self, connection: Connection) -> None:
        """Give the engine what our statements need of it."""

    def finish(self, text: str, has_parameters: bool) -> str:
        """The text as the driver takes it."""

    def is_snapshot(self, connection: Connection) -> bool:
        """Whether what a transaction reads is one state of the database."""

    def must_begin(self, connection: Connection) -> bool:
        """Whether the next statement has a BEGIN sent before it."""

    def settle(self, connection: Connection, tables: Iterable[type]) -> None:
        """Let the engine know what it has after rows were loaded."""


#: Makes the driver's rows neutral.
Read: TypeAlias = Callable[[list[tuple[Any, ...]]], list[tuple[Any, ...]]]


class Statement(NamedTuple):
    """A step, compiled once."""

    text: str
    #: What makes each value that the text has a place for, or several.
    binders: tuple[Binder, ...]
    #: For each place in the text the binder of its value.
    places: tuple[int, ...]
    #: Makes the driver's rows neutral; None where they are.
    read: Read | None
    #: The same but for truths, which stay the numbers that they may be kept as: a
    #: pass over rows is more than the layer's own work with them.
    take: Read | None

    def parameters(
        self, values: Values, keys: Sequence[Collection[int]]
    ) -> tuple[Any, ...]:
        bound = [bind(values, keys) for bind in self.binders]
        return tuple([bound[place] for place in self.places])


def compile_step(step: Step, book: RecordsBook, dialect: Dialect) -> Statement:
    """The one statement for a step."""
    steps = Steps(book, dialect.lateral)
    expr, kinds = steps.expression(step)
    if dialect.takes_all and not (isinstance(step, Count) and step.by is None):
        expr = _bounded(expr)
    if steps.scopes.before:
        expr = WithQueries(steps.scopes.before, expr)
    return compile_expression(expr, dialect, kinds)


def _bounded(expr: Any) -> Limited:
    """No more rows than a run may give."""
    if isinstance(expr, Limited):
        return Limited(expr.select, Value(Most(expr.limit.parameter)))
    return Limited(expr, Value(Most()))


def compile_expression(
    expr: Any, dialect: Dialect, kinds: Sequence[Kind] = ()
) -> Statement:
    """A statement; ``kinds`` are those of its columns."""
    state = dialect.state()
    text = dialect.compile(expr, state)
    parameters = [_parameter(each) for each in state.parameters]
    # A rule asks the same for each column. Constants differ: 1 equals True.
    keys = [id(each) if isinstance(each, Constant) else each for each in parameters]
    distinct = dict(zip(keys, parameters, strict=True))
    places = {key: place for place, key in enumerate(distinct)}
    return Statement(
        dialect.finish(text, bool(parameters)),
        tuple(each.binder(dialect) for each in distinct.values()),
        tuple(map(places.__getitem__, keys)),
        _reader(kinds, dialect.readers),
        _reader([INT if kind == BOOL else kind for kind in kinds], dialect.readers),
    )


def _nothing_of(kinds: Iterable[Kind]) -> Iterator[Any]:
    """What stands for columns of these kinds, an id of several parts being several."""
    for kind in kinds:
        yield from parts_of(nothing(kind))


def _parameter(found: Any) -> Parameter:
    if isinstance(found, Parameter):
        return found
    return Constant(found.get(to_db=True) if isinstance(found, Variable) else found)


def _reader(kinds: Sequence[Kind], readers: Mapping[str, Reader]) -> Any:
    """One pass over the rows that converts the columns that need it, and makes
    an id again of those that are its parts."""
    names: list[str] = []
    made: list[str] = []
    functions: dict[str, Callable[[Any], Any]] = {}
    for kind in kinds:
        name = f"v{len(names)}"
        if not isinstance(kind, str):
            parts = [f"{name}_{at}" for at in range(len(kind))]
            names += parts
            is_none = " or ".join(f"{part} is None" for part in parts)
            made.append(f"None if {is_none} else ({', '.join(parts)})")
            continue
        names.append(name)
        read = readers.get(kind)
        if read is None:
            made.append(name)
        else:
            if isinstance(read, str):
                value = read.format(name)
            else:
                functions[f"r{name}"] = read
                value = f"r{name}({name})"
            made.append(f"{name} if {name} is None else {value}")
    if names == made:
        return None
    return eval(
        f"lambda rows: [({', '.join(made)},) for {', '.join(names)}, in rows]",
        functions,
    )


class Steps:
    """Makes the expression of one step, and the kinds of its columns."""

    def __init__(self, book: RecordsBook, lateral: bool):
        self.book = book
        self.scopes = Scopes(book, lateral)

    @singledispatchmethod
    def expression(self, step: Step) -> tuple[Any, list[Kind]]:
        raise PersistenceError(f"{step!r} is no step")

    @expression.register
    def _select(self, step: Select) -> tuple[Any, list[Kind]]:
        scope = step.scope
        kinds = [self.book.kind_of_id(scope.interface)]
        if step.verdict is not None:
            kinds.append(BOOL)
        read = _Read(step.columns, kinds)

        def columns(place: Place) -> list[Any]:
            if step.verdict is None:
                return [place.id, *read(place)]
            verdict, shown = self.scopes.verdict(place, step.verdict)
            return [place.id, verdict, *read(place, shown)]

        if is_limited(scope) and not scope.each:
            return self.scopes.limits.first(scope, columns), kinds
        query, place = self.scopes.members(scope)
        self.scopes.go_on(query, place, scope)
        # Ids that are at hand are looked up, and what is found is sorted.
        sorts = isinstance(scope.origin, Keys)
        order = place.orderings(significant(scope.order, place), sorts)
        return query.select(columns(place), order), kinds

    @expression.register
    def _follow(self, step: Follow) -> tuple[Any, list[Kind]]:
        scope = step.scope
        assert isinstance(scope.origin, Followed)
        names = (scope.origin.owner, scope.interface)
        kinds = [self.book.kind_of_id(name) for name in names]
        read = _Read(step.columns, kinds)
        if is_limited(scope):
            select = self.scopes.limits.first_of_each(
                scope, lambda place: [place.id, *read(place)]
            )
            return select, kinds
        query, owner, place = self._all(step)
        order = place.orderings(significant(scope.order, place))
        return query.select([owner, place.id, *read(place)], order), kinds

    @expression.register
    def _beside(self, step: Beside) -> tuple[Any, list[Kind]]:
        kinds: list[Kind] = [INT, INT, INT]
        spans = []
        selects = []
        for part in step.parts:
            start = len(kinds)
            selects.append(self._part(part, _Read(part.columns, kinds)))
            spans.append((start, len(kinds)))
        for number, ((start, end), select) in enumerate(
            zip(spans, selects, strict=True)
        ):
            owner, key, *read = select.columns
            select.columns = (
                owner,
                key,
                SQLRaw(str(number)),
                *_nothing_of(kinds[3:start]),
                *read,
                *_nothing_of(kinds[end:]),
            )
        return UnionAll(selects), kinds

    def _part(self, part: Follow, read: _Read) -> Any:
        """The query for a part of a ``Beside``: owner, id, columns."""
        if is_limited(part.scope):
            select = self.scopes.limits.first_of_each(
                part.scope, lambda place: [place.id, *read(place)]
            )
            select.order_by = Undef
            return select
        query, owner, place = self._all(part)
        # Of what an edge leads to, it is told where nothing is.
        there = Place(query, place.records, optional=True, key=place.id)
        return query.select([owner, place.id, *read(there)])

    @expression.register
    def _count(self, step: Count) -> tuple[Any, list[Kind]]:
        if step.by is not None:
            return self._count_by(step.scope, step.by, step.whose)
        scope = step.scope
        if is_limited(scope) and not scope.each:
            return self._count_so_far(scope), [INT]
        if isinstance(scope.origin, Reached) and scope.after is None:
            query, place = self.scopes.reach.all(scope, scope.origin)
            # Not count(DISTINCT …): SQLite takes one column there.
            each = query.select([place.id])
            each.distinct = True
            table = Derived(each, self.scopes.names.fresh("counted"))
            return SelectExpr(CountRows(), tables=[table]), [INT]
        query, place = self.scopes.members(scope)
        self.scopes.go_on(query, place, scope)
        return query.select([CountRows()]), [INT]

    def _count_so_far(self, scope: Scope) -> SelectExpr:
        some = some_of(scope)
        is_searched = some != scope and self.scopes.lateral
        if scope.after is None:
            # As many in any order; an engine stops where there are enough.
            scope, some = replace(scope, order=()), replace(some, order=())
        counted = self._number_of(scope)
        if not is_searched:
            return counted
        # Most that have a common word need not be found for that.
        enough = self._number_of(some)
        assert scope.limit is not None
        enough.having = Eq(CountRows(), Value(Slot(scope.limit)))
        return SelectExpr(Coalesce(Single(enough), Single(counted)))

    def _number_of(self, scope: Scope) -> SelectExpr:
        ids = self.scopes.ids(scope)
        is_reached = isinstance(scope.origin, Reached) and scope.after is None
        if is_reached and not self.scopes.lateral:
            # SQLite takes each once as it comes; it would look for a first way to it
            # among all.
            whole = self.scopes.ids(replace(scope, limit=None))
            whole.distinct = True
            assert scope.limit is not None
            ids = Limited(whole, Value(Slot(scope.limit)))
        table = Derived(ids, self.scopes.names.fresh("counted"))
        return SelectExpr(CountRows(), tables=[table])

    def _count_by(
        self, scope: Scope, by: str, whose: str | None
    ) -> tuple[Any, list[Kind]]:
        def columns(place: Place) -> list[Any]:
            return [place.id, Labelled(place.term(by, whose).expr, "value")]

        if is_limited(scope) and not scope.each:
            # Nested ones come as they are, with the names of their columns.
            members = self.scopes.limits.first(scope, columns, nested=True)
        elif isinstance(scope.origin, Reached) and scope.after is None:
            query, place = self.scopes.reach.all(scope, scope.origin)
            members = query.select(columns(place))
            members.distinct = True
        else:
            query, place = self.scopes.members(scope)
            self.scopes.go_on(query, place, scope)
            members = query.select(columns(place))
        value = SQLRaw("value")
        table = Derived(members, self.scopes.names.fresh("counted"))
        select = SelectExpr((value, CountRows()), tables=[table], group_by=[value])
        return select, [kind_of(self.book.records_of(scope.interface).fields[by]), INT]

    @expression.register
    def _viewer_facts(self, step: ViewerFacts) -> tuple[Any, list[Kind]]:
        selects = []
        for number, name in enumerate(step.facts):
            select = self.book.viewer_select(name, Value(Slot(0)))
            select.columns = (SQLRaw(str(number)), select.columns)
            selects.append(select)
        return UnionAll(selects), [INT, INT]

    def _all(self, step: Follow) -> tuple[Query, Any, Place]:
        """The query for a step without limit, its owner and target."""
        scope = step.scope
        assert isinstance(scope.origin, Followed)
        query = Query(self.book, self.scopes.names)
        seen = self.scopes.followed(query, scope.origin)
        if seen.relation.ranked:
            self.scopes.once(query, seen)
        self.scopes.restrict(query, seen.place, scope)
        self.scopes.not_before(query, seen, scope)
        self.scopes.go_on(query, seen.place, scope)
        return query, seen.owner, seen.place


class _Read:
    """Makes the columns of a step for a place; notes their kinds once."""

    def __init__(self, columns: Sequence[Column], kinds: list[Kind]):
        self._columns = columns
        self._kinds = kinds
        self._noted = False

    def __call__(self, place: Place, shown: Any = TRUE) -> list[Any]:
        found = []
        for column in self._columns:
            term = place.path(column.path, column.whose)
            expr = term.expr
            if column.among is not None:
                expr = When(holds(place.id, Keys(column.among)), expr)
            found.append(when(shown, expr))
            if not self._noted:
                self._kinds.append(term.kind)
        self._noted = True
        return found
