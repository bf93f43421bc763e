"""How memberships are kept."""

from storm.expr import SQL, And, Expr, In

from lp_persistence.people.membership.enums import ACTIVE
from lp_persistence.people.membership.interfaces import ITeamMembership
from lp_persistence.people.records import shown
from lp_persistence.people.tables import (
    Person,
    Team,
    TeamMembership,
    TeamParticipation,
)
from lp_persistence.storm.records import (
    Records,
    Upkeep,
    beside,
    fact,
    rule,
)
from lp_persistence.storm.viewers import Viewer

_ACTIVE = tuple(status.value for status in ACTIVE)


def _shown(viewer: Viewer | None) -> Expr:
    return And(shown(Team)(viewer), shown(Person)(viewer))


def _participations() -> Expr:
    active = ", ".join(map(str, _ACTIVE))
    return SQL(
        "WITH RECURSIVE closure (team, person) AS ("
        "SELECT id, id FROM person UNION "
        "SELECT closure.team, teammembership.person FROM closure "
        "JOIN teammembership ON teammembership.team = closure.person "
        f"AND teammembership.status IN ({active})) "
        "SELECT team, person FROM closure"
    )


memberships = Records(
    ITeamMembership,
    {
        "id": TeamMembership.id,
        "status": TeamMembership.status,
        "is_active": fact(In(TeamMembership.status, _ACTIVE)),
        "date_created": TeamMembership.date_created,
        "date_joined": TeamMembership.date_joined,
        "date_expires": TeamMembership.date_expires,
        "date_proposed": TeamMembership.date_proposed,
        "date_acknowledged": TeamMembership.date_acknowledged,
        "date_reviewed": TeamMembership.date_reviewed,
        "date_last_changed": TeamMembership.date_last_changed,
        "proponent_comment": TeamMembership.proponent_comment,
        "acknowledger_comment": TeamMembership.acknowledger_comment,
        "reviewer_comment": TeamMembership.reviewer_comment,
        "last_change_comment": TeamMembership.last_change_comment,
        "team": TeamMembership.team_id,
        "person": TeamMembership.person_id,
        "proposed_by": TeamMembership.proposed_by_id,
        "acknowledged_by": TeamMembership.acknowledged_by_id,
        "reviewed_by": TeamMembership.reviewed_by_id,
        "last_changed_by": TeamMembership.last_changed_by_id,
    },
    visible_to=rule(
        _shown,
        beside(Team.id, TeamMembership.team_id),
        beside(Person.id, TeamMembership.person_id),
    ),
    upkeep=(
        Upkeep(
            (TeamParticipation.team_id, TeamParticipation.person_id), _participations
        ),
    ),
)
