"""How entities are kept: the vocabulary of records.

One ``Records`` for each entity interface has a line for each attribute, edge
and fact. Columns are those of Storm classes, ours or an application's:

    persons = Records(
        IPerson,
        {
            "id": Person.id,
            "name": Person.name,
            "team_owner": Person.teamowner_id,
            "account_status": joined(Account.status, account),
            "members": through(Membership.team_id, Membership.person_id),
            "is_team": fact(IsNot(Person.teamowner_id, None)),
            "is_joined": rule(lambda viewer: …),
        },
        visible_to=rule(shown),
        permissions={"launchpad.Edit": rule(edited)},
    )

An edge that is the inverse of another has no line: it is kept where that is;
nor has one that is made of others, nor a count of members. What the interface
computes itself (embedded values, the way back) has none either.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeAlias

from storm.expr import And, Column, Eq, Expr, IsNot, Select, SQLRaw
from zope.interface.interface import InterfaceClass

from lp_persistence.entity import declared
from lp_persistence.fields import (
    Attribute,
    Key,
    is_permitted_name,
    permitted_name,
)
from lp_persistence.storm.expressions import (
    TRUE,
    Paragraphs,
    table_name,
)
from lp_persistence.storm.viewers import Viewer

#: The name of the rows that are being loaded, in statements.
GIVEN: Final = "given"

#: Among the facts of a link: the rule of visibility of what it leads to.
VISIBLE: Final = "#visible"

#: The ids of a pair that is being loaded; see ``through``.
OWNER: Final = SQLRaw(f"{GIVEN}.owner")
TARGET: Final = SQLRaw(f"{GIVEN}.target")

#: What NOT NULL columns get that no attribute fills: a constant, or an
#: expression on the columns of the same table.
Fill: TypeAlias = Mapping[Column, Any]

#: Gives the rule for the viewer; for None, which is nobody, a leaner one.
RuleFunction: TypeAlias = Callable[[Viewer | None], Expr]


@dataclass(frozen=True, eq=False)
class Side:
    """A row of another table that belongs to an entity; see ``beside``."""

    key: Column
    link: Column
    where: Expr | None
    fill: Fill

    @property
    def table(self) -> type:
        table: type = self.key.table
        return table


def beside(
    key: Column, link: Column, where: Expr | None = None, fill: Fill | None = None
) -> Side:
    """The row of another table whose ``key`` equals ``link``, and that fits
    ``where``: at most one. Where there is none its columns are None.

    ``link`` is a column of the entity's own table: its id, or one that holds
    the other row's id. Loading gives both the id of the entity.
    """
    return Side(key, link, where, fill or {})


@dataclass(frozen=True, eq=False)
class Kept:
    """An expression, and the other tables that it needs.

    Where it is no column, ``load`` says how it is loaded: to a column of a row
    beside (``Piece``), or by columns of the entity's own table, computed from
    the value given.
    """

    expression: Any
    sides: tuple[Side, ...] = ()
    load: Piece | Callable[[Expr], Fill] | None = None


@dataclass(frozen=True, eq=False)
class Piece:
    """The column that a value is loaded to, of a row beside."""

    column: Column
    side: Side


def joined(column: Column, side: Side) -> Kept:
    """An attribute that is kept in a table beside the entity's own."""
    return Kept(column, (side,))


def pieced(column: Column, side: Side, order: Column) -> Kept:
    """A long text that is kept in pieces: rows beside, as many as there are,
    in an order. They are read with an empty line between them; what is loaded
    is one piece. Rows without a text are none."""
    pieces = And(Eq(side.key, side.link), IsNot(column, None))
    select = Select(column, pieces, tables=side.table, order_by=order)
    return Kept(Paragraphs(select), load=Piece(column, side))


def looked_up(expression: Column, side: Side, load: Callable[[Expr], Fill]) -> Kept:
    """A key that a row beside has, where the entity's own holds another one of
    that row. ``load`` gives what its columns get for the key given."""
    return Kept(expression, (side,), load)


