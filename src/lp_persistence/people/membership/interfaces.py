"""How persons and teams stand to the teams that they are in, were in or wish
to be in."""

from zope.interface import taggedValue

from lp_persistence.fields import Bool, Choice, Datetime, Int, LongText, Reference
from lp_persistence.interfaces import IEntity, IGroup
from lp_persistence.model import ORDERED_BY, VISIBLE_TO
from lp_persistence.people.membership.enums import TeamMembershipStatus
from lp_persistence.people.visibility import SEEN_WITH_BOTH


class ITeamMembership(IEntity):
    """How one person or team stands to a team; at most one for a pair."""

    taggedValue(ORDERED_BY, ("date_created",))
    taggedValue(VISIBLE_TO, SEEN_WITH_BOTH)

    id = Int(title="Id", brief=True, hidden=None)
    status = Choice(
        TeamMembershipStatus, title="How it stands", brief=True, hidden=None
    )
    is_active = Bool(title="Makes a member", reads=("status",))
    date_created = Datetime(title="First came up")
    date_joined = Datetime(title="Joined")
    date_expires = Datetime(title="Ends, if ever")
    date_proposed = Datetime(title="Proposed, if it was")
    date_acknowledged = Datetime(title="Acknowledged, if it was")
    date_reviewed = Datetime(title="Reviewed, if it was")
    date_last_changed = Datetime(title="Changed last, if it was")
    proponent_comment = LongText(title="What was said when it was proposed")
    acknowledger_comment = LongText(title="What was said when it was acknowledged")
    reviewer_comment = LongText(title="What was said when it was reviewed")
    last_change_comment = LongText(title="What was said when it changed last")

    team = Reference("IPerson", title="Team")
    person = Reference("IPerson", title="Who is in it, was or wishes to be")
    proposed_by = Reference("IPerson", title="Who proposed it")
    acknowledged_by = Reference("IPerson", title="Who acknowledged it")
    reviewed_by = Reference("IPerson", title="Who reviewed it")
    last_changed_by = Reference("IPerson", title="Who changed it last")


class ITeamMemberships(IGroup):
    """Memberships."""

    def get_team():
        """The teams."""

    def get_person():
        """Those who are in them, were or wish to be."""

    def get_proposed_by():
        """Those who proposed them."""

    def get_acknowledged_by():
        """Those who acknowledged them."""

    def get_reviewed_by():
        """Those who reviewed them."""

    def get_last_changed_by():
        """Those who changed them last."""

    def active():
        """Those among them that make a member."""

    def administrators():
        """Those among them that make a member who may change the team."""
