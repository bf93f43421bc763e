"""Whether the list of allowed accesses has shrunk as far as it can."""

from __future__ import annotations

from collections.abc import Iterable

from lp_persistence.errors import PersistenceError
from lp_persistence.publication.modes import Allowance, allowances


class StaleAllowance(PersistenceError):
    """Entries of the list that nothing matched; ``entries`` holds them."""

    def __init__(self, entries: Iterable[Allowance]):
        self.entries = tuple(entries)
        super().__init__(self.entries)

    def __str__(self) -> str:
        return (
            "Nothing matched what is allowed here any more; remove it: "
            f"{'; '.join(map(str, self.entries))}."
        )


def check_allowances() -> None:
    """Raise StaleAllowance for each ``<persistence:allowance …/>`` that covered
    nothing since it was registered.

    To be called when all tests of the pages have run, in the tearDown of their
    layer: before, an entry has not had its chance.
    """
    stale = [each for each in allowances() if not each.matched]
    if stale:
        raise StaleAllowance(sorted(stale, key=str))
