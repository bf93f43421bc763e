"""What the example of the design puts on the wire: statements, columns, rows."""

import unittest
from typing import Any

import transaction
from storm.zope.interfaces import IZStorm
from zope.component import getGlobalSiteManager, getUtility

from lp_persistence import Context, Launchpad
from lp_persistence.branding.interfaces import IFile
from lp_persistence.bugs.enums import BugTaskStatus
from lp_persistence.bugs.interfaces import IBug
from lp_persistence.people.entities import Person
from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.storm.stores import ZStormSource, store_uri
from lp_persistence.testing.storm_layers import POSTGRESQL
from lp_persistence.testing.tracker_factory import TrackerFactory
from lp_persistence.testing.wire import WireProxy

#: Of each statement for somebody signed in: what it gives, how many columns, how many
#: rows whatever there is, and how many for each bug with four people.
STEPS = (
    ("the viewer's facts", 2, 1, 0),
    ("the distribution with its three images", 12, 1, 0),
    ("hot bugs, by heat and task, with title and reporter", 6, 0, 1),
    ("subscribers and assignees, beside each other", 3, 0, 3),
    ("people, with what branding is made of", 9, 0, 4),
    ("images", 2, 1, 0),
)


def ask(context: Context) -> Any:
    """The example as it stands."""
    distros = Launchpad.search(context, distro_name="ubuntu")
    branding = distros.get_branding()
    bugs = distros.hot_bugs(limit=20)
    people = bugs.get_subscribers()
    people.update(bugs.get_assignees())
    people.update(bugs.get_reporters())
    branding.update(people.get_branding())
    return bugs


class WireTests(unittest.TestCase):
    layer = POSTGRESQL

    def setUp(self) -> None:
        self.factory = factory = TrackerFactory(self.layer["backend"])
        self.file = factory.make(IFile)
        self.viewer = factory.person()
        self.ubuntu = factory.distribution(name="ubuntu", icon=self.file)
        self.bug()
        factory.done()
        transaction.commit()
        server = self.layer["server"]
        self.proxy = WireProxy(server.host, server.port)
        self.addCleanup(self.proxy.close)
        uri = store_uri(self.proxy.uri(self.layer["uri"]))
        self.source = ZStormSource("wire", uri)
        getGlobalSiteManager().registerUtility(self.source, IStoreSource)
        self.addCleanup(self.close)
        self.seen()  # opens the connection, too

    def close(self) -> None:
        transaction.abort()
        for store in list(self.source.opened()):
            getUtility(IZStorm).remove(store)
            store.close()

    def seen(self) -> Any:
        """What passes while the example is realised."""
        context = Context(viewer=Person(id=self.viewer))
        bugs = ask(context)
        with self.proxy.record() as seen:
            context.realise()
        transaction.abort()
        self.assertTrue(all(len(bug.subscribers) == 2 for bug in bugs))
        return seen

    def bug(self) -> None:
        """One more of Ubuntu's, with four people of its own, all with one image."""
        factory, file = self.factory, self.file
        key = factory.bug(reporter=factory.person(icon=file))
        for _ in range(2):
            factory.link(IBug["subscribers"], key, factory.person(icon=file))
        assignee = factory.person(icon=file)
        factory.task(
            bug=key,
            distribution=self.ubuntu,
            status=BugTaskStatus.NEW,
            assignee=assignee,
        )

    def test_statements_columns_and_rows(self):
        """The same statements for one bug as for many; rows for who is there; columns
        for what was asked, and not one more."""
        for bugs in (1, 10):
            seen = self.seen()
            told = [each for each in seen.messages if each.columns]
            expected = [(cells, once + bugs * each) for _, cells, once, each in STEPS]
            self.assertEqual(
                expected, [(len(each.columns[0]), each.rows) for each in told]
            )
            self.assertEqual(len(STEPS), len(seen.statements))
            self.assertEqual(len(STEPS) + 1, seen.trips)  # and BEGIN
            for _ in range(9):
                self.bug()
            self.factory.done()
            transaction.commit()
