"""Bugs."""

from datetime import UTC

from storm.info import ClassAlias
from storm.properties import DateTime, Int, Unicode
from storm.references import Reference, ReferenceSet
from storm.store import Store
from zope.interface import implementer
from zope.security.proxy import removeSecurityProxy

from ...registry.model.person import Person
from ...services.constants import UTC_NOW
from ...services.enumcol import DBEnum
from ...services.interfaces import IPrimaryStore, IStore
from ...services.propertycache import cachedproperty
from ...services.stormbase import StormBase
from ..enums import PUBLIC_INFORMATION_TYPES, InformationType
from ..interfaces.bug import IBug, IBugSet
from .accesspolicy import get_bug_privacy_filter
from .bugactivity import BugActivity
from .bugheat import calculate_bug_heat
from .bugsubscription import BugAffectsPerson, BugMute, BugSubscription
from .bugtag import BugTag
from .bugtask import BugTask


@implementer(IBug)
class Bug(StormBase):
    """See ``IBug``."""

    __storm_table__ = "bug"

    id = Int(primary=True)
    title = Unicode(allow_none=False)
    description = Unicode(allow_none=False)
    owner_id = Int(name="owner", allow_none=False)
    owner = Reference(owner_id, "Person.id")
    duplicateof_id = Int(name="duplicateof")
    duplicateof = Reference(duplicateof_id, "Bug.id")
    datecreated = DateTime(tzinfo=UTC, allow_none=False)
    date_last_updated = DateTime(tzinfo=UTC, allow_none=False)
    date_last_message = DateTime(tzinfo=UTC)
    information_type = DBEnum(enum=InformationType, allow_none=False)
    heat = Int(allow_none=False)
    latest_patch_uploaded = DateTime(tzinfo=UTC)
    duplicates = ReferenceSet("id", "Bug.duplicateof_id", order_by="Bug.id")
    subscriptions = ReferenceSet(
        "id", "BugSubscription.bug_id", order_by="BugSubscription.id"
    )
    bug_messages = ReferenceSet("id", "BugMessage.bug_id", order_by="BugMessage.index")
    activity = ReferenceSet("id", "BugActivity.bug_id", order_by="BugActivity.id")
    attachments = ReferenceSet(
        "id", "BugAttachment.bug_id", order_by="BugAttachment.id"
    )

    def __repr__(self):
        return f"<Bug {self.id}>"

    @property
    def private(self):
        """See ``IBugPublic``."""
        return self.information_type not in PUBLIC_INFORMATION_TYPES

    @cachedproperty
    def bugtasks(self):
        """See ``IBugView``."""
        return list(IStore(BugTask).find(BugTask, bug=self).order_by(BugTask.id))

    @property
    def default_bugtask(self):
        """See ``IBugView``."""
        return self.bugtasks[0]

    @cachedproperty("_cached_tags")
    def tags(self):
        """See ``IBugView``."""
        found = IStore(BugTag).find(BugTag, bug=self).order_by(BugTag.tag)
        return list(found.values(BugTag.tag))

    @property
    def users_affected(self):
        """See ``IBugView``."""
        return self._people(
            Person.id == BugAffectsPerson.person_id,
            BugAffectsPerson.bug_id == self.id,
            BugAffectsPerson.affected == True,  # noqa: E712
        )

    def getDirectSubscribers(self):
        """See ``IBugView``."""
        return self._people(
            Person.id == BugSubscription.person_id,
            BugSubscription.bug_id == self.id,
        )

    def getSubscribersFromDuplicates(self):
        """See ``IBugView``."""
        duplicate = ClassAlias(Bug, "Duplicate")
        found = self._people(
            Person.id == BugSubscription.person_id,
            BugSubscription.bug_id == duplicate.id,
            duplicate.duplicateof_id == self.id,
        )
        direct = set(self.getDirectSubscribers())
        return [person for person in found if person not in direct]

    def _people(self, *clauses):
        return (
            IStore(Person)
            .find(Person, *clauses)
            .config(distinct=True)
            .order_by(Person.displayname, Person.id)
        )

    def isSubscribed(self, person):
        """See ``IBugView``."""
        return self._has(BugSubscription, person)

    def isMuted(self, person):
        """See ``IBugView``."""
        return self._has(BugMute, person)

    def isUserAffected(self, person):
        """See ``IBugView``."""
        return self._has(BugAffectsPerson, person, affected=True)

    def _has(self, link, person, **values):
        if person is None:
            return False
        found = IStore(link).find(link, bug=self, person_id=person.id, **values)
        return not found.is_empty()

    @cachedproperty
    def _known_viewers(self):
        return set()

    def userCanView(self, user):
        """See ``IBugPublic``."""
        if not self.private:
            return True
        if user is None:
            return False
        if user.id not in self._known_viewers:
            shown = get_bug_privacy_filter(user, Bug.id, Bug.information_type)
            if IStore(Bug).find(Bug, Bug.id == self.id, shown).is_empty():
                return False
            self._known_viewers.add(user.id)
        return True

    def subscribe(self, person, subscribed_by):
        """See ``IBugEdit``."""
        subscription = BugSubscription(
            self, removeSecurityProxy(person), removeSecurityProxy(subscribed_by)
        )
        IPrimaryStore(BugSubscription).add(subscription)
        self.updateHeat()
        return subscription

    def unsubscribe(self, person, unsubscribed_by):
        """See ``IBugEdit``."""
        store = IPrimaryStore(BugSubscription)
        store.find(BugSubscription, bug=self, person_id=person.id).remove()
        self.updateHeat()

    def addActivity(self, person, whatchanged, oldvalue, newvalue):
        """See ``IBugEdit``."""
        person = removeSecurityProxy(person)
        activity = BugActivity(self, person, whatchanged, oldvalue, newvalue)
        IPrimaryStore(BugActivity).add(activity)
        self.date_last_updated = UTC_NOW

    def updateHeat(self):
        """See ``IBugEdit``."""
        Store.of(self).flush()
        self.heat = calculate_bug_heat(self)


@implementer(IBugSet)
class BugSet:
    """See ``IBugSet``."""

    def get(self, bugid):
        """See ``IBugSet``."""
        return IStore(Bug).get(Bug, bugid)
