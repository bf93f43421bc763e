"""Groups of persons and addresses."""

from typing import Any

from zope.interface import implementer

from lp_persistence.branding.groups import BrandedGroup
from lp_persistence.conditions import Matching, check_tests
from lp_persistence.group import Group
from lp_persistence.people.enums import EmailAddressStatus
from lp_persistence.people.interfaces import IEmailAddresses, IPersons
from lp_persistence.verbs import follow


@implementer(IPersons)
class Persons(BrandedGroup):
    """See ``IPersons``."""

    get_emails = follow("emails")
    get_team_owner = follow("team_owner")
    get_registrant = follow("registrant")
    get_memberships = follow("memberships")
    get_member_memberships = follow("member_memberships")
    get_members = follow("members")
    get_teams = follow("teams")
    get_participants = follow("participants")
    get_participations = follow("participations")
    get_merged_into = follow("merged_into")

    def search(self, text: str = "", **tests: Any) -> Any:
        check_tests(self, tests)
        found = self.filter(text=Matching(text), valid=True)
        return found.filter(**tests).ordered_by("displayname")

    def members_of(self, team: Any) -> Any:
        return self.filter(teams=team)

    def participants_of(self, team: Any) -> Any:
        return self.filter(participations=team)


@implementer(IEmailAddresses)
class EmailAddresses(Group):
    """See ``IEmailAddresses``."""

    get_person = follow("person")

    def preferred(self) -> Any:
        return self.filter(status=EmailAddressStatus.PREFERRED)

    def validated(self) -> Any:
        return self.filter(validated=True)
