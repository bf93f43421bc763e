"""How persons, teams and addresses are kept."""

from typing import Any

from storm.expr import And, Coalesce, Expr, In, Is, IsNot, Or, Select

from lp_persistence.people.enums import (
    VALIDATED,
    AccountStatus,
    EmailAddressStatus,
    PersonCreationRationale,
    PersonVisibility,
)
from lp_persistence.people.interfaces import IEmailAddress, IPerson
from lp_persistence.people.membership.enums import ACTIVE, TeamMembershipStatus
from lp_persistence.people.tables import (
    Account,
    EmailAddress,
    Person,
    TeamMembership,
    TeamParticipation,
)
from lp_persistence.storm.expressions import FALSE
from lp_persistence.storm.records import (
    Records,
    RuleFunction,
    beside,
    fact,
    joined,
    rule,
    through,
)
from lp_persistence.storm.viewers import Viewer, ViewerRecords

account = beside(
    Account.id,
    Person.account_id,
    fill={
        Account.creation_rationale: Coalesce(
            Person.creation_rationale, PersonCreationRationale.UNKNOWN.value
        ),
        Account.displayname: Person.displayname,
    },
)
active_account = beside(
    Account.id, Person.account_id, where=Account.status == AccountStatus.ACTIVE.value
)
preferred_email = beside(
    EmailAddress.person_id,
    Person.id,
    where=EmailAddress.status == EmailAddressStatus.PREFERRED.value,
)

_is_person = Is(Person.teamowner_id, None)
_is_valid_person = And(
    _is_person, IsNot(Account.id, None), IsNot(EmailAddress.id, None)
)
_is_valid_team = And(IsNot(Person.teamowner_id, None), Is(Person.merged_id, None))


def shown(person: Any) -> RuleFunction:
    """Who may see a person or team, by the Storm class of their rows."""

    def shown_to(viewer: Viewer | None) -> Expr:
        public = person.visibility != PersonVisibility.PRIVATE.value
        if viewer is None:
            return public
        return Or(public, viewer.has("admins"), viewer.holds("teams", person.id))

    return shown_to


def _is_joined(viewer: Viewer | None) -> Expr:
    if viewer is None:
        return FALSE
    return And(IsNot(Person.teamowner_id, None), viewer.holds("teams", Person.id))


def _edited(viewer: Viewer | None) -> Expr:
    if viewer is None:
        return FALSE
    by = Coalesce(Person.teamowner_id, Person.id)
    return Or(
        viewer.has("admins"),
        viewer.holds("teams", by),
        viewer.holds("administrated", Person.id),
    )


persons = Records(
    IPerson,
    {
        "id": Person.id,
        "name": Person.name,
        "displayname": Person.displayname,
        "visibility": Person.visibility,
        "membership_policy": Person.subscriptionpolicy,
        "account_status": joined(Account.status, account),
        "creation_rationale": Person.creation_rationale,
        "date_created": Person.datecreated,
        "homepage": Person.homepage_content,
        "hides_emails": Person.hide_email_addresses,
        "team_owner": Person.teamowner_id,
        "registrant": Person.registrant_id,
        "merged_into": Person.merged_id,
        "members": through(
            TeamMembership.team_id,
            TeamMembership.person_id,
            where=In(TeamMembership.status, [each.value for each in ACTIVE]),
        ),
        "participants": through(TeamParticipation.team_id, TeamParticipation.person_id),
        "icon": Person.icon_id,
        "logo": Person.logo_id,
        "mugshot": Person.mugshot_id,
        "preferred_email": fact(EmailAddress.email, preferred_email),
        "is_team": fact(IsNot(Person.teamowner_id, None)),
        "is_valid_person": fact(_is_valid_person, active_account, preferred_email),
        "is_valid_team": fact(_is_valid_team),
        "is_valid": fact(
            Or(_is_valid_person, _is_valid_team), active_account, preferred_email
        ),
        "is_joined": rule(_is_joined),
    },
    visible_to=rule(shown(Person)),
    permissions={"launchpad.Edit": rule(_edited)},
)

emails = Records(
    IEmailAddress,
    {
        "id": EmailAddress.id,
        "email": EmailAddress.email,
        "status": EmailAddress.status,
        "is_validated": fact(
            In(EmailAddress.status, [each.value for each in VALIDATED])
        ),
        "person": EmailAddress.person_id,
    },
    visible_to=rule(shown(Person), beside(Person.id, EmailAddress.person_id)),
)

person = ViewerRecords(lambda viewer: Select(Person.id, Person.id == viewer), (Person,))

teams = ViewerRecords(
    lambda viewer: Select(
        TeamParticipation.team_id, TeamParticipation.person_id == viewer
    ),
    (TeamParticipation,),
)

admins = ViewerRecords(
    lambda viewer: Select(
        TeamParticipation.team_id,
        And(
            TeamParticipation.person_id == viewer,
            TeamParticipation.team_id == Person.id,
            Person.name == "admins",
        ),
    ),
    (Person, TeamParticipation),
)

administrated = ViewerRecords(
    lambda viewer: Select(
        TeamMembership.team_id,
        And(
            TeamMembership.person_id == TeamParticipation.team_id,
            TeamParticipation.person_id == viewer,
            TeamMembership.status == TeamMembershipStatus.ADMIN.value,
        ),
    ),
    (TeamMembership, TeamParticipation),
)
