"""What listings of bugs can be asked, and what of bugs that finds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from zope.publisher.interfaces import BadRequest

from lp_persistence.bugs.enums import (
    BugTaskImportance,
    BugTaskStatus,
    InformationType,
)
from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.interfaces import IMilestones
from lp_persistence.tracker.frame import (
    Choice,
    Form,
    Several,
    Shown,
    Words,
    choices_of,
)
from lp_persistence.tracker.frame.form import Given, shortened

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9+.-]*")


@dataclass(frozen=True)
class Name(Words):
    """The name of something, as it stands in addresses."""

    def parse(self, texts: Sequence[str]) -> str:
        text = super().parse(texts).removeprefix("~")
        if not _NAME.fullmatch(text):
            raise BadRequest(
                f"“{shortened(text)}” is no {self.label.lower()}: say a name as it "
                f"stands in addresses, of small letters, digits, “+”, “.” and “-”."
            )
        return text


#: Which bugs are shown: with work to do, with work that is done, or both.
OPEN: Final = "open"
RESOLVED: Final = "resolved"
ALL: Final = "all"

FORM: Final = Form(
    Words("text", "Words"),
    Choice(
        "show",
        "Show",
        {
            OPEN: (OPEN, "open bugs"),
            RESOLVED: (RESOLVED, "resolved bugs"),
            ALL: (ALL, "all bugs"),
        },
    ),
    Choice(
        "order",
        "Order",
        {
            "importance": ("importance", "most important first"),
            "heat": ("heat", "hottest first"),
            "newest": ("newest", "newest first"),
            "recently-changed": ("recently_changed", "last changed first"),
        },
    ),
    Several(
        "status",
        "Status",
        choices_of(
            BugTaskStatus,
            without=(
                BugTaskStatus.INCOMPLETE_WITH_RESPONSE,
                BugTaskStatus.INCOMPLETE_WITHOUT_RESPONSE,
            ),
        ),
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
    "status": "status",
    "importance": "importance",
    "information-type": "information_type",
}
_PERSONS: Final = ("assignee", "reporter", "subscriber")


def bugs_asked_for(
    page: Shown, given: Given, person: Any = None, **tests: Any
) -> Any:
    """The group of bugs that a listing was asked for; ``tests`` are those of
    ``IBugs.search`` that the page adds. Of a ``person`` (a group) those that
    they reported, work on or subscribed to.

    Whoever is named and is not there, or can't be seen, has no bugs.
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
    # Whoever asks for a status means it, be it one of resolved bugs.
    show = given.get("show", ALL if "status" in given.values else OPEN)
    if show == RESOLVED:
        tests["unresolved"] = False
    order = given.get("order", "importance")
    root = page.root(IBugs)
    if person is not None:
        if show == OPEN:
            tests["unresolved"] = True
        found = root.of_person(person, order=order, **tests)
        found = found.filter(duplicate_of=None) if show == OPEN else found
    else:
        find = root.open if show == OPEN else root.search
        found = find(order=order, **tests)
    return found.filter(tags=given.values["tag"]) if "tag" in given.values else found
