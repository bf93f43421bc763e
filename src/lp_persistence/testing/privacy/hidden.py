"""Who may see what, from the facts of Launchpad's database: rows in, ids out.

Slow, and on purpose from nothing but the facts: it knows neither the domain's
rules nor those of the naive interpreter.

- Everyone sees Public and Public Security bugs. Others are seen by whom
  ``teamparticipation`` puts into a team (or themselves) that holds an
  ``accessartifactgrant`` for the bug or an ``accesspolicygrant`` for one of
  its policies, and by those in the team ``admins``.
- Private teams (visibility 30) are seen by their participants and ``admins``.
- An address is seen by those who see whose it is.
- A membership is seen by those who see the team and who is in it.
- Names of pillars that are not active are seen by ``admins``.
- What is about one bug is seen by those who see the bug.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from lp_persistence.model import Model
from lp_persistence.testing.world import World

PUBLIC: Final = 1
PUBLIC_SECURITY: Final = 2
PRIVATE_TEAM: Final = 30
#: Statuses of ``teammembership`` that make a member: approved, administrator.
ACTIVE: Final = (2, 3)


class NoFact(AssertionError):
    """An interface has a rule of visibility that is not among these facts."""


class Hidden:
    """What one world hides from one viewer (an id, or None for nobody)."""

    def __init__(self, world: World, viewer: int | None):
        self._world = world
        self._teams = _teams_of(world, viewer)
        persons = world.rows.get("IPerson", {})
        self._is_admin = any(persons[team]["name"] == "admins" for team in self._teams)

    def ids(self, model: Model) -> dict[str, frozenset[int]]:
        """By interface the ids of those who are hidden; NoFact for a rule that
        is not among the facts."""
        found = {}
        for entity_type in model:
            name = entity_type.name
            if entity_type.visible_to is None:
                found[name] = frozenset[int]()
                continue
            if name not in HIDES:
                raise NoFact(
                    f"{name} has a rule of visibility. Say it in HIDES of "
                    f"{__name__}, from the facts of the database."
                )
            rows = self._world.rows.get(name, {})
            found[name] = frozenset(
                key for key, row in rows.items() if HIDES[name](self, row)
            )
        return found

    def hides_person(self, person: dict[str, Any]) -> bool:
        """Private teams, from those who are not in them."""
        if person["visibility"] != PRIVATE_TEAM or self._is_admin:
            return False
        return person["id"] not in self._teams

    def hides_address(self, address: dict[str, Any]) -> bool:
        """Those of private teams."""
        return self.hides_person(self._world.rows["IPerson"][address["person"]])

    def hides_membership(self, membership: dict[str, Any]) -> bool:
        """Those that private teams have, or are in."""
        persons = self._world.rows["IPerson"]
        ends = membership["team"], membership["person"]
        return any(self.hides_person(persons[end]) for end in ends)

    def hides_bug(self, bug: dict[str, Any]) -> bool:
        """Bugs that are not public, from those who were not granted them."""
        if bug["information_type"] in (PUBLIC, PUBLIC_SECURITY) or self._is_admin:
            return False
        return self._teams.isdisjoint(self._grantees(bug["id"]))

    def hides_pillar_name(self, name: dict[str, Any]) -> bool:
        """Those of what is not active."""
        return not name["active"] and not self._is_admin

    def hides_part_of_bug(self, row: dict[str, Any]) -> bool:
        """What has a bug, as that."""
        return self.hides_bug(self._world.rows["IBug"][row["bug"]])

    def _grantees(self, bug: int) -> Iterator[int]:
        links = self._world.links
        for granted, grantee in links.get(("IBug", "grantees"), []):
            if granted == bug:
                yield grantee
        for other, policy in links.get(("IBug", "policies"), []):
            for granting, grantee in links.get(("IAccessPolicy", "grantees"), []):
                if other == bug and granting == policy:
                    yield grantee


def _teams_of(world: World, viewer: int | None) -> frozenset[int]:
    """Whom a viewer takes part in: themselves, and teams over teams."""
    if viewer is None or viewer not in world.rows.get("IPerson", {}):
        return frozenset()
    found = {viewer}
    pairs = [
        (membership["team"], membership["person"])
        for membership in world.rows.get("ITeamMembership", {}).values()
        if membership["status"] in ACTIVE
    ]
    for _ in range(len(pairs) + 1):
        found |= {team for team, member in pairs if member in found}
    return frozenset(found)


#: By interface with a rule, whether a row of it is hidden.
HIDES: Final[dict[str, Callable[[Hidden, dict[str, Any]], bool]]] = {
    "IPerson": Hidden.hides_person,
    "IEmailAddress": Hidden.hides_address,
    "ITeamMembership": Hidden.hides_membership,
    "IBug": Hidden.hides_bug,
    "IPillarName": Hidden.hides_pillar_name,
    **dict.fromkeys(
        (
            "IAttachment",
            "IBugActivity",
            "IBugTask",
            "IBugWatch",
            "IComment",
            "INomination",
        ),
        Hidden.hides_part_of_bug,
    ),
}
