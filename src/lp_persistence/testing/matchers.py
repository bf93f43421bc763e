"""Matchers for statements, for anybody's tests.

They follow testtools' protocol, which Launchpad's tests use: ``match()`` gives
None, or a mismatch that can ``describe()`` itself. testtools is not needed:

    mismatch = StatementsAtMost(6).match(page)
    if mismatch is not None:
        raise AssertionError(mismatch.describe())

``page`` is what ``lp_persistence.testing.measuring`` measured. An object of an
application's own with a list as ``statements`` will do: each is shown by its
``str``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any


class Mismatch:
    """Why something does not match."""

    def __init__(self, text: str):
        self._text = text

    def describe(self) -> str:
        """The reason, with all statements."""
        return self._text

    def get_details(self) -> dict[str, Any]:
        """Nothing more; testtools asks for it."""
        return {}


class _Counted:
    """Matches what cost a number of statements that is right."""

    def __init__(self, count: int):
        self.count = count

    def __str__(self) -> str:
        return f"{type(self).__name__}({self.count})"

    def is_right(self, found: int) -> bool:
        """Whether so many statements match."""
        raise NotImplementedError(type(self))

    def match(self, page: Any) -> Mismatch | None:
        """Nothing, or by how much it is off, with all statements."""
        found = len(page.statements)
        if self.is_right(found):
            return None
        off = f"{abs(found - self.count)} {'more' if found > self.count else 'fewer'}"
        return Mismatch(
            f"{counted(found)}, {off} than {self.count}:\n{listed(page.statements)}"
        )


class StatementsAtMost(_Counted):
    """Matches what cost so many statements or fewer."""

    def is_right(self, found: int) -> bool:
        """See the class."""
        return found <= self.count


class StatementsExactly(_Counted):
    """Matches what cost so many statements, no more and no less."""

    def is_right(self, found: int) -> bool:
        """See the class."""
        return found == self.count


class SameStatements:
    """Matches a function that costs the same at each size.

    The function takes a size, has so many of everything, and returns what was
    measured; ``at`` are the sizes.
    """

    def __init__(self, at: Iterable[int] = (1, 50)):
        self.at = tuple(at)

    def __str__(self) -> str:
        return f"SameStatements(at={self.at!r})"

    def match(self, page_at: Callable[[int], Any]) -> Mismatch | None:
        """Nothing, or the first size that costs something else, with the
        statements that the one has and the other has not."""
        first = self.at[0]
        base = page_at(first).statements
        for size in self.at[1:]:
            found = page_at(size).statements
            if len(found) != len(base):
                return Mismatch(
                    f"{counted(len(base))} at {first}, {len(found)} at {size}.\n"
                    f"Only at {first}:\n{_without(base, found)}\n"
                    f"Only at {size}:\n{_without(found, base)}"
                )
        return None


def counted(statements: int) -> str:
    """A number of statements, in words."""
    return f"{statements} {'statement' if statements == 1 else 'statements'}"


def listed(statements: Iterable[Any]) -> str:
    """Statements, a line for each, numbered."""
    return "\n".join(f"{number:3}. {each}" for number, each in enumerate(statements, 1))


def _without(statements: Iterable[Any], others: Iterable[Any]) -> str:
    """Those that the others have not, by the step that they are."""
    left = Counter(map(_step, others))
    kept = []
    for each in statements:
        step = _step(each)
        if left[step]:
            left[step] -= 1
        else:
            kept.append(each)
    return listed(kept) or "  none"


def _step(statement: Any) -> str:
    step: str = getattr(statement, "step", None) or str(statement)
    return step
