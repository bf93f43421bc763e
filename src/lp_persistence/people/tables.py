"""The tables of persons, teams and their addresses."""

from storm.properties import Bool, DateTime, Int, Unicode


class Account:
    __storm_table__ = "account"

    id = Int(primary=True, allow_none=False)
    date_created = DateTime(allow_none=False)
    creation_rationale = Int(allow_none=False)
    status = Int(allow_none=False)
    date_status_set = DateTime(allow_none=False)
    displayname = Unicode(allow_none=False)
    status_comment = Unicode()


class Person:
    __storm_table__ = "person"

    id = Int(primary=True, allow_none=False)
    name = Unicode(allow_none=False)
    displayname = Unicode(allow_none=False)
    account_id = Int("account")
    teamowner_id = Int("teamowner")
    merged_id = Int("merged")
    visibility = Int(allow_none=False)
    subscriptionpolicy = Int(allow_none=False)
    creation_rationale = Int()
    datecreated = DateTime(allow_none=False)
    homepage_content = Unicode()
    icon_id = Int("icon")
    logo_id = Int("logo")
    mugshot_id = Int("mugshot")
    registrant_id = Int("registrant")
    hide_email_addresses = Bool(allow_none=False)


class Team:
    """What the rule of persons asks, of the second that a row refers to."""

    __storm_table__ = "person"

    id = Int(primary=True, allow_none=False)
    visibility = Int(allow_none=False)


class EmailAddress:
    __storm_table__ = "emailaddress"

    id = Int(primary=True, allow_none=False)
    email = Unicode(allow_none=False)
    person_id = Int("person", allow_none=False)
    status = Int(allow_none=False)
    date_created = DateTime(allow_none=False)


class TeamMembership:
    """Direct membership, of any status."""

    __storm_table__ = "teammembership"

    id = Int(primary=True, allow_none=False)
    team_id = Int("team", allow_none=False)
    person_id = Int("person", allow_none=False)
    status = Int(allow_none=False)
    date_created = DateTime(allow_none=False)
    date_joined = DateTime()
    date_expires = DateTime()
    date_proposed = DateTime()
    date_acknowledged = DateTime()
    date_reviewed = DateTime()
    date_last_changed = DateTime()
    proponent_comment = Unicode()
    acknowledger_comment = Unicode()
    reviewer_comment = Unicode()
    last_change_comment = Unicode()
    proposed_by_id = Int("proposed_by")
    acknowledged_by_id = Int("acknowledged_by")
    reviewed_by_id = Int("reviewed_by")
    last_changed_by_id = Int("last_changed_by")


class TeamParticipation:
    """The closure of membership, with everybody in themselves."""

    __storm_table__ = "teamparticipation"

    id = Int(primary=True, allow_none=False)
    team_id = Int("team", allow_none=False)
    person_id = Int("person", allow_none=False)
