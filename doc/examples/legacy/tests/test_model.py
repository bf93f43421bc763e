"""What database classes do beside holding values."""

import unittest
from datetime import timedelta

from zope.component import getUtility
from zope.security.proxy import ProxyFactory
from zope.security.proxy import isinstance as is_instance

from ..bugs.enums import BugTaskStatus, BugTaskStatusSearch
from ..bugs.interfaces.bugtask import IBugTaskSet
from ..bugs.model.bug import Bug
from ..bugs.model.bugsubscription import BugMute
from ..bugs.model.bugtask import BugTask
from ..bugs.model.bugtasksearch import BugTaskSearchParams
from ..registry.enums import PersonVisibility
from ..registry.interfaces.person import IPerson, ITeam
from ..registry.model.person import Person
from ..services.interfaces import IStore
from ..services.propertycache import clear_property_cache, get_property_cache
from .layer import LEGACY
from .site import traced


def get(cls, key):
    return IStore(cls).get(cls, key)


class TestColumns(unittest.TestCase):
    """Values that are not what rows hold."""

    layer = LEGACY

    def test_integers_are_items(self):
        """Of the enumeration that the column names."""
        person = get(Person, 1)
        self.assertIs(PersonVisibility.PUBLIC, person.visibility)
        found = IStore(Person).find(Person, visibility=PersonVisibility.PRIVATE)
        self.assertTrue(all(each.private for each in found))
        self.assertFalse(found.is_empty())

    def test_what_is_no_item_is_refused(self):
        """An integer, and an item of another enumeration."""
        person = get(Person, 1)
        with self.assertRaisesRegex(TypeError, "Not a DBItem: 30"):
            person.visibility = 30
        with self.assertRaisesRegex(TypeError, "none of"):
            person.visibility = BugTaskStatus.NEW

    def test_an_integer_that_stands_for_nothing(self):
        """Is an error when it is read."""
        IStore(Bug).execute("UPDATE bug SET information_type = 77 WHERE id = 62")
        with self.assertRaisesRegex(LookupError, "77 is none of"):
            get(Bug, 62)

    def test_two_kinds_of_incomplete_are_one(self):
        """Rows tell them apart, pages do not."""
        kinds = BugTaskStatusSearch
        task = (
            IStore(BugTask).find(BugTask, _status=kinds.INCOMPLETE_WITH_RESPONSE).any()
        )
        self.assertIs(BugTaskStatus.INCOMPLETE, task.status)
        self.assertFalse(task.is_complete)

    def test_dates_are_aware(self):
        """They are UTC's."""
        self.assertEqual(timedelta(0), get(Bug, 62).datecreated.utcoffset())

    def test_a_compound_key(self):
        """Is a tuple."""
        mute = IStore(BugMute).find(BugMute).any()
        self.assertIs(mute, get(BugMute, (mute.person_id, mute.bug_id)))


class TestObjects(unittest.TestCase):
    """Identity, and what is done when a row was loaded."""

    layer = LEGACY

    def test_teams_are_marked_when_they_are_loaded(self):
        """As such; persons are not."""
        self.assertTrue(ITeam.providedBy(get(Person, 2)))
        self.assertFalse(ITeam.providedBy(get(Person, 1)))
        self.assertTrue(IPerson.providedBy(get(Person, 1)))

    def test_a_row_is_itself_behind_a_proxy(self):
        """And has the same hash."""
        person = get(Person, 1)
        proxied = ProxyFactory(person)
        self.assertTrue(is_instance(proxied, Person))
        self.assertEqual(person, proxied)
        self.assertEqual(proxied, person)
        self.assertEqual(hash(person), hash(proxied))
        self.assertNotEqual(person, get(Person, 2))

    def test_what_a_task_is_in(self):
        """Each kind of target is named, and equal to itself."""
        kinds = set()
        for task in IStore(BugTask).find(BugTask):
            self.assertEqual(task.target, task.target)
            self.assertTrue(task.bugtargetname)
            self.assertTrue(task.bugtargetdisplayname)
            kinds.add(type(task.target).__name__)
        self.assertEqual(
            {
                "Product",
                "ProductSeries",
                "Distribution",
                "DistroSeries",
                "DistributionSourcePackage",
                "SourcePackage",
            },
            kinds,
        )


class TestCachedProperties(unittest.TestCase):
    """Asked once, filled from outside, and forgotten with the transaction."""

    layer = LEGACY

    def test_it_is_asked_once(self):
        """Until the cache is cleared; Storm's own may still know."""
        person = get(Person, 1)
        with traced() as statements:
            self.assertTrue(person.is_valid_person)
            self.assertTrue(person.is_valid_person)
        self.assertEqual(1, len(statements))
        clear_property_cache(person)
        self.assertNotIn("is_valid_person_or_team", get_property_cache(person))

    def test_it_is_filled_from_outside(self):
        """Through a proxy, too; nothing is asked then."""
        person = get(Person, 1)
        get_property_cache(ProxyFactory(person)).is_valid_person_or_team = False
        with traced() as statements:
            self.assertFalse(person.is_valid_person)
        self.assertEqual([], statements)
        del get_property_cache(person).is_valid_person_or_team
        self.assertNotIn("is_valid_person_or_team", get_property_cache(person))
        self.assertTrue(person.is_valid_person)

    def test_it_can_not_be_assigned_to(self):
        """The way to do so is told."""
        with self.assertRaisesRegex(AttributeError, r"say get_property_cache\(…\)"):
            get(Person, 1).preferredemail = None

    def test_it_goes_with_the_transaction(self):
        """What was known may have changed."""
        bug = get(Bug, 62)
        get_property_cache(bug)._cached_tags = ["stale"]
        self.assertEqual(["stale"], bug.tags)
        IStore(Bug).rollback()
        self.assertNotEqual(["stale"], bug.tags)


class TestSearch(unittest.TestCase):
    """What ``BugTaskSearchParams`` ask for."""

    layer = LEGACY

    def search(self, **asked):
        return list(getUtility(IBugTaskSet).search(BugTaskSearchParams(**asked)))

    def test_the_hottest_first(self):
        """Of equals the oldest task."""
        found = self.search(user=None)
        keys = [(-task.bug.heat, task.id) for task in found]
        self.assertEqual(sorted(keys), keys)

    def test_what_is_open_and_no_duplicate(self):
        """And what nobody in particular may see."""
        for task in self.search(user=None):
            self.assertFalse(task.is_complete or task.bug.private)
            self.assertIsNone(task.bug.duplicateof)

    def test_by_assignee(self):
        """The name decides; those without one come last."""
        found = self.search(user=None, orderby="assignee")
        assigned = [task for task in found if task.assignee]
        names = [task.assignee.displayname for task in assigned]
        self.assertEqual(sorted(names), names)
        self.assertEqual(assigned, found[: len(assigned)])
        self.assertEqual(len(self.search(user=None)), len(found))

    def test_in_each_target(self):
        """A search finds the task in whose target it looks."""
        for task in self.search(user=None):
            self.assertIn(task, self.search(user=None, target=task.target))

    def test_of_an_assignee_and_a_tag(self):
        """All that is asked for is so."""
        found = self.search(user=None)
        somebody = next(task.assignee for task in found if task.assignee)
        for task in self.search(user=None, assignee=somebody):
            self.assertEqual(somebody, task.assignee)
        found = self.search(user=None, tag="ui")
        self.assertTrue(found)
        self.assertTrue(all("ui" in task.bug.tags for task in found))
