"""What a generated world has none of: a team of thousands, and a bug that thousands
follow and hundreds have spoken about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice
from typing import Any, Final, NamedTuple

import transaction

from lp_persistence import ALL_SEEING, Context
from lp_persistence.bugs.conversation.interfaces import IComment
from lp_persistence.bugs.enums import (
    BugTaskImportance,
    BugTaskStatus,
    InformationType,
)
from lp_persistence.bugs.interfaces import IBug, IBugs, IBugTask
from lp_persistence.interfaces import IBackend
from lp_persistence.model import get_model
from lp_persistence.people.enums import PersonVisibility, TeamMembershipPolicy
from lp_persistence.people.interfaces import IPerson, IPersons
from lp_persistence.people.membership.enums import TeamMembershipStatus
from lp_persistence.people.membership.interfaces import ITeamMembership
from lp_persistence.sample.people import ADMIN, BEGIN

#: Four fifths of the members follow the bug.
MEMBERS: Final = 5000
#: That of the description, which has no place among them, is one more.
COMMENTS: Final = 430

#: No generated id is as high.
FIRST: Final = 10**9
TEAM: Final = FIRST
BUG: Final = FIRST
TEAM_NAME: Final = "everybody"


class Giants(NamedTuple):
    """The id of the bug, and the name of the team."""

    bug: int
    team: str


def giants(backend: IBackend, members: int) -> Giants:
    """Those of the store that is open; they are added where it has none, with a
    team of so many."""
    if not has_giants():
        add_giants(backend, members)
        transaction.commit()
    return Giants(BUG, TEAM_NAME)


def has_giants() -> bool:
    """Whether an earlier run has left them in the store."""
    context = Context(viewer=ALL_SEEING)
    bugs, teams = IBugs(context).of([BUG]), IPersons(context).filter(name=TEAM_NAME)
    context.realise()
    transaction.abort()
    return bool(len(bugs)) and bool(len(teams))


def add_giants(backend: IBackend, members: int) -> None:
    """Load them, made of persons that are there."""
    persons = list(islice(persons_of(backend), members))
    if len(persons) < members:
        raise SystemExit(
            f"A team of {members:,} takes as many persons, and there are "
            f"{len(persons):,}: say --bugs {3 * members:,} or more."
        )
    subscribers = persons[: members * 4 // 5]
    load(
        backend,
        IPerson,
        id=[TEAM],
        name=[TEAM_NAME],
        displayname=["Everybody"],
        visibility=[PersonVisibility.PUBLIC.value],
        membership_policy=[TeamMembershipPolicy.OPEN.value],
        hides_emails=[False],
        date_created=[BEGIN],
        team_owner=[ADMIN],
    )
    load(
        backend,
        ITeamMembership,
        id=range(FIRST, FIRST + members),
        team=[TEAM] * members,
        person=persons,
        status=[TeamMembershipStatus.APPROVED.value] * members,
        date_created=[BEGIN] * members,
        date_joined=[BEGIN] * members,
    )
    load(
        backend,
        IBug,
        id=[BUG],
        title=["Everybody has met this one"],
        description=["It happens to all, and all say so."],
        information_type=[InformationType.PUBLIC.value],
        heat=[2 * len(subscribers)],
        date_created=[BEGIN],
        date_last_updated=[BEGIN],
        tags=[("everywhere",)],
        reporter=[ADMIN],
    )
    load(
        backend,
        IBugTask,
        id=[FIRST],
        bug=[BUG],
        status=[BugTaskStatus.CONFIRMED.value],
        importance=[BugTaskImportance.HIGH.value],
        date_created=[BEGIN],
        distribution=[1],
        assignee=[TEAM],
        owner=[ADMIN],
    )
    backend.load(IBug["subscribers"], [(BUG, person) for person in subscribers])
    numbers = range(COMMENTS + 1)
    load(
        backend,
        IComment,
        id=[FIRST + number for number in numbers],
        index=numbers,
        bug=[BUG] * len(numbers),
        author=list(islice(cycle(persons), len(numbers))),
        date_created=[BEGIN + timedelta(hours=number) for number in numbers],
        visible=[True] * len(numbers),
        text=[f"Me too, the {number}th time." for number in numbers],
    )
    backend.finish_load()


def persons_of(backend: IBackend) -> Iterator[int]:
    """The ids of persons who are no teams and were not merged into others."""
    names = get_model().type_of(IPerson).stored
    for row in backend.dump(IPerson):
        person = dict(zip(names, row, strict=True))
        if person["team_owner"] is None and person["merged_into"] is None:
            yield person["id"]


def load(backend: IBackend, interface: Any, **columns: Any) -> None:
    """Load rows that are told by column; what is not told of is None."""
    stored = get_model().type_of(interface).stored
    count = len(columns["id"])
    nothing = [None] * count
    rows = zip(*(columns.get(name, nothing) for name in stored), strict=True)
    backend.load(interface, list(rows))
