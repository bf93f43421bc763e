"""Lists that go on over several pages, by the key of their last member."""

from __future__ import annotations

from typing import Any, Final

from zope.security.proxy import ProxyFactory

from lp_persistence.errors import InvalidKey
from lp_persistence.tracker.frame.form import NOTHING, BadQuery, Given

#: So many members stand on a page.
PAGE: Final = 20
#: So far lists without an end are counted: to count all of them would take longer
#: than all else of their pages.
COUNTED: Final = 1000


def size_so_far(group: Any) -> Any:
    """How many members a group has, as far as they are counted; an ``ISize``, to be
    told by ``counted(…, most=COUNTED)``."""
    return group.limit(COUNTED + 1).size()


class Listing:
    """One page of a group, in the group's order, and the way on.

    ``group`` is what to ask for more::

        self.bugs = Listing(self.request, bugs, given)
        self.bugs.group.need(IBugRow).get_reporters()

    The template iterates over ``members`` and shows ``view/macros/pager`` of
    it. Raises BadQuery for an ``after`` in the address that no page of the
    list linked to.
    """

    def __init__(
        self, request: Any, group: Any, given: Given | None = None, size: int = PAGE
    ):
        self._given = NOTHING.read(request) if given is None else given
        self._size = size
        after = request.form.get("after")
        #: Whether there is something before it.
        self.goes_on = after is not None
        if after is not None:
            group = _behind(group, after)
        # One more than is shown tells whether there is a next page.
        self.group = ProxyFactory(group.limit(size + 1))

    @property
    def members(self) -> tuple[Any, ...]:
        """What the page shows."""
        return tuple(self.group)[: self._size]

    @property
    def first_address(self) -> str | None:
        """The address of the first page, if this is another."""
        return self._given.address() if self.goes_on else None

    @property
    def next_address(self) -> str | None:
        """The address of the page behind this one, if there is one."""
        if len(self.group) <= self._size:
            return None
        return self._given.address(after=self.group.key(self.members[-1]))


def _behind(group: Any, after: object) -> Any:
    try:
        if isinstance(after, str):
            return group.after(after)
    except InvalidKey:
        pass
    raise BadQuery(
        "What follows “after” in the address is not what the tracker put "
        "there. Begin with the first page."
    )
