"""Who is in which team of a generated world, was in it, or wishes to be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from lp_persistence.people.membership.enums import TeamMembershipStatus
from lp_persistence.sample.chance import Chance, Lists, Weighted
from lp_persistence.sample.people import BEGIN, FIXED, People
from lp_persistence.sample.words import PROPOSALS

TEAMS_IN_TEAMS: Final = 0.35
ADMINISTRATORS: Final = 0.12
EXPIRING: Final = 0.2

APPROVED, ADMIN, PROPOSED, EXPIRED = (
    status.value
    for status in (
        TeamMembershipStatus.APPROVED,
        TeamMembershipStatus.ADMIN,
        TeamMembershipStatus.PROPOSED,
        TeamMembershipStatus.EXPIRED,
    )
)
_TEAM_COUNT: Final = Weighted((22, 0), (30, 1), (22, 2), (12, 3), (8, 4), (6, 7))
#: How many teams somebody is not in that know them all the same.
_OTHER_COUNT: Final = Weighted((70, 0), (20, 1), (8, 2), (2, 5))
#: How these know them.
_OTHER: Final = Weighted(
    (30, PROPOSED),
    (30, EXPIRED),
    (20, TeamMembershipStatus.DEACTIVATED.value),
    (8, TeamMembershipStatus.DECLINED.value),
    (8, TeamMembershipStatus.INVITED.value),
    (4, TeamMembershipStatus.INVITATION_DECLINED.value),
)
#: Of these somebody was in the team once.
_ONCE: Final = (EXPIRED, TeamMembershipStatus.DEACTIVATED.value)
#: Nobody has answered these.
_OPEN: Final = (PROPOSED, TeamMembershipStatus.INVITED.value)
#: All of a world happens within so many minutes.
_SPAN: Final = 20 * 365 * 24 * 60


class Memberships:
    """``joined`` holds by person the teams that it is in, ``others`` those that
    know it otherwise."""

    def __init__(self, seed: int, people: People):
        self._seed = seed
        self._people = people
        self._teams = [
            person
            for person in people.ids
            if people.is_team(person)
            and person not in FIXED
            and not people.merged_into[person]
        ]
        self.joined = self._draw_joined()
        self.others = self._draw_others()

    def __len__(self) -> int:
        return len(self.joined) + len(self.others)

    def _draw_joined(self) -> Lists:
        chance, teams = Chance(self._seed, "members"), self._teams
        lists = Lists()
        older = 0
        for person in self._people.ids:
            if self._people.is_team(person):
                # Older teams only, so that none comes to be in itself.
                while older < len(teams) and teams[older] < person:
                    older += 1
                wanted, choice = int(chance.passes(TEAMS_IN_TEAMS)), older
            else:
                wanted, choice = _TEAM_COUNT.draw(chance), len(teams)
            if person in FIXED:
                joined = [team for team in FIXED if person in FIXED[team].members]
            else:
                joined = self._draw_teams(chance, wanted, choice)
            lists.add(joined)
        return lists

    def _draw_others(self) -> Lists:
        chance = Chance(self._seed, "other memberships")
        lists = Lists()
        for person in self._people.ids:
            drawn = self._draw_teams(
                chance, _OTHER_COUNT.draw(chance), len(self._teams)
            )
            joined = self.joined[person]
            lists.add([t for t in drawn if t != person and t not in joined])
        return lists

    def _draw_teams(self, chance: Chance, wanted: int, choice: int) -> list[int]:
        """Some of the first ``choice`` teams, each once; the older, the likelier."""
        draws = [chance.skewed(choice) for _ in range(wanted if choice else 0)]
        return list(dict.fromkeys(self._teams[draw] for draw in draws))

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """(id, status, date_created, date_joined, date_expires, date_proposed,
        date_reviewed, proponent_comment, team, person, proposed_by,
        reviewed_by)"""
        chance = Chance(self._seed, "membership rows")
        key = 0
        for person, team in self.joined.pairs():
            key += 1
            status = ADMIN if chance.passes(ADMINISTRATORS) else APPROVED
            if person in FIXED and self._people.owner[team] == person:
                status = ADMIN
            yield self._row(chance, key, status, team, person)
        for person, team in self.others.pairs():
            key += 1
            yield self._row(chance, key, _OTHER.draw(chance), team, person)

    def _row(
        self, chance: Chance, key: int, status: int, team: int, person: int
    ) -> tuple[Any, ...]:
        proposed = BEGIN + timedelta(minutes=chance.below(_SPAN))
        reviewed: datetime | None = None
        reviewer: int | None = None
        if status not in _OPEN:
            reviewed = proposed + timedelta(minutes=chance.below(10**5))
            reviewer = self._people.owner[team]
        was_in = status in (APPROVED, ADMIN, *_ONCE)
        expires = status == EXPIRED or (was_in and chance.passes(EXPIRING))
        days = timedelta(days=365 + chance.below(2000))
        return (
            key,
            status,
            proposed,
            reviewed if was_in else None,
            proposed + days if expires else None,
            proposed,
            reviewed,
            chance.one_of(PROPOSALS) if chance.passes(0.1) else None,
            team,
            person,
            person,
            reviewer,
        )
