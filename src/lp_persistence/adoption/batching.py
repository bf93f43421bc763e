"""Groups in pages of ``lazr.batchnavigator``, by keys.

    factory = KeysetRangeFactory(bugs)
    navigator = BatchNavigator(bugs, request, range_factory=factory)
    page = factory.page(navigator.batch)
    page.get_tasks()
    context.realise()
    for bug in navigator.currentBatch(): …

A page is declared, and realised with all else that the view shows, before the batch
is read. Only addresses that were made before there were keys have an offset; what
stands before it is read as well, so that it ends at FARTHEST.
This module needs ``lazr.batchnavigator``.
"""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from lazr.batchnavigator.interfaces import IRangeFactory
from zope.interface import implementer
from zope.security.proxy import removeSecurityProxy

from lp_persistence.errors import InvalidKey, NotAllowed, NotRealised, shortened
from lp_persistence.group import Group
from lp_persistence.ordering import opposite

#: How many pages before a page its addresses know the begins of.
KNOWN: Final = 20
#: How many members an address without a key may pass over.
FARTHEST: Final = 10_000


class Memo(NamedTuple):
    """A place between two pages: behind which keys the pages before it began, the
    nearest last (an empty one begins the group), and the key of the member next to it,
    on the page that tells of it."""

    begins: tuple[str, ...]
    key: str

    @classmethod
    def parse(cls, text: Any) -> Memo:
        """From an address; InvalidKey for what is none."""
        problem = InvalidKey(
            f"{shortened(text)} is no place between pages: take the addresses that "
            f"the navigator gives."
        )
        try:
            keys = json.loads(text)
        except (ValueError, TypeError, RecursionError):
            raise problem from None
        is_memo = (
            isinstance(keys, list)
            and 0 < len(keys) <= KNOWN + 1
            and all(isinstance(key, str) for key in keys)
        )
        if not is_memo:
            raise problem
        *begins, key = keys
        return cls(tuple(begins), key)

    def __str__(self) -> str:
        keys = [*self.begins[-KNOWN:], self.key]
        return json.dumps(keys, ensure_ascii=False, separators=(",", ":"))


@implementer(IRangeFactory)
class KeysetRangeFactory:
    """See ``IRangeFactory``. Of one group, and of one page of it.

    ``sized``: count the group's members, by a statement; without it a navigator that
    shows how many there are, or a last page, says so by NotAllowed.

    The last pages are read from the end, in the opposite order. Who has come a long
    way gets the same pages back, for their addresses know where these began.
    """

    def __init__(self, group: Group, sized: bool = True):
        self._group = group
        self._length = group.size() if sized else None
        self._page: Any = None
        #: Where this page begins, and those before it; None where that is not known.
        self._begin: str | None = ""
        self._begins: tuple[str, ...] = ()

    def page(self, batch: Any) -> Any:
        """The group of the members that a batch shows, and one more, which tells
        whether there are others: to be asked for what is shown, before realise().

        InvalidKey for a memo that is none of the group's; NotAllowed for the last page
        of a group that was not counted, or can't be read from its end. An offset that
        is negative, or past FARTHEST, is none: the batch is the first one.
        """
        memo = Memo.parse(batch.range_memo) if batch.range_memo else None
        if batch.range_memo is None:
            if not 0 <= batch.start <= FARTHEST:
                # As the navigator takes a start that is no number.
                batch.start, batch.end = 0, batch.size
            return self._forwards("", (), batch.size + 1 + batch.start)
        if batch.range_forwards:
            key, begins = (memo.key, memo.begins) if memo else ("", ())
            return self._forwards(key, begins, batch.size + 1)
        if memo is None:
            return self._last(batch.size)
        if memo.begins:
            return self._forwards(memo.begins[-1], memo.begins[:-1], batch.size + 1)
        backwards = _opposite(self._group)
        if backwards is None:
            return self._forwards("", (), batch.size + 1)
        return self._backwards(backwards.after(memo.key).limit(batch.size + 1))

    def _forwards(self, begin: str, begins: tuple[str, ...], size: int) -> Any:
        self._begin, self._begins = begin, begins
        group = self._group.after(begin) if begin else self._group
        self._page = group.limit(size)
        return self._page

    def _backwards(self, page: Any) -> Any:
        self._begin, self._page = None, page
        return page

    def _last(self, size: int) -> Any:
        backwards = _opposite(self._group)
        if backwards is None or self._length is None:
            raise NotAllowed(
                f"{self._group!r} has no last page: it "
                f"{'was not counted' if self._length is None else 'has one direction'}."
                f" Have the navigator show no link to it (show_last_link)."
            )
        return self._backwards(backwards.limit(size))

    @property
    def rough_length(self) -> int:
        """See ``IRangeFactory``."""
        if self._length is None:
            raise NotAllowed(
                f"{self._group!r} was not counted: say KeysetRangeFactory(group)."
            )
        return int(self._length)

    def getSliceByIndex(self, start: int, end: int) -> list[Any]:
        """See ``IRangeFactory``: of addresses that were made before there were keys.
        What stands before is read as well."""
        return self._members()[start:end]

    def getSlice(
        self, size: int, endpoint_memo: str = "", forwards: bool = True
    ) -> list[Any]:
        """See ``IRangeFactory``: what ``page()`` has declared."""
        members = self._members()
        if forwards and (self._begin is None or self._is_behind(endpoint_memo)):
            # What follows a page that was reached backwards, and is the first.
            return members[-size:] if len(members) > size and self._begin == "" else []
        if forwards or self._begin is None:
            return members[:size]
        shown = members[: size - 1]
        if self._begin:
            # The navigator takes one before the page for a sign that there are some.
            return [*reversed(shown), None]
        return shown[::-1]

    def _is_behind(self, memo: str) -> bool:
        return bool(memo) and Memo.parse(memo).key != self._begin

    def _members(self) -> list[Any]:
        if self._page is None:
            raise NotRealised(
                f"{self._group!r} has no page yet. Say factory.page(navigator.batch), "
                f"and context.realise(), before the batch is read."
            )
        return list(self._page)

    def getEndpointMemos(self, batch: Any) -> tuple[str, str]:
        """See ``IRangeFactory``."""
        shown = list(batch)
        known = () if self._begin is None else (*self._begins, self._begin)
        if not shown:
            nowhere = str(Memo(self._begins, self._begin or ""))
            return nowhere, nowhere
        first, last = (self._page.key(shown[place]) for place in (0, -1))
        return str(Memo(self._begins, first)), str(Memo(known, last))


def _opposite(group: Any) -> Any:
    """A group from its last member to its first; None where what orders it has no
    opposite, or it is mixed."""
    bare = removeSecurityProxy(group)
    names = opposite(bare.node) if isinstance(bare, Group) else None
    return None if names is None else group.ordered_by(*names)
