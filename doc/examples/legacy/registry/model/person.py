"""Persons and teams."""

from datetime import UTC

from storm.info import ClassAlias
from storm.properties import DateTime, Int, Unicode
from storm.references import Reference
from zope.interface import alsoProvides, implementer

from ...services.enumcol import DBEnum
from ...services.interfaces import IStore
from ...services.propertycache import cachedproperty
from ...services.stormbase import StormBase
from ..enums import (
    AccountStatus,
    EmailAddressStatus,
    PersonVisibility,
    TeamMembershipPolicy,
)
from ..interfaces.person import IPerson, ITeam
from .account import EmailAddress, ValidPersonOrTeamCache
from .teammembership import ACTIVE_STATES, TeamMembership, TeamParticipation


@implementer(IPerson)
class Person(StormBase):
    """See ``IPerson``."""

    __storm_table__ = "person"

    id = Int(primary=True)
    name = Unicode(allow_none=False)
    displayname = Unicode(allow_none=False)
    account_id = Int(name="account")
    account = Reference(account_id, "Account.id")
    teamowner_id = Int(name="teamowner")
    teamowner = Reference(teamowner_id, "Person.id")
    merged_id = Int(name="merged")
    merged = Reference(merged_id, "Person.id")
    registrant_id = Int(name="registrant")
    registrant = Reference(registrant_id, "Person.id")
    visibility = DBEnum(enum=PersonVisibility, allow_none=False)
    membership_policy = DBEnum(name="subscriptionpolicy", enum=TeamMembershipPolicy)
    datecreated = DateTime(tzinfo=UTC, allow_none=False)
    homepage_content = Unicode()
    icon_id = Int(name="icon")
    icon = Reference(icon_id, "LibraryFileAlias.id")
    logo_id = Int(name="logo")
    logo = Reference(logo_id, "LibraryFileAlias.id")
    mugshot_id = Int(name="mugshot")
    mugshot = Reference(mugshot_id, "LibraryFileAlias.id")

    def __storm_loaded__(self):
        """Mark teams as such."""
        if self.is_team:
            alsoProvides(self, ITeam)

    def __repr__(self):
        return f"<Person {self.name}>"

    @property
    def is_team(self):
        """See ``IPersonPublic``."""
        return self.teamowner_id is not None

    @property
    def private(self):
        """See ``IPersonPublic``."""
        return self.visibility == PersonVisibility.PRIVATE

    @property
    def account_status(self):
        """See ``IPersonView``."""
        if self.account is None:
            return AccountStatus.NOACCOUNT
        return self.account.status

    @cachedproperty
    def preferredemail(self):
        """See ``IPersonView``."""
        return (
            IStore(EmailAddress)
            .find(EmailAddress, person=self, status=EmailAddressStatus.PREFERRED)
            .one()
        )

    @property
    def is_valid_person(self):
        """See ``IPersonLimitedView``."""
        return not self.is_team and self.is_valid_person_or_team

    @cachedproperty
    def is_valid_person_or_team(self):
        """See ``IPersonLimitedView``."""
        store = IStore(ValidPersonOrTeamCache)
        return store.get(ValidPersonOrTeamCache, self.id) is not None

    @cachedproperty
    def _known_teams(self):
        return {}

    def inTeam(self, team):
        """See ``IPersonPublic``."""
        if team is None:
            return False
        if team.id == self.id:
            return True
        known = self._known_teams
        if team.id not in known:
            found = IStore(TeamParticipation).find(
                TeamParticipation, team_id=team.id, person_id=self.id
            )
            known[team.id] = not found.is_empty()
        return known[team.id]

    @property
    def teams_participated_in(self):
        """See ``IPersonView``."""
        team = ClassAlias(Person, "Team")
        return (
            IStore(Person)
            .find(
                team,
                team.id == TeamParticipation.team_id,
                TeamParticipation.person_id == self.id,
                team.id != self.id,
            )
            .order_by(team.displayname, team.id)
        )

    @property
    def activemembers(self):
        """See ``IPersonView``."""
        return (
            IStore(Person)
            .find(
                Person,
                Person.id == TeamMembership.person_id,
                TeamMembership.team_id == self.id,
                TeamMembership.status.is_in(ACTIVE_STATES),
            )
            .order_by(Person.displayname, Person.id)
        )
