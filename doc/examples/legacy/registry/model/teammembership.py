"""Who is in which team."""

from datetime import UTC

from storm.properties import DateTime, Int
from storm.references import Reference

from ...services.enumcol import DBEnum
from ...services.stormbase import StormBase
from ..enums import TeamMembershipStatus

#: Of those who are members.
ACTIVE_STATES = (TeamMembershipStatus.ADMIN, TeamMembershipStatus.APPROVED)


class TeamMembership(StormBase):
    """Of a person or team in a team, of any status."""

    __storm_table__ = "teammembership"

    id = Int(primary=True)
    team_id = Int(name="team", allow_none=False)
    team = Reference(team_id, "Person.id")
    person_id = Int(name="person", allow_none=False)
    person = Reference(person_id, "Person.id")
    status = DBEnum(enum=TeamMembershipStatus, allow_none=False)
    datejoined = DateTime(name="date_joined", tzinfo=UTC)
    dateexpires = DateTime(name="date_expires", tzinfo=UTC)


class TeamParticipation(StormBase):
    """Of everybody in each team that they are in, by others too, and in themselves.

    Triggers of the database keep it so.
    """

    __storm_table__ = "teamparticipation"

    id = Int(primary=True)
    team_id = Int(name="team", allow_none=False)
    team = Reference(team_id, "Person.id")
    person_id = Int(name="person", allow_none=False)
    person = Reference(person_id, "Person.id")
