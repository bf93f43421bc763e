"""Persons and teams: one interface, for a team is a person."""

from zope.interface import Attribute, Interface
from zope.schema import Bool, Choice, Datetime, Int, Text, TextLine

from ...webapp.fields import Reference, exported
from ..enums import PersonVisibility, TeamMembershipPolicy


class IPersonPublic(Interface):
    """What anybody may ask of anybody."""

    id = Int(title="Id")
    is_team = Bool(title="Whether it is a team")
    visibility = Choice(title="Who may see it", vocabulary=PersonVisibility)
    private = Bool(title="Whether few may see it")

    def inTeam(team):
        """Whether they are in a team, or are it."""


class IPersonLimitedView(Interface):
    """What may be said where it is known that there is one."""

    name = exported(TextLine(title="The name that is its address"))
    displayname = exported(TextLine(title="The name shown"), "display_name")
    is_valid_person = Bool(title="Whether a person uses it")
    is_valid_person_or_team = Bool(title="Whether somebody uses it")
    icon = Attribute("Its image of 14 × 14 pixels, a LibraryFileAlias or None.")


class IPersonView(Interface):
    """The rest."""

    datecreated = exported(Datetime(title="Since when"), "date_created")
    homepage_content = exported(Text(title="What it says of itself"))
    membership_policy = Choice(title="Who may join", vocabulary=TeamMembershipPolicy)
    account = Attribute("The account of a person.")
    account_status = Attribute("What became of that.")
    preferredemail = Attribute("The address for mail, or None.")
    registrant = Attribute("Who registered it.")
    teams_participated_in = Attribute("The teams it is in, by others too, by name.")
    activemembers = Attribute("Who is a member of it, by name.")


class IPerson(IPersonPublic, IPersonLimitedView, IPersonView):
    """A person or a team."""

    teamowner = exported(
        Reference(title="Who owns the team", schema=IPersonPublic), "team_owner"
    )


class ITeam(IPerson):
    """A team."""


class IEmailAddress(Interface):
    """Where mail goes."""

    email = TextLine(title="The address")


class IPersonSet(Interface):
    """All persons and teams."""

    def get(personid):
        """By id; None where there is none."""

    def getByName(name):
        """By name; None where there is none."""

    def getByLogin(name):
        """Somebody who may sign in, by name; None where nobody may."""