def fact(expression: Expr, *sides: Side) -> Kept:
    """A fact that is computed; NULL only where it is a column of a side. The
    sides that it needs are brought along only where it is asked for."""
    return Kept(expression, sides)


@dataclass(frozen=True, eq=False)
class Rule:
    """What depends on who looks; see ``rule``."""

    function: RuleFunction
    sides: tuple[Side, ...]
    reads: tuple[type, ...]


def rule(function: RuleFunction, *sides: Side, reads: tuple[type, ...] = ()) -> Rule:
    """A rule of visibility or of a permission, the same as the interface's; or
    what a fact is that takes the viewer.

    NULL stands for False. ``reads`` are tables that its subqueries ask, beside
    those of the entity: changes of them that were not written would be passed over.
    """
    return Rule(function, sides, reads)


#: The column of an id, or those of its parts.
Keys: TypeAlias = Column | tuple[Column, ...]


@dataclass(frozen=True, eq=False)
class Through:
    """How a link or a derived edge is kept; see ``through``."""

    owner: Keys
    target: Keys
    via: Eq | None
    where: Expr | None
    one: Column | None
    facts: Mapping[str, Any]
    fill: Fill
    load: tuple[Fill, ...]

    @property
    def owner_table(self) -> type:
        return _table_of(self.owner)

    @property
    def target_table(self) -> type:
        return _table_of(self.target)


def _table_of(keys: Keys) -> type:
    table: type = (keys if isinstance(keys, Column) else keys[0]).table
    return table


def through(
    owner: Keys,
    target: Keys,
    via: Eq | None = None,
    where: Expr | None = None,
    one: Column | None = None,
    facts: Mapping[str, Any] | None = None,
    fill: Fill | None = None,
    load: tuple[Fill, ...] = (),
) -> Through:
    """An edge kept as rows with the id of the owner and that of the target; an
    id that others make is several columns of one table.

    ``via``
        where the two columns are in two tables: ``Owners.id == Targets.owner``;
    ``where``
        which rows are the edge;
    ``one``
        a key of the rows, where a pair may be kept twice: the lowest counts.
        It is the rank of a ranked edge. Without it pairs are unique;
    ``facts``
        attributes of the target that these rows hold as well, and under
        VISIBLE a function that gives the target's rule by their columns;
    ``load``
        where the rows are a view: what each pair is loaded as, by columns of
        one table each; computed from ``OWNER`` and ``TARGET``, the two ids.
    """
    return Through(owner, target, via, where, one, facts or {}, fill or {}, load)


@dataclass(frozen=True, eq=False)
class Flat:
    """A table that holds an entity again; see ``flat``."""

    facts: Mapping[str, Any]
    leads: Mapping[str, Mapping[str, Any]]

    @property
    def table(self) -> type:
        """The Storm class of the table."""
        table: type = self.facts["id"].table
        return table


def flat(facts: Mapping[str, Any], **leads: Mapping[str, Any]) -> Flat:
    """A table with a row for each entity, which holds facts of it and of what
    its references lead to, so that both can be asked by one index.

    ``facts`` are attributes, references and facts of the entity, its id among
    them; each of ``leads``, under the name of a reference, those of what that
    leads to. Under VISIBLE: a function that gives the rule by these columns.
    Where both have the same function, it is asked once.
    """
    return Flat(facts, leads)


@dataclass(frozen=True, eq=False)
class Listed:
    """How several texts are kept; see ``listed``."""

    owner: Column
    text: Column
    fill: Fill

    @property
    def table(self) -> type:
        table: type = self.owner.table
        return table


def listed(owner: Column, text: Column, fill: Fill | None = None) -> Listed:
    """Several texts, kept as rows with the id of the owner and one of them; a
    pair that is kept twice counts once."""
    return Listed(owner, text, fill or {})


Line: TypeAlias = Column | Kept | Through | Listed | Rule


