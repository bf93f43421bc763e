"""Persons, teams and addresses: what they know of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lp_persistence.branding.entities import PersonBranding
from lp_persistence.entity import Entity
from lp_persistence.people.enums import VALIDATED, AccountStatus, EmailAddressStatus
from lp_persistence.people.interfaces import IEmailAddress, IPerson


def _preferred(person: Any) -> Any:
    """The address that mail to a person goes to; None where there is none."""
    for address in person.emails:
        if address.status is EmailAddressStatus.PREFERRED:
            return address
    return None


class Person(Entity, implements=IPerson):
    """See ``IPerson``."""

    @property
    def is_team(self) -> bool:
        return self.team_owner is not None

    @property
    def is_valid_person(self) -> bool:
        return (
            not self.is_team
            and self.account_status is AccountStatus.ACTIVE
            and _preferred(self) is not None
        )

    @property
    def is_valid_team(self) -> bool:
        return self.is_team and self.merged_into is None

    @property
    def is_valid(self) -> bool:
        return self.is_valid_person or self.is_valid_team

    def is_joined(self, viewer: Any) -> bool:
        return self.is_team and self.id in viewer.teams

    @property
    def preferred_email(self) -> str | None:
        address = _preferred(self)
        return None if address is None else address.email

    @property
    def members(self) -> Iterator[Person]:
        return (each.person for each in self.member_memberships if each.is_active)

    @property
    def participants(self) -> Iterator[Person]:
        """The closure over members, each once, beginning with itself."""
        found, waiting = {self.id}, [self]
        while waiting:
            person = waiting.pop()
            yield person
            for member in person.members:
                if member.id not in found:
                    found.add(member.id)
                    waiting.append(member)

    branding = property(PersonBranding)
    badge = branding


class EmailAddress(Entity, implements=IEmailAddress):
    """See ``IEmailAddress``."""

    @property
    def is_validated(self) -> bool:
        return self.status in VALIDATED
