"""What is said about the bugs of a generated world, and the log of changes.

As in ``people``: what others count on is drawn at once and kept in arrays,
texts and dates are made as the rows are read.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from lp_persistence.bugs.conversation.enums import AttachmentType
from lp_persistence.bugs.enums import NominationStatus
from lp_persistence.sample.chance import INTEGERS, Chance, Lists, Spans, Weighted
from lp_persistence.sample.files import Files
from lp_persistence.sample.people import People
from lp_persistence.sample.pillars import Pillars
from lp_persistence.sample.reports import EVEN, FAME, Reports
from lp_persistence.sample.words import SENTENCES

#: The bug of rank n (from 0) has TALK / (n + EVEN) comments beside the ordinary
#: few: of 20,000 bugs the most talked about has 430.
TALK: Final = 2560
ATTACHED: Final = 0.06
ELSEWHERE: Final = 0.2
PATCHES: Final = 0.3
SPAM: Final = 0.01
NOMINATED: Final = 0.04
MUTED: Final = 0.02

#: (what was changed, what it was, what it became).
CHANGES: Final = Weighted(
    (5, ("status", "New", "Confirmed")),
    (3, ("status", "Confirmed", "Triaged")),
    (3, ("importance", "Undecided", "Medium")),
    (2, ("assignee", None, "Jörg Ashgrove")),
    (1, ("tags", "", "regression")),
    (1, ("description", None, None)),
    (1, ("bug", None, None)),
)
NOMINATIONS: Final = Weighted(
    (5, NominationStatus.PROPOSED.value),
    (3, NominationStatus.APPROVED.value),
    (2, NominationStatus.DECLINED.value),
)


class Talk:
    """What is said and done about bugs; ``attachments`` take files at once."""

    def __init__(
        self,
        seed: int,
        people: People,
        pillars: Pillars,
        reports: Reports,
        files: Files,
    ):
        self._seed = seed
        self._people = people
        self._pillars = pillars
        self._reports = reports
        #: Ids of the comments and of the log's entries, by bug.
        self.comments = Spans(self._draw_comments())
        self.changes = Spans(self._draw_changes())
        #: Comments with something attached, and its file or 0, in order.
        self.attached = array(INTEGERS)
        self._attached_files = array(INTEGERS)
        self._draw_attachments(files)
        self.muted_by = self._draw_muted()
        #: By bug: the series of its product or distribution it is nominated for.
        self.nominated = self._draw_nominated()

    def _draw_comments(self) -> Iterator[int]:
        chance = Chance(self._seed, "comments")
        talk = TALK * min(FAME, self._people.count) // FAME
        for bug in self._reports.ids:
            few = chance.below(3) + chance.below(3) * chance.below(2)
            yield 1 + few + talk // (self._reports.rank[bug] + EVEN)

    def _draw_changes(self) -> Iterator[int]:
        chance = Chance(self._seed, "changes")
        for _ in self._reports.ids:
            yield chance.below(4)

    def _draw_attachments(self, files: Files) -> None:
        chance = Chance(self._seed, "attachments")
        for comment in range(1, self.comments.end):
            if chance.passes(ATTACHED):
                self.attached.append(comment)
                elsewhere = chance.passes(ELSEWHERE)
                self._attached_files.append(0 if elsewhere else files.attachment())

    def _draw_muted(self) -> Lists:
        chance = Chance(self._seed, "muted")
        found = Lists()
        for bug in self._reports.ids:
            subscribers = self._reports.subscribers[bug]
            some = chance.passes(MUTED) and len(subscribers) > 0
            found.add([chance.one_of(subscribers)] if some else [])
        return found

    def _draw_nominated(self) -> Lists:
        chance = Chance(self._seed, "nominated")
        found = Lists()
        for bug in self._reports.ids:
            series = self._series(bug)
            some = chance.passes(NOMINATED) and len(series) > 0
            found.add(series[: 1 + chance.below(2)] if some else [])
        return found

    def _series(self, bug: int) -> range:
        place = self._reports.place[bug]
        if place:
            return self._pillars.distro_series[place]
        return self._pillars.product_series[self._reports.product[bug]]

    def _somebody(self, chance: Chance, bug: int) -> int:
        """Whoever speaks: mostly one of those who are subscribed."""
        subscribers = self._reports.subscribers[bug]
        if len(subscribers) and chance.passes(0.7):
            return chance.one_of(subscribers)
        popular = self._people.popular
        return popular[chance.skewed(len(popular))]

    def comment_rows(self) -> Iterator[tuple[Any, ...]]:
        """(id, index, subject, date_created, visible, text, bug, author)"""
        chance = Chance(self._seed, "comment rows")
        for bug, ids in self.comments.pairs():
            said = self._reports.created(bug)
            for index, comment in enumerate(ids):
                sentences = [
                    chance.one_of(SENTENCES) for _ in range(1 + chance.below(3))
                ]
                yield (
                    comment,
                    index,
                    f"Re: bug {bug}" if chance.passes(0.3) else None,
                    said,
                    index == 0 or not chance.passes(SPAM),
                    "\n\n".join(sentences) if index else " ".join(sentences),
                    bug,
                    self._somebody(chance, bug),
                )
                said += timedelta(minutes=1 + chance.skewed(20_000))

    def attachment_rows(self) -> Iterator[tuple[Any, ...]]:
        """(id, title, type, url, bug, comment, file)"""
        chance = Chance(self._seed, "attachment rows")
        pairs = zip(self.attached, self._attached_files, strict=True)
        waiting = iter(pairs)
        comment, file = next(waiting, (0, 0))
        number = 0
        for bug, ids in self.comments.pairs():
            while comment in ids:
                number += 1
                is_patch = chance.passes(PATCHES)
                yield (
                    number,
                    f"Fix, version {number}" if is_patch else f"Журнал {number}",
                    (
                        AttachmentType.PATCH if is_patch else AttachmentType.UNSPECIFIED
                    ).value,
                    None if file else f"https://files.example.com/{number}",
                    bug,
                    comment,
                    file or None,
                )
                comment, file = next(waiting, (0, 0))

    def activity_rows(self) -> Iterator[tuple[Any, ...]]:
        """(id, what_changed, date_changed, old_value, new_value, message, bug,
        person)"""
        chance = Chance(self._seed, "activity rows")
        for bug, ids in self.changes.pairs():
            changed = self._reports.created(bug)
            for change in ids:
                what, old, new = CHANGES.draw(chance)
                yield (
                    change,
                    what,
                    changed,
                    old,
                    new,
                    chance.one_of(SENTENCES) if chance.passes(0.1) else None,
                    bug,
                    self._somebody(chance, bug),
                )
                changed += timedelta(minutes=1 + chance.skewed(20_000))

    def nomination_rows(self) -> Iterator[tuple[Any, ...]]:
        """(id, status, date_created, date_decided, bug, product_series,
        distro_series, owner, decider)"""
        chance = Chance(self._seed, "nomination rows")
        for number, (bug, series) in enumerate(self.nominated.pairs(), 1):
            status = NOMINATIONS.draw(chance)
            is_open = status == NominationStatus.PROPOSED.value
            created = self._reports.created(bug) + timedelta(hours=chance.below(999))
            in_distribution = self._reports.place[bug] != 0
            yield (
                number,
                status,
                created,
                None if is_open else created + timedelta(hours=chance.below(99)),
                bug,
                None if in_distribution else series,
                series if in_distribution else None,
                self._somebody(chance, bug),
                None if is_open else self._somebody(chance, bug),
            )
