"""Groups in pages of ``lazr.batchnavigator``, by keys and never by an offset.

    factory = KeysetRangeFactory(bugs)
    navigator = BatchNavigator(bugs, request, range_factory=factory)
    page = factory.page(navigator.batch)
    page.get_tasks()
    context.realise()
    for bug in navigator.currentBatch(): …

A page is declared, and realised with all else that the view shows, before the batch
is read. This module needs ``lazr.batchnavigator``.
"""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from lazr.batchnavigator.interfaces import IRangeFactory
from zope.interface import implementer

from lp_persistence.errors import InvalidKey, NotAllowed, NotRealised, shortened
from lp_persistence.group import Group

#: How many pages one can go back, from any.
BACK: Final = 20


class Memo(NamedTuple):
    """A place between two pages: behind which key the next one begins, and behind
    which ones those before did, the nearest last; an empty one begins the group."""

    after: str
    before: tuple[str, ...]

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
            and 0 < len(keys) <= BACK + 1
            and all(isinstance(key, str) for key in keys)
        )
        if not is_memo:
            raise problem
        *before, after = keys
        return cls(after, tuple(before))

    def __str__(self) -> str:
        keys = [*self.before[-BACK:], self.after]
        return json.dumps(keys, ensure_ascii=False, separators=(",", ":"))


#: Where the first page begins.
FIRST: Final = Memo("", ())


@implementer(IRangeFactory)
class KeysetRangeFactory:
    """See ``IRangeFactory``. Of one group, and of one page of it.

    ``sized``: count the group's members, by a statement; without it a navigator that
    shows how many there are says so by NotAllowed. There is no last page: a group is
    read from its begin.
    """

    def __init__(self, group: Group, sized: bool = True):
        self._group = group
        self._length = group.size() if sized else None
        self._page: Any = None
        self._memo = FIRST
        self._skipped = 0

    def page(self, batch: Any) -> Any:
        """The group of the members that a batch shows, and one more, which tells
        whether there are others: to be asked for what is shown, before realise().

        InvalidKey for a memo that is none of the group's.
        """
        if batch.range_memo is None:
            return self._begin(FIRST, batch.size + 1, batch.start)
        memo = Memo.parse(batch.range_memo) if batch.range_memo else FIRST
        if not batch.range_forwards:
            memo = self._back(memo)
        return self._begin(memo, batch.size + 1)

    def _back(self, memo: Memo) -> Memo:
        """Where the page before a place began."""
        if memo == FIRST:
            raise NotAllowed(
                f"{self._group!r} has no last page to begin with: it is read from its "
                f"begin. Have the navigator show no link to it (show_last_link)."
            )
        *before, after = memo.before or ("",)
        return Memo(after, tuple(before))

    def _begin(self, memo: Memo, size: int, skipped: int = 0) -> Any:
        self._memo, self._skipped = memo, skipped
        group = self._group.after(memo.after) if memo.after else self._group
        self._page = group.limit(size + skipped)
        return self._page

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
        if forwards:
            if endpoint_memo and Memo.parse(endpoint_memo).after != self._memo.after:
                # What follows a page that was reached backwards, and is the first.
                return members[-size:] if len(members) > size else []
            return members[:size]
        shown = members[: size - 1]
        if self._memo.after:
            # The navigator takes one before the page for a sign that there are some.
            return [*reversed(shown), None]
        return shown[::-1]

    def _members(self) -> list[Any]:
        if self._page is None:
            raise NotRealised(
                f"{self._group!r} has no page yet. Say factory.page(navigator.batch), "
                f"and context.realise(), before the batch is read."
            )
        return list(self._page)

    def getEndpointMemos(self, batch: Any) -> tuple[str, str]:
        """See ``IRangeFactory``."""
        after, before = self._memo
        lower = str(Memo(after, before))
        shown = list(batch)
        if not shown:
            return lower, lower
        return lower, str(Memo(self._page.key(shown[-1]), (*before, after)))
