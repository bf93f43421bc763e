"""What an application's own Storm classes read late, and what to ask for instead.

Looked for in the frames when the lock refuses a statement, and at no other time.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, Final

from storm.expr import And, Column, Eq
from storm.properties import Property
from storm.references import Reference
from storm.store import ResultSet
from zope.component import queryUtility

from lp_persistence.asking import asking_call
from lp_persistence.interfaces import IModel
from lp_persistence.model import EntityType, get_model
from lp_persistence.storm.expressions import table_name
from lp_persistence.storm.interfaces import IRecordsBook

#: The tables of a statement, as a list with commas.
_TABLES: Final = re.compile(
    r'\b(?:FROM|JOIN|INTO|UPDATE)\s+((?:"?\w+"?(?:\s+AS\s+\w+)?(?:\s*,\s*)?)+)',
    re.IGNORECASE,
)
_BEFORE: Final = "before context.realise() runs."


class DeclaredElsewhere:
    """A descriptor that reads for somebody, and knows itself what to say before."""

    def what_to_declare(self) -> str:
        """The sentence."""
        raise NotImplementedError


def what_to_declare(statement: str) -> str | None:
    """A sentence on what to ask for before, in place of a statement that was
    refused; None where nothing is known that holds the like."""
    if queryUtility(IModel) is None or queryUtility(IRecordsBook) is None:
        return None
    innermost = None
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__") == "lp_persistence.context":
            return innermost  # or it was declared, but late
        reader: Any = frame.f_locals.get("self")
        kind = type(reader)
        if issubclass(kind, DeclaredElsewhere):
            return kind.what_to_declare(reader)
        innermost = innermost or _instead_of(frame)
        frame = frame.f_back
    return innermost or _instead_of_tables(statement)


def _instead_of(frame: FrameType) -> str | None:
    """The sentence for what Storm does in a frame of its own."""
    names = frame.f_locals
    reader: Any = names.get("self")
    kind = type(reader)  # isinstance() would ask the object as well
    if issubclass(kind, Property):
        return _instead_of_attribute(reader, names.get("obj"), reader._get_column)
    if issubclass(kind, Reference):
        key = reader._relation.local_key[0]
        return _instead_of_attribute(reader, names.get("local"), lambda cls: key)
    if issubclass(kind, ResultSet):
        return _instead_of_result(reader)
    return None


def _instead_of_attribute(
    reader: Any, owner: object, column_in: Callable[[type], Column]
) -> str | None:
    """For an attribute of a Storm object, or a reference."""
    cls = type(owner)
    name = _name_in(cls, reader)
    found = None if name is None else _attribute_of(column_in(cls))
    if found is None:
        return None
    type_, attribute = found
    read = f"{cls.__name__}.{name} is what members of {_group(type_)} read"
    if attribute in type_.brief:
        return f"{read}: declare them {_BEFORE}"
    call = asking_call(get_model(), type_, attribute)
    return f"{read} after {call}: declare that {_BEFORE}"


def _instead_of_result(result: Any) -> str | None:
    """For a search for rows of one table by values of its columns."""
    found = [
        attribute
        for column in _equal_columns(result._where)
        if (attribute := _attribute_of(column)) is not None
    ]
    types = {type_.name: type_ for type_, _ in found}
    if len(types) != 1:
        return None
    (type_,) = types.values()
    tests = ", ".join(f"{name.removeprefix('is_')}=…" for _, name in found)
    return (
        f"What it asks for is what {_group(type_)}(context).filter({tests}) holds: "
        f"declare that {_BEFORE}"
    )


def _instead_of_tables(statement: str) -> str | None:
    """For any statement: what is known by its tables."""
    tables = [
        words.split()[0].strip('"')
        for tables in _TABLES.findall(statement)
        for words in tables.split(",")
        if words.strip()
    ]
    groups = dict.fromkeys(
        f"{_group(type_)}(context)" for table in tables for type_ in _types_of(table)
    )
    if not groups:
        return None
    return (
        f"What it asks for is what {', '.join(groups)} can hold: declare it {_BEFORE}"
    )


def _equal_columns(where: object) -> Iterator[Column]:
    """The columns that a condition compares with values."""
    if isinstance(where, And):
        for each in where.exprs:
            yield from _equal_columns(each)
    elif isinstance(where, Eq) and isinstance(where.expr1, Column):
        yield where.expr1


def _name_in(cls: type, descriptor: object) -> str | None:
    for base in cls.__mro__:
        for name, value in vars(base).items():
            if value is descriptor:
                return name
    return None


def _group(type_: EntityType) -> str:
    return type_.group_interface.__name__


def _types_of(table: str) -> Iterator[EntityType]:
    """The entities whose own table is called so."""
    model = get_model()
    for records in queryUtility(IRecordsBook):
        if not records.key and table_name(records.table) == table:
            yield model.type_named(records.name)


def _attribute_of(column: Column) -> tuple[EntityType, str] | None:
    """The attribute of an entity that a column keeps."""
    book = queryUtility(IRecordsBook)
    for type_ in _types_of(table_name(column.table)):
        for name, line in book.records_of(type_.name).lines.items():
            if isinstance(line, Column) and line.name == column.name:
                return type_, name
    return None
