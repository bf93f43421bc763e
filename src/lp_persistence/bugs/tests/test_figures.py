"""How many statements pages take, whatever they show."""

import unittest
from typing import Any

import transaction
from storm.zope.interfaces import IZStorm
from zope.component import getGlobalSiteManager, getUtility

from lp_persistence import Context
from lp_persistence.branding.interfaces import IFile
from lp_persistence.bugs.conversation.interfaces import IAttachment, IComment
from lp_persistence.bugs.elsewhere.interfaces import IBugTracker, IBugWatch, ICve
from lp_persistence.bugs.enums import BugTaskImportance, BugTaskStatus
from lp_persistence.bugs.interfaces import IBug, IBugs
from lp_persistence.canonical import canonical_path
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IEmailAddress, IPersons
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.storm.stores import ZStormSource, store_uri
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.tracker_factory import TrackerFactory
from lp_persistence.testing.wire import WireProxy

#: What a task can be in.
PLACES = (
    "product",
    "product_series",
    "distribution",
    "distro_series",
    "source_package",
    "series_source_package",
)


def targets(tasks: Any) -> None:
    """Where tasks are, each with its address."""
    tasks.need("target")
    for name in PLACES:
        getattr(tasks, f"get_{name}")().need_url()
    tasks.get_milestone().need_url()


def shown(people: Any) -> None:
    """What stands for a person wherever one is named."""
    people.need("is_valid").need_url()
    people.get_branding()


def bug(context: Any, key: int) -> Any:
    """Everything about a bug but its log and its nominations."""
    bugs = IBugs(context).of([key])
    bugs.need("description", "information_type", "heat", "date_created", "tags")
    bugs.need_url()
    tasks = bugs.get_tasks().need("importance", "date_created", "is_unresolved")
    targets(tasks)
    tasks.get_product().get_branding()
    tasks.get_distribution().get_branding()
    tasks.get_watch()
    comments = bugs.get_comments().need("text")
    comments.get_attachments()
    people = comments.get_author()
    people.update(bugs.get_reporters())
    people.update(tasks.get_assignee())
    people.update(bugs.get_subscribers())
    people.update(bugs.get_duplicate_subscribers())
    people.update(bugs.get_affected())
    shown(people)
    bugs.get_duplicates().need_url()
    bugs.get_duplicate_of().need_url()
    bugs.get_attachments().get_file()
    bugs.get_cves().need_url()
    bugs.get_watches().get_tracker()
    return bugs


def person(context: Any, key: int) -> Any:
    """A person with addresses, owner, members and all teams."""
    persons = IPersons(context).of([key])
    persons.get_emails()
    people = persons.get_team_owner()
    people.update(persons.get_teams())
    people.update(persons.get_members())
    people.update(persons.get_participations())
    people.update(persons)
    shown(people)
    return persons


def listing(context: Any, name: str) -> Any:
    """The first bugs of a distribution by its name, that are open, much wanted
    and about crashes."""
    distributions = IDistributions(context).filter(name=name).need_url()
    distributions.get_branding()
    found = IBugs(context).open(target=distributions, importance=BugTaskImportance.HIGH)
    found = found.filter(tags="crash")
    found.size()
    bugs = found.limit(75).need("tags", "heat").need_url()
    tasks = bugs.get_tasks().need("importance")
    targets(tasks)
    shown(tasks.get_assignee())
    return bugs


