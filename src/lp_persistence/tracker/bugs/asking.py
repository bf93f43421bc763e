"""What listings of bugs can be asked, and what of bugs that finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any, Final

from lp_persistence.bugs.enums import (
    UNRESOLVED,
    BugTaskImportance,
    BugTaskStatus,
    InformationType,
)
from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.series.interfaces import IMilestones
from lp_persistence.tracker.frame import (
    Choice,
    Form,
    Several,
    Shown,
    Words,
    choices_of,
)
from lp_persistence.tracker.frame.form import BadQuery, Given, shortened

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9+.-]*")


@dataclass(frozen=True)
class Name(Words):
    """The name of something, as it stands in addresses."""

    def parse(self, texts: Sequence[str]) -> str:
        text = super().parse(texts).removeprefix("~")
        if not _NAME.fullmatch(text):
            raise BadQuery(
                f"“{shortened(text)}” is no {self.label.lower()}: say a name as it "
                f"stands in addresses, of small letters, digits, “+”, “.” and “-”."
            )
        return text


#: What asks for all statuses of a kind, beside the statuses themselves.
_OPEN: Final = UNRESOLVED
_RESOLVED: Final = frozenset(BugTaskStatus.items) - UNRESOLVED - {BugTaskStatus.UNKNOWN}
_IMPORTANCE: Final = "importance"
#: The field that leaves out no bug.
ORDER: Final = "order"

FORM: Final = Form(
    Words("text", "Words"),
    Choice(
        ORDER,
        "Order",
        {
            "importance": (_IMPORTANCE, "most important first"),
            "heat": ("heat", "hottest first"),
            "newest": ("newest", "newest first"),
            "recently-changed": ("recently_changed", "last changed first"),
        },
        default=_IMPORTANCE,
    ),
    Several(
        "status",
        "Status",
        {
            "open": (_OPEN, "Open, all of them"),
            "resolved": (_RESOLVED, "Resolved, all of them"),
            **choices_of(
                BugTaskStatus,
                without=(
                    BugTaskStatus.INCOMPLETE_WITH_RESPONSE,
                    BugTaskStatus.INCOMPLETE_WITHOUT_RESPONSE,
                ),
            ),
        },
    ),
    Several("importance", "Importance", choices_of(BugTaskImportance)),
    Several("information-type", "Information type", choices_of(InformationType)),
    Name("assignee", "Assignee"),
    Name("reporter", "Reporter"),
    Name("subscriber", "Subscriber"),
    Name("milestone", "Milestone"),
    Name("tag", "Tag"),
)

#: By the name of a field the test of ``IBugs.search`` that it stands for.
_TESTS: Final[Mapping[str, str]] = {
    "text": "text",
    "importance": "importance",
    "information-type": "information_type",
}
_PERSONS: Final = ("assignee", "reporter", "subscriber")


def bugs_asked_for(page: Shown, given: Given, person: Any = None, **tests: Any) -> Any:
    """The group of bugs that a listing was asked for; ``tests`` are those of
    ``IBugs.search`` that the page adds. Of a ``person`` (a group) those that
    they reported, work on or subscribed to.

    Where no status is asked for, they are open. Whoever is named and is not
    there, or can't be seen, has no bugs.
    """
    for name, test in _TESTS.items():
        if name in given.values:
            tests[test] = given.values[name]
    for name in _PERSONS:
        if name in given.values:
            tests[name] = page.root(IPersons).filter(name=given.values[name])
    if "milestone" in given.values:
        tests["milestone"] = page.root(IMilestones).filter(
            name=given.values["milestone"]
        )
    statuses = _statuses(given.get("status", {_OPEN}))
    if statuses == _OPEN:
        tests["unresolved"] = True
    else:
        tests["status"] = statuses
    root = page.root(IBugs)
    find = root.search if person is None else partial(root.of_person, person)
    found = find(order=given.get(ORDER, _IMPORTANCE), **tests)
    if statuses == _OPEN:
        found = found.filter(duplicate=False)
    return found.filter(tags=given.values["tag"]) if "tag" in given.values else found


def _statuses(asked: Iterable[Any]) -> frozenset[Any]:
    """Statuses and sets of them as one set."""
    return frozenset(
        chain.from_iterable(
            each if isinstance(each, frozenset) else (each,) for each in asked
        )
    )
