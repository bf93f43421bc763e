"""What the composed verbs of groups of people, addresses and memberships mean; see
``meanings``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from lp_persistence.conditions import Matching
from lp_persistence.testing.reference.ruleset import Meaning, Place

if TYPE_CHECKING:
    from lp_persistence.testing.reference.meanings import Look

#: Statuses of memberships, and of addresses, as stored integers.
APPROVED, ADMINISTRATOR = 2, 3
VALIDATED, PREFERRED = 2, 4


def found_people(people: Any, text: Any = "", **tests: Any) -> Any:
    """Those who can act, by the name shown."""
    people.check(**tests)
    found = people.filter(text=Matching(text), valid=True).filter(**tests)
    return found.ordered_by("displayname")


def law_of_people(look: Look, text: str = "", **tests: Any) -> Iterable[Any]:
    """Whom the words name, if their account is active or they are no merged team."""
    found = [
        person
        for person in look.group
        if look.value("IPerson", person, "is_valid")
        and look.fits("IPerson", person, text=Matching(text))
        and all(
            look.fits("IPerson", person, **{name: value})
            for name, value in tests.items()
        )
    ]
    name = "displayname"
    return sorted(found, key=lambda p: (look.value("IPerson", p, name), look.last(p)))


def _joined(look: Look, person: Any) -> set[Any]:
    """The teams that somebody joined directly, as far as they are seen."""
    return set(look.all("IPerson")) & {
        look.value("ITeamMembership", membership, "team")
        for membership in look.all("ITeamMembership")
        if look.value("ITeamMembership", membership, "person") == person
        and look.value("ITeamMembership", membership, "status")
        in (APPROVED, ADMINISTRATOR)
    }


def law_of_members(look: Look, team: Any) -> Iterable[Any]:
    """Those with an active membership of such a team."""
    return [
        person for person in look.group if look.speaks_of(_joined(look, person), team)
    ]


def law_of_participants(look: Look, team: Any) -> Iterable[Any]:
    """Those who are in such a team, over any number of teams, and it itself."""
    return [
        person
        for person in look.group
        if look.speaks_of(look.leads("IPerson", person, "participations"), team)
    ]


def law_of_status(interface: str, *statuses: int) -> Any:
    """Those of these statuses."""

    def law(look: Look) -> Iterator[Any]:
        for key in look.group:
            if look.value(interface, key, "status") in statuses:
                yield key

    return law


def of_status(interface: str, status: int) -> Any:
    """Those of the one status."""

    def group(among: Any) -> Any:
        field = among.graph.field(interface, "status")
        return among.filter(status=field.items[status])

    return group


PEOPLE_VERBS: Final[dict[Place, Meaning]] = {
    ("IPersons", "search"): Meaning(found_people, law_of_people),
    ("IPersons", "members_of"): Meaning(
        lambda people, team: people.filter(teams=team), law_of_members
    ),
    ("IPersons", "participants_of"): Meaning(
        lambda people, team: people.filter(participations=team), law_of_participants
    ),
    ("IEmailAddresses", "preferred"): Meaning(
        of_status("IEmailAddress", PREFERRED),
        law_of_status("IEmailAddress", PREFERRED),
    ),
    ("IEmailAddresses", "validated"): Meaning(
        lambda addresses: addresses.filter(validated=True),
        law_of_status("IEmailAddress", VALIDATED, PREFERRED),
    ),
    ("ITeamMemberships", "active"): Meaning(
        lambda memberships: memberships.filter(active=True),
        law_of_status("ITeamMembership", APPROVED, ADMINISTRATOR),
    ),
    ("ITeamMemberships", "administrators"): Meaning(
        of_status("ITeamMembership", ADMINISTRATOR),
        law_of_status("ITeamMembership", ADMINISTRATOR),
    ),
}
