"""Going without the lock: possible, counted, and listed with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from zope.testing.cleanup import addCleanUp

from lp_persistence.errors import InvalidValue
from lp_persistence.place import calling_place, speaks_for_caller
from lp_persistence.publication.costs import costs_here
from lp_persistence.publication.lock import all_lifted
from lp_persistence.publication.modes import logger

# The line that is listed is the caller's, not that of its with statement.
speaks_for_caller(__name__)
speaks_for_caller("contextlib")


class Unlocked:
    """How often the lock was lifted since the process began, where and why."""

    def __init__(self) -> None:
        self._times: Counter[tuple[str, str]] = Counter()
        self._changing = Lock()

    def count(self, reason: str, place: str) -> None:
        """It was lifted once more."""
        with self._changing:
            self._times[reason, place] += 1

    def clear(self) -> None:
        """Forget all of it."""
        with self._changing:
            self._times.clear()

    def report(self) -> str:
        """A line for each place, the most frequent first; for those who run
        the application."""
        with self._changing:
            found = self._times.most_common()
        return "\n".join(
            f"{times} × {reason} ({place})" for (reason, place), times in found
        )


UNLOCKED = Unlocked()
addCleanUp(UNLOCKED.clear)


@contextmanager
def dangerously_unlocked(*, reason: str) -> Iterator[None]:
    """Let a page reach the store while it is rendered.

    ``reason`` is a sentence for those who will have to remove it: each use is
    counted at the request (``ICosts``, ``Server-Timing``) and in
    ``UNLOCKED.report()``, and logged. Raises InvalidValue without one. The
    locks of this thread are lifted for the block; where there are none,
    nothing happens.
    """
    if not (isinstance(reason, str) and reason.strip()):
        raise InvalidValue(
            "dangerously_unlocked", "reason", reason, "expected a sentence"
        )
    place = str(calling_place())
    with all_lifted() as was_locked:
        if was_locked:
            UNLOCKED.count(reason, place)
            for costs in costs_here():
                costs.unlocked.append(reason)
            logger.warning(
                "The lock was lifted at %s: %s",
                place,
                reason,
                extra={"place": place, "reason": reason},
            )
        yield
