"""Persons and teams, their addresses, and groups of them."""

from zope.interface import taggedValue

from lp_persistence.arguments import Like, Tests, Words, taking
from lp_persistence.branding.entities import HiddenBranding
from lp_persistence.branding.interfaces import IBadge, IBrandedGroup, IBranding
from lp_persistence.fields import (
    Bool,
    Choice,
    Collection,
    Count,
    Datetime,
    Embedded,
    Int,
    LongText,
    Reference,
    Text,
)
from lp_persistence.interfaces import IEntity, IGroup
from lp_persistence.model import ORDERED_BY, PERMISSIONS, SEARCHED, VISIBLE_TO
from lp_persistence.people.enums import (
    AccountStatus,
    EmailAddressStatus,
    PersonCreationRationale,
    PersonVisibility,
    TeamMembershipPolicy,
)
from lp_persistence.people.permissions import PERSON
from lp_persistence.people.visibility import SEEN, SEEN_WITH_PERSON


class IPerson(IEntity):
    """A person or a team: whoever can own, subscribe or be assigned."""

    taggedValue(ORDERED_BY, ("displayname",))
    taggedValue(SEARCHED, {"text": ("name", "displayname")})
    taggedValue(VISIBLE_TO, SEEN)
    taggedValue(PERMISSIONS, PERSON)

    id = Int(title="Id", brief=True, hidden=None)
    name = Text(title="Name", brief=True, hidden=None, indexed=True)
    displayname = Text(title="Name shown", brief=True, hidden="<hidden>", indexed=True)
    visibility = Choice(PersonVisibility, title="Who may see it")
    membership_policy = Choice(TeamMembershipPolicy, title="Who gets into a team")
    account_status = Choice(AccountStatus, title="Status of the account, if any")
    creation_rationale = Choice(
        PersonCreationRationale, title="Why it came to be known, of a person"
    )
    date_created = Datetime(title="Registered", indexed=True)
    homepage = LongText(title="Text of the home page")
    hides_emails = Bool(title="Its addresses are not for others to read")

    team_owner = Reference("IPerson", title="Owner, of a team")
    registrant = Reference("IPerson", title="Who registered it, if that is known")
    merged_into = Reference("IPerson", title="Who this one became")
    emails = Collection("IEmailAddress", inverse="person", title="Addresses")
    memberships = Collection(
        "ITeamMembership", inverse="person", title="How it stands to teams"
    )
    member_memberships = Collection(
        "ITeamMembership", inverse="team", title="How others stand to the team"
    )
    members = Collection(
        "IPerson", derived=True, title="Active direct members of the team"
    )
    teams = Collection("IPerson", inverse="members", title="Teams joined directly")
    participants = Collection(
        "IPerson", derived=True, title="Members over any number of teams, and itself"
    )
    participations = Collection(
        "IPerson", inverse="participants", title="Teams it is in, and itself"
    )

    policies = Collection(
        "IAccessPolicy", inverse="grantees", title="Policies granted to it"
    )

    icon = Reference("IFile", apart=True, title="Image of 14 pixels")
    logo = Reference("IFile", apart=True, title="Image of 64 pixels")
    mugshot = Reference("IFile", apart=True, title="Image of 192 pixels")
    branding = Embedded(
        IBranding,
        of=("icon", "logo", "mugshot", "is_team", "is_valid"),
        title="Images",
        hidden=HiddenBranding(),
    )

    badge = Embedded(
        IBadge,
        of=("icon", "is_team", "is_valid"),
        title="The image beside links to it",
        hidden=HiddenBranding(),
    )

    preferred_email = Text(title="The address that mail goes to, if any", graph=True)

    is_team = Bool(title="Is a team", graph=True)
    is_valid_person = Bool(title="Is a person who can act", graph=True)
    is_valid_team = Bool(title="Is a team that was not merged", graph=True)
    is_valid = Bool(title="Is a valid person or team", graph=True)
    is_joined = Bool(title="Is a team that the viewer takes part in", viewer=("teams",))
    member_count = Count("members", title="How many active direct members")


class IEmailAddress(IEntity):
    """An address of a person or team."""

    taggedValue(ORDERED_BY, ("email",))
    taggedValue(VISIBLE_TO, SEEN_WITH_PERSON)

    id = Int(title="Id", brief=True, hidden=None)
    email = Text(title="Address", brief=True, hidden=None, indexed=True)
    status = Choice(EmailAddressStatus, title="What is known of it")
    is_validated = Bool(title="Was proven to be theirs", reads=("status",))
    person = Reference("IPerson", title="Whose it is")


class IPersons(IBrandedGroup):
    """Persons and teams."""

    def get_emails(**tests):
        """Their addresses."""

    def get_team_owner():
        """The owners of the teams among them."""

    def get_registrant():
        """Those who registered them."""

    def get_memberships(**tests):
        """How they stand to teams, active or not; see ``ITeamMembership``."""

    def get_member_memberships(**tests):
        """How others stand to the teams among them, active or not."""

    def get_members(**tests):
        """The active direct members of the teams among them."""

    def get_teams(**tests):
        """The teams that they joined directly."""

    def get_participants(**tests):
        """All who are in the teams among them, over any number of teams."""

    def get_participations(**tests):
        """All teams that they are in, over any number of teams."""

    def get_merged_into():
        """Those that the merged among them became."""

    @taking(text=Words("IPerson"), tests=Tests("IPerson"))
    def search(text="", **tests):
        """Those among them who can act, persons and teams, by the name shown.

        ``text`` are words that name and name shown hold together, all of them
        (see ``Matching``); further tests are those of ``filter``, as
        ``team=True``. Who was merged, or whose account is not active, is left
        out, as in Launchpad's listing of people.
        """

    @taking(team=Like("IPerson", "teams"))
    def members_of(team):
        """Those among them who joined a team (or one of a group of teams)
        directly."""

    @taking(team=Like("IPerson", "participations"))
    def participants_of(team):
        """Those among them who are in a team (or one of a group of teams), over
        any number of teams; itself, too."""


class IEmailAddresses(IGroup):
    """Addresses."""

    def get_person():
        """Whose they are."""

    def preferred():
        """Those among them that mail goes to; at most one of each."""

    def validated():
        """Those among them that were proven to be theirs, preferred ones
        included."""
