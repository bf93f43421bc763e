"""What a database has: its tables, columns, keys and indexes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from lp_persistence.storm.parameters import BOOL, DATE, INT, TEXT

#: Kinds of values beside those that entities have.
DAY: Final = "day"
ARRAY: Final = "array"
JSON: Final = "json"
OTHER: Final = "other"

#: Patterns of the types of both engines, and the kind of their values.
_KINDS: Final = (
    (r"(?:big|small)?int(?:eger)?", INT),
    (r"bool(?:ean)?", BOOL),
    (r"timestamp(?:\(\d\))? without time zone|datetime text", DATE),
    (r"date(?: text)?", DAY),
    (r"(?:big|small)?int(?:eger)?\[\]|array text", ARRAY),
    (r"jsonb?(?: text)?", JSON),
    (r"text|character(?: varying)?(?:\(\d+\))?|varchar(?:\(\d+\))?", TEXT),
)


@dataclass(frozen=True)
class Column:
    """One column; ``type`` is the text that the engine has for it."""

    name: str
    type: str
    nullable: bool
    has_default: bool

    @property
    def kind(self) -> str:
        """Of what kind its values are; OTHER where this package has none."""
        for pattern, kind in _KINDS:
            if re.fullmatch(pattern, self.type.lower()):
                return kind
        return OTHER


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values are those of ``keys`` of a row of ``table``."""

    columns: tuple[str, ...]
    table: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Index:
    """What is sorted: columns and expressions, ``where`` for some rows only.

    Texts are in one form, however an engine writes them. An index that is not
    ``valid`` (it was not built to its end) answers nothing.
    """

    name: str
    columns: tuple[str, ...]
    where: str = ""
    valid: bool = True
    method: str = "btree"

    def serves(self, needed: Index) -> bool:
        """Whether it answers what ``needed`` would: it begins with the same, for
        the same rows, or for those without a value too. It can be read from either
        end. Of rows that ``needed`` leaves out for another reason, a page would be
        read past thousands."""
        begin = self.columns[: len(needed.columns)]
        return (
            self.valid
            and self.method == needed.method
            and (self.where == needed.where or not (self.where or needed.is_choosy))
            and needed.columns in (begin, tuple(map(_turned, begin)))
        )

    @property
    def is_choosy(self) -> bool:
        """Whether it leaves out more than rows without a value to sort."""
        rest = self.where
        for column in self.columns:
            rest = rest.replace(f"{column}isnotnull", "")
        return rest.replace("and", "") != ""


@dataclass(frozen=True)
class Table:
    """A table, or a view."""

    name: str
    is_view: bool
    columns: Mapping[str, Column]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    indexes: tuple[Index, ...] = ()


#: Tables by name.
Catalog: TypeAlias = Mapping[str, Table]

_INDEX: Final = re.compile(
    r"CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?P<name>\S+)\s+ON\s+(?:ONLY\s+)?(?P<table>\S+)"
    r"\s*(?:USING\s+(?P<method>\w+)\s*)?\(",
    re.IGNORECASE,
)
#: Beside the parentheses, what only one of the engines writes.
_NOISE: Final = re.compile(r'::[a-z]\w*(?: varying| without time zone)?|["\s()]')


def index_of(definition: str, valid: bool = True) -> tuple[str, Index]:
    """The table that a CREATE INDEX statement names, and the index."""
    match = _INDEX.match(definition)
    assert match is not None, definition
    inner, rest = _to_the_end(definition[match.end() :])
    _, _, where = rest.partition("WHERE")
    index = Index(
        match["name"].strip('"'),
        tuple(_plain(part) for part in _parts(inner)),
        _plain(where),
        valid,
        (match["method"] or "btree").lower(),
    )
    return match["table"].rpartition(".")[2].strip('"'), index


def _to_the_end(text: str) -> tuple[str, str]:
    """What is inside of parentheses that are open, and what comes behind."""
    depth = 1
    for place, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if not depth:
            return text[:place], text[place + 1 :]
    return text, ""


def _parts(text: str) -> Iterable[str]:
    """The parts between commas that no parentheses hold."""
    depth, begin = 0, 0
    for place, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and not depth:
            yield text[begin:place]
            begin = place + 1
    yield text[begin:]


def _plain(text: str) -> str:
    descending = re.fullmatch(r"(.*\S)\s+desc\s*", text.lower(), re.DOTALL)
    if descending:
        return f"{_NOISE.sub('', descending[1])} desc"
    return _NOISE.sub("", text.lower())


def _turned(column: str) -> str:
    bare = column.removesuffix(" desc")
    return bare if bare != column else f"{bare} desc"
