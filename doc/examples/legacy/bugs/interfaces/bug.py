"""Bugs, and what people did about them."""

from zope.interface import Attribute, Interface
from zope.schema import Bool, Choice, Datetime, Int, List, Text, TextLine

from ...registry.interfaces.person import IPerson
from ...webapp.fields import Reference, exported
from ..enums import InformationType


class IBugPublic(Interface):
    """What anybody may ask of any bug."""

    id = exported(Int(title="Its number"))
    private = Bool(title="Whether few may see it")

    def userCanView(user):
        """Whether a person may see it; ``user`` is None for nobody."""


class IBugView(Interface):
    """What those may ask who see it."""

    title = exported(TextLine(title="What is wrong"))
    description = exported(Text(title="The same, at length"))
    information_type = exported(
        Choice(title="Who may know of it", vocabulary=InformationType)
    )
    owner = exported(Reference(title="Who reported it", schema=IPerson))
    duplicateof = exported(
        Reference(title="The bug that is the same", schema=IBugPublic), "duplicate_of"
    )
    tags = exported(List(title="What people call it", value_type=TextLine()))
    heat = exported(Int(title="How much it concerns people"))
    datecreated = exported(Datetime(title="When it was reported"), "date_created")
    date_last_updated = Datetime(title="When something about it changed")
    bugtasks = Attribute("Its tasks, the oldest first.")
    default_bugtask = Attribute("The first of these.")
    duplicates = Attribute("The bugs that are the same as this, by number.")
    subscriptions = Attribute("Who subscribed, the oldest first.")
    bug_messages = Attribute("What was said, from the description on.")
    activity = Attribute("What changed, the oldest first.")
    attachments = Attribute("The files that were attached.")
    users_affected = Attribute("Whom it affects, by name.")
    latest_patch_uploaded = Datetime(title="When a patch came")

    def isSubscribed(person):
        """Whether a person subscribed."""

    def isMuted(person):
        """Whether a person wants to hear no more of it."""

    def isUserAffected(person):
        """Whether it affects a person."""

    def getDirectSubscribers():
        """Who subscribed to it, each once, by name."""

    def getSubscribersFromDuplicates():
        """Who subscribed only to one of its duplicates, by name."""


class IBugEdit(Interface):
    """What those may do who see it and signed in."""

    def subscribe(person, subscribed_by):
        """Have a person told of it; gives the subscription."""

    def unsubscribe(person, unsubscribed_by):
        """Have a person not told any more."""

    def addActivity(person, whatchanged, oldvalue, newvalue):
        """Note a change."""

    def updateHeat():
        """Have the rule of heat applied."""


class IBug(IBugPublic, IBugView, IBugEdit):
    """Something that is wrong."""


class IBugSet(Interface):
    """All bugs."""

    def get(bugid):
        """By number; None where there is none."""


class IBugSubscription(Interface):
    """Somebody is told of a bug."""

    bug = Reference(title="The bug", schema=IBug)
    person = Reference(title="Who is told", schema=IPerson)
    subscribed_by = Reference(title="Who wanted that", schema=IPerson)
    display_subscribed_by = Attribute("Who wanted that, as a text.")

    def canBeUnsubscribedByUser(user):
        """Whether a person may end it."""


class IBugMessage(Interface):
    """Something that was said about a bug."""

    bug = Reference(title="The bug", schema=IBug)
    index = Int(title="Its number, from 0")
    owner = Reference(title="Who said it", schema=IPerson)
    message = Attribute("The message.")
    text_contents = Text(title="The text")
    datecreated = Datetime(title="When it was said")
    visible = Bool(title="Whether it is to be read")


class IBugAttachment(Interface):
    """A file that somebody attached."""

    bug = Reference(title="The bug", schema=IBug)
    title = TextLine(title="What it is")
    is_patch = Bool(title="Whether it is a patch")
    libraryfile = Attribute("The file, or None.")


class IBugActivity(Interface):
    """A change of a bug."""

    bug = Reference(title="The bug", schema=IBug)
    datechanged = Datetime(title="When")
    person = Reference(title="Who changed it", schema=IPerson)
    whatchanged = TextLine(title="What")
    oldvalue = TextLine(title="What it was")
    newvalue = TextLine(title="What it became")
