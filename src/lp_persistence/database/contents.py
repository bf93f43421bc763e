"""Whether stored values are what follows from others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from storm.expr import In, Not, Select
from storm.info import get_cls_info

from lp_persistence.database.asking import Asking
from lp_persistence.database.catalog import ARRAY, Catalog
from lp_persistence.database.engine import Engine, quoted
from lp_persistence.database.finding import counted, difference
from lp_persistence.fields import Attribute, Choice
from lp_persistence.finding import Finding
from lp_persistence.storm.book import RecordsBook
from lp_persistence.storm.expressions import table_name
from lp_persistence.storm.query import Names, Place, Query
from lp_persistence.storm.records import Records, Upkeep

#: How many differing rows of a table are looked at for an example.
LOOKED_AT = 50


def unknown(book: RecordsBook, records: Records, asking: Asking) -> Iterator[Finding]:
    """The stored numbers that stand for no item of an enumeration."""
    for name, field in records.fields.items():
        is_kept = name in records.lines and field.is_blind
        if not (isinstance(field, Choice) and is_kept):
            continue
        query, place = _begun(book, records)
        expr = place.term(name).expr
        query.where.append(Not(In(expr, sorted(field.items))))
        text, parameters = asking.compiled(query.select([expr]))
        rows = asking.rows(
            f"WITH unknown (value) AS ({text}) "
            "SELECT value, count(*) FROM unknown GROUP BY value ORDER BY value",
            parameters,
        )
        if rows:
            number = sum(count for _, count in rows)
            values = ", ".join(str(value) for value, _ in rows)
            yield difference(
                _kept_at(records, field),
                f"{counted(number, 'row')} {'has' if number == 1 else 'have'} what "
                f"{field.vocabulary.__name__} does not know: {values}",
                "Correct them, or add items to the enumeration: a page that reads "
                "one fails",
            )


def stale(book: RecordsBook, records: Records, asking: Asking) -> Iterator[Finding]:
    """The stored facts that lag behind the rule that they should follow."""
    for name, field in records.fields.items():
        rule = getattr(field, "rule", None)
        if rule is None:
            continue
        query, place = _begun(book, records)
        terms = [place.term(each) for each in (name, rule)]
        text, parameters = asking.compiled(
            query.select([place.id, *(term.expr for term in terms)])
        )
        rows = asking.rows(
            f"WITH compared (id, found, wanted) AS ({text}) "
            "SELECT count(*) OVER (), id, found, wanted FROM compared "
            "WHERE found <> wanted OR (found IS NULL) <> (wanted IS NULL) "
            "ORDER BY id LIMIT 1",
            parameters,
        )
        for number, key, found, wanted in rows:
            yield difference(
                _kept_at(records, field),
                f"{counted(number, 'value')} {'lags' if number == 1 else 'lag'} behind "
                f"the rule {records.name}.{rule}, for one that of {key}: {found} "
                f"instead of {wanted}",
                "Let the job that keeps it so run, or set it to what the rule gives",
            )


def follows(
    upkeep: Upkeep, catalog: Catalog, engine: Engine, asking: Asking
) -> Iterator[Finding]:
    """Whether a table has the rows that follow from others, and no more."""
    return _Follows(upkeep, catalog, engine, asking).findings()


def _begun(book: RecordsBook, records: Records) -> tuple[Query, Place]:
    query = Query(book, Names())
    return query, Place(query, records, query.begin(records.table))


def _kept_at(records: Records, field: Attribute) -> str:
    column = records.kept(field.__name__).expression
    return f"{table_name(column.table)}.{column.name}"


class _Follows:
    """Compares a table that follows from others with what it should be."""

    def __init__(
        self, upkeep: Upkeep, catalog: Catalog, engine: Engine, asking: Asking
    ):
        self._asking = asking
        self._table = table_name(upkeep.table)
        self._names = [column.name for column in upkeep.columns]
        self._key = [column.name for column in get_cls_info(upkeep.table).primary_key]
        columns: Mapping[str, Any] = (
            catalog[self._table].columns if self._table in catalog else {}
        )
        bare = ", ".join(map(quoted, self._names))
        # The order of the elements of an array means nothing.
        alike = ", ".join(
            engine.sorted_array(quoted(name))
            if name in columns and columns[name].kind == ARRAY
            else quoted(name)
            for name in self._names
        )
        wanted, wanted_with = asking.compiled(upkeep.select())
        found, found_with = asking.compiled(
            Select(upkeep.columns, upkeep.rows, tables=[upkeep.table])
        )
        self._with = (
            f"WITH wanted_raw ({bare}) AS ({wanted}), found_raw ({bare}) AS ({found}), "
            f"wanted ({bare}) AS (SELECT {alike} FROM wanted_raw), "
            f"found ({bare}) AS (SELECT {alike} FROM found_raw) "
        )
        self._parameters = (*wanted_with, *found_with)

    def findings(self) -> Iterator[Finding]:
        extra_number, extra = self._beyond("found", "wanted")
        missing_number, missing = self._beyond("wanted", "found")
        if not (extra or missing):
            return
        said = []
        if extra_number:
            verb = "does" if extra_number == 1 else "do"
            said.append(f"{counted(extra_number, 'row')} {verb} not follow from others")
        if missing_number:
            verb = "is" if missing_number == 1 else "are"
            said.append(f"{counted(missing_number, 'row')} {verb} missing")
        yield difference(
            self._table,
            f"{' and '.join(said)}; for one, {self._example(extra, missing)}",
            "Let the triggers that keep it so do it, or where there are none the "
            "finish_load() of the backend",
        )

    def _beyond(self, these: str, those: str) -> tuple[int, list[tuple[Any, ...]]]:
        """How many of ``these`` are not among ``those``, and some of them."""
        rows = self._asking.rows(
            f"{self._with} SELECT count(*) OVER (), beyond.* FROM "
            f"(SELECT * FROM {these} EXCEPT SELECT * FROM {those}) AS beyond "
            f"ORDER BY 2, 3 LIMIT {LOOKED_AT}",
            self._parameters,
        )
        return (rows[0][0] if rows else 0), [row[1:] for row in rows]

    def _example(
        self, extra: list[tuple[Any, ...]], missing: list[tuple[Any, ...]]
    ) -> str:
        wanted = {self._key_of(row): row for row in missing}
        for row in extra:
            other = wanted.get(self._key_of(row))
            if other is not None and self._key_of(row):
                differences = ", ".join(
                    f"{name} {found} instead of {should}"
                    for name, found, should in zip(self._names, row, other)
                    if found != should
                )
                return f"{self._said(self._key_of(row))} has {differences}"
        row, verb = (extra[0], "is too many") if extra else (missing[0], "is missing")
        return f"{self._said(dict(zip(self._names, row)).items())} {verb}"

    def _key_of(self, row: tuple[Any, ...]) -> tuple[tuple[str, Any], ...]:
        """Names and values of the primary key, where it is not a number that the
        database gives."""
        values = dict(zip(self._names, row))
        return tuple((name, values[name]) for name in self._key if name in values)

    @staticmethod
    def _said(values: Any) -> str:
        return ", ".join(f"{name} {value}" for name, value in values)