class FiguresMixin:
    #: How many of everything there are in the larger world.
    many = 50
    layer: Any

    def setUp(self: Any) -> None:
        self.factory = factory = TrackerFactory(self.layer["backend"])
        self.file = factory.make(IFile)
        self.ada = factory.person(icon=self.file)
        self.tracker = factory.make(IBugTracker, owner=self.ada)
        self.bugs = [self.bug(count) for count in (1, self.many)]
        self.persons = [self.person(count) for count in (1, self.many)]
        self.pillars = [self.pillar(count) for count in (1, self.many)]
        factory.done()

    def bug(self: Any, count: int) -> int:
        factory = self.factory
        key: int = factory.bug(
            reporter=self.ada, duplicate_of=factory.bug(reporter=self.ada)
        )
        for index in range(count):
            one = factory.person(icon=self.file)
            made = {"bug": key, "author": self.ada, "index": index, "text": "Fails."}
            comment = factory.make(IComment, **made)
            factory.make(IAttachment, bug=key, comment=comment, file=self.file)
            for edge in ("subscribers", "affected"):
                factory.link(IBug[edge], key, one)
            duplicate = factory.bug(reporter=self.ada, duplicate_of=key)
            factory.link(IBug["subscribers"], duplicate, one)
            factory.link(IBug["cves"], key, factory.make(ICve))
            made = {"bug": key, "tracker": self.tracker, "owner": self.ada}
            watch = factory.make(IBugWatch, **made)
            product = factory.product(owner=self.ada)
            milestone = factory.milestone(product=product)
            made = {"product": product, "milestone": milestone, "assignee": one}
            factory.task(bug=key, watch=watch, **made)
        return key

    def person(self: Any, count: int) -> int:
        key: int = self.factory.team(team_owner=self.ada)
        for _ in range(count):
            team = self.factory.team(team_owner=self.ada)
            self.factory.join(team, key)
            self.factory.join(key, self.factory.person())
            self.factory.make(IEmailAddress, person=key)
        return key

    def pillar(self: Any, count: int) -> str:
        name = f"pillar-{count}"
        distribution = self.factory.distribution(name=name, owner=self.ada)
        for _ in range(count):
            key = self.factory.bug(reporter=self.ada, tags=("crash",))
            self.factory.task(
                bug=key,
                distribution=distribution,
                status=BugTaskStatus.NEW,
                importance=BugTaskImportance.HIGH,
                assignee=self.ada,
            )
        return name

    def check(self: Any, most: int, page: Any, keys: list[Any]) -> Any:
        """As many statements for few rows as for many, and for no more than
        ``most``; what the page for many is about."""
        sent = []
        for key in keys:
            context = Context(viewer=Person(id=self.ada))
            group = page(context, key)
            sent.append(context.realise().statements)
        self.assertEqual([sent[0]] * 2, sent)
        self.assertLessEqual(sent[0], most)
        return group

    def test_a_bug(self: Any):
        """The viewer's facts; the bug, its tasks and comments; in one all that
        brings keys; people, files, attachments, watches and other bugs."""
        one = self.check(10, bug, self.bugs).one()
        for name in (
            "tasks",
            "comments",
            "subscribers",
            "duplicate_subscribers",
            "affected",
            "duplicates",
            "attachments",
            "cves",
            "watches",
        ):
            self.assertEqual(self.many, len(getattr(one, name)), name)
        self.assertEqual(f"bugs/{one.id}", canonical_path(one))
        for cve in one.cves:
            self.assertEqual(f"cve/{cve.sequence}", canonical_path(cve))
        for duplicate in one.duplicates:
            self.assertEqual(f"bugs/{duplicate.id}", canonical_path(duplicate))

    def test_a_person(self: Any):
        """With its addresses, teams and owner."""
        one = self.check(7, person, self.persons).one()
        for name in ("emails", "members", "teams"):
            self.assertEqual(self.many, len(getattr(one, name)), name)

    def test_a_listing(self: Any):
        """Pillar, bugs, tasks, assignees and their images, size."""
        found = self.check(7, listing, self.pillars)
        self.assertEqual(min(self.many, 75), len(found))
        self.assertEqual({("crash",)}, {each.tags for each in found})


class TestMemory(FiguresMixin, unittest.TestCase):
    layer = MEMORY
    many = 1000


class TestSQLite(FiguresMixin, unittest.TestCase):
    layer = SQLITE


class TestPostgreSQL(FiguresMixin, unittest.TestCase):
    """Here it is counted on the wire."""

    layer = POSTGRESQL

    def check(self: Any, most: int, page: Any, keys: list[Any]) -> Any:
        super().check(most, page, keys)
        transaction.commit()
        server = self.layer["server"]
        with WireProxy(server.host, server.port) as proxy:
            source = ZStormSource("wire", store_uri(proxy.uri(self.layer["uri"])))
            getGlobalSiteManager().registerUtility(source, IStoreSource)
            sent = []
            for key in (keys[0], *keys):  # the first opens the connection, too
                context = Context(viewer=Person(id=self.ada))
                group = page(context, key)
                with proxy.record() as seen:
                    context.realise()
                sent.append(len(seen.statements))
            del sent[0]
            transaction.abort()
            for store in list(source.opened()):
                getUtility(IZStorm).remove(store)
                store.close()
        self.assertEqual([sent[0]] * 2, sent)
        self.assertLessEqual(sent[0], most)
        return group
