"""What may be None, as far as the registered records know."""

from __future__ import annotations

from storm.expr import Column
from zope.component import queryUtility

from lp_persistence.errors import NotRegistered
from lp_persistence.storm.book import RecordsBook
from lp_persistence.storm.expressions import may_be_null
from lp_persistence.storm.interfaces import IRecordsBook


def nullable_in_records(interface: str, name: str) -> bool:
    """Whether an attribute's column can be NULL; no attribute can be None of
    which no records are registered."""
    book: RecordsBook | None = queryUtility(IRecordsBook)
    if book is None or name == "id":
        return False
    try:
        kept = book.records_of(interface).kept(name)
    except NotRegistered:
        return False
    column = kept.expression
    return bool(kept.sides) or (isinstance(column, Column) and may_be_null(column))