@dataclass(frozen=True, eq=False)
class Upkeep:
    """A table that follows from others; triggers keep it in production.

    ``select()`` gives the query for all its rows, in the order of ``columns``.
    ``rows`` are those that follow, where the table has others of its own too.
    """

    columns: tuple[Column, ...]
    select: Callable[[], Expr]
    rows: Expr = TRUE

    @property
    def table(self) -> type:
        table: type = self.columns[0].table
        return table


def _caller() -> str:
    # This function, the generated __init__, and who called that.
    frame = sys._getframe(2)
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


@dataclass(frozen=True, eq=False)
class Records:
    """How one entity interface is kept; see the module.

    ``fill`` is for the entity's own table. ``upkeep`` are the tables that
    follow from this one and those before it. ``flat`` is a table that groups
    reached over these entities are found by.
    """

    interface: InterfaceClass
    lines: Mapping[str, Line]
    visible_to: Rule | None = None
    #: By permission that is not SEEN who has it.
    permissions: Mapping[str, Rule] = field(default_factory=dict)
    fill: Fill = field(default_factory=dict)
    upkeep: tuple[Upkeep, ...] = ()
    #: Columns of references that no key of the tables holds.
    loose: tuple[Column, ...] = ()
    flat: Flat | None = None
    #: File and line, for messages.
    where: str = field(default_factory=_caller)

    @property
    def name(self) -> str:
        return self.interface.__name__

    @cached_property
    def fields(self) -> dict[str, Attribute]:
        return declared(self.interface)

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the references that make the id; as in ``EntityType``."""
        field = self.fields["id"]
        return field.of if isinstance(field, Key) else ()

    @property
    def id(self) -> Column:
        return self.lines["id"]

    @property
    def table(self) -> type:
        """The Storm class of the entity's own table."""
        table: type = self.id.table
        return table

    @cached_property
    def in_row(self) -> tuple[str, ...]:
        """Those of the stored attributes that are kept in one row."""
        return tuple(
            name for name in self.stored if not isinstance(self.lines[name], Listed)
        )

    def kept(self, name: str) -> Kept:
        """What an attribute of one row, a reference or a fact is kept as."""
        line = self.lines[name]
        return line if isinstance(line, Kept) else Kept(line)

    def told(self, name: str) -> Rule:
        """What a permission or a fact is that takes the viewer."""
        if is_permitted_name(name):
            return self.permitted(name)
        line = self.lines[name]
        assert isinstance(line, Rule)
        return line

    @cached_property
    def stored(self) -> tuple[str, ...]:
        """Names of the attributes of a neutral row; as in ``EntityType``."""
        by_order = sorted(self.fields.items(), key=lambda item: item[1].order)
        return tuple(name for name, field in by_order if field.is_stored)

    @cached_property
    def tables(self) -> frozenset[type]:
        """The Storm classes that hold anything of the entity or its edges."""
        found = {each.table for each in self.upkeep}
        if not self.key:
            found.add(self.table)
        if self.flat is not None:
            found.add(self.flat.table)
        for line in self.lines.values():
            if isinstance(line, Through):
                kept = {column.table for fill in line.load for column in fill}
                found |= kept or {line.owner_table, line.target_table}
            elif isinstance(line, Listed):
                found.add(line.table)
            elif isinstance(line, Kept):
                found.update(side.table for side in line.sides)
                if isinstance(line.load, Piece):
                    found.add(line.load.side.table)
        return frozenset(found)

    @cached_property
    def table_names(self) -> frozenset[str]:
        """The names of these tables, and of those that the rule asks."""
        found = set(self.tables)
        for each in self.rules:
            found.update(side.table for side in each.sides)
            found.update(each.reads)
        return frozenset(map(table_name, found))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Those of visibility, of permissions and of facts."""
        seen = () if self.visible_to is None else (self.visible_to,)
        told = (line for line in self.lines.values() if isinstance(line, Rule))
        return (*seen, *self.permissions.values(), *told)

    def permitted(self, name: str) -> Rule:
        """The rule of a permission, by the name that its attribute has."""
        return next(
            rule
            for permission, rule in self.permissions.items()
            if permitted_name(permission) == name
        )
