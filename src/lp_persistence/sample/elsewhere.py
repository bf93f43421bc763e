"""What is known elsewhere of the bugs of a generated world."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from lp_persistence.bugs.elsewhere.enums import BugTrackerType, CveStatus
from lp_persistence.sample.chance import INTEGERS, Chance, Lists, Weighted
from lp_persistence.sample.people import People
from lp_persistence.sample.reports import Reports
from lp_persistence.sample.words import SENTENCES

#: The smallest world has so many, and so many bugs bring one more.
FEWEST_CVES: Final = 10
BUGS_FOR_A_CVE: Final = 40
ABOUT_CVES: Final = 0.08
WATCHED: Final = 0.12

#: (name, title, type, whether it is watched).
TRACKERS: Final = (
    ("bugzilla.example", "The Bugzilla of Example", BugTrackerType.BUGZILLA, True),
    ("debbugs", "Debian のバグ", BugTrackerType.DEBBUGS, True),
    ("trac.example", "Trac für alle", BugTrackerType.TRAC, True),
    ("github.example", "Issues at the hub", BugTrackerType.GITHUB, True),
    ("old.example", "What was used before", BugTrackerType.MANTIS, False),
)
CVE_STATUSES: Final = Weighted(
    (5, CveStatus.CANDIDATE.value),
    (4, CveStatus.ENTRY.value),
    (1, CveStatus.DEPRECATED.value),
)
#: (status there, importance there).
THERE: Final = Weighted(
    (4, ("NEW", "normal")),
    (3, ("RESOLVED FIXED", "normal")),
    (2, ("done", None)),
    (1, ("", "")),
    (1, (None, None)),
)
_BEGIN = datetime(1999, 9, 7, tzinfo=UTC)


class Elsewhere:
    """Vulnerabilities, trackers and watches."""

    def __init__(self, size: int, seed: int, people: People, reports: Reports):
        self._seed = seed
        self._people = people
        self._reports = reports
        self.cve_count = FEWEST_CVES + size // BUGS_FOR_A_CVE
        self.cves = self._draw_cves()
        #: The bugs of the watches, in their order.
        self.watched = array(INTEGERS)
        #: By bug the id of its first watch, or 0.
        self.first_watch = array(INTEGERS, [0]) * (size + 1)
        self._draw_watches()

    def _draw_cves(self) -> Lists:
        chance = Chance(self._seed, "cves")
        found = Lists()
        for _ in self._reports.ids:
            some = 1 + chance.below(3) if chance.passes(ABOUT_CVES) else 0
            drawn = [1 + chance.skewed(self.cve_count) for _ in range(some)]
            found.add(list(dict.fromkeys(drawn)))
        return found

    def _draw_watches(self) -> None:
        chance = Chance(self._seed, "watches")
        for bug in self._reports.ids:
            if chance.passes(WATCHED):
                self.first_watch[bug] = len(self.watched) + 1
                self.watched.extend([bug] * (1 + chance.below(2)))

    def _owner(self, chance: Chance) -> int:
        popular = self._people.popular
        return popular[chance.skewed(len(popular))]

    def with_watches(
        self, rows: Callable[[], Iterator[tuple[Any, ...]]], names: tuple[str, ...]
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of tasks, each with the watch that tells its status, if one
        does: the first of its bug, for the bug's first task."""
        bug = names.index("bug")
        for row in rows():
            is_first = row[0] <= self._reports.count
            yield (*row, (is_first and self.first_watch[row[bug]]) or None)

    def cve_rows(self) -> Iterator[tuple[Any, ...]]:
        """(id, sequence, status, date_created, date_modified, description)"""
        chance = Chance(self._seed, "cve rows")
        for cve in range(1, self.cve_count + 1):
            created = _BEGIN + timedelta(hours=71 * cve)
            yield (
                cve,
                f"{created.year}-{1000 + cve}",
                CVE_STATUSES.draw(chance),
                created,
                created + timedelta(hours=chance.below(5000)),
                chance.one_of(SENTENCES),
            )

    def tracker_rows(self) -> Iterator[tuple[Any, ...]]:
        """(id, name, title, type, base_url, active, date_created, summary,
        owner)"""
        chance = Chance(self._seed, "tracker rows")
        for tracker, (name, title, kind, active) in enumerate(TRACKERS, 1):
            yield (
                tracker,
                name,
                title,
                kind.value,
                f"https://{name}/",
                active,
                _BEGIN + timedelta(days=99 * tracker),
                chance.one_of(SENTENCES) if chance.passes(0.5) else None,
                self._owner(chance),
            )

    def watch_rows(self) -> Iterator[tuple[Any, ...]]:
        """(id, remote_bug, remote_status, remote_importance, date_created,
        last_changed, last_checked, bug, tracker, owner)"""
        chance = Chance(self._seed, "watch rows")
        for watch, bug in enumerate(self.watched, 1):
            status, importance = THERE.draw(chance)
            created = self._reports.created(bug) + timedelta(hours=chance.below(5000))
            checked = created + timedelta(hours=chance.below(900))
            yield (
                watch,
                str(1 + chance.below(99_999)),
                status,
                importance,
                created,
                None if status is None else checked,
                None if chance.passes(0.1) else checked,
                bug,
                1 + chance.below(len(TRACKERS)),
                self._owner(chance),
            )
