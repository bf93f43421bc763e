"""Records on a database as Launchpad's is: they run as they do on their own."""

from __future__ import annotations

import unittest
from typing import Any

from lp_persistence import ALL_SEEING, Context
from lp_persistence.bugs.enums import BugTaskStatus
from lp_persistence.database.tests.planting import PlantingCases
from lp_persistence.people.interfaces import IPerson, IPersons
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.sample.schema import index_statements
from lp_persistence.storm.tests.production import PRODUCTION
from lp_persistence.testing.factory import Factory
from lp_persistence.testing.tutorial import fill
from lp_persistence.tests.test_docs import EVERYWHERE, doctest_of, pages
from lp_persistence.tests.test_golden import Golden


class TestStatements(Golden):
    """The golden text of PostgreSQL holds there, to the letter."""

    layer, name = PRODUCTION, "postgresql"

    def test_the_example(self) -> None:
        """For nobody, and for a viewer."""
        self.check()


class TestStrings(unittest.TestCase):
    """Where a backslash in a plain string means something."""

    layer = PRODUCTION

    def test_the_server_reads_them_so(self) -> None:
        """Else the tests here would prove nothing."""
        store = self.layer["source"].store_for(None, None)
        rows = store.execute("SHOW standard_conforming_strings").get_all()
        self.assertEqual([("off",)], rows)

    def test_texts_come_back_as_they_went(self) -> None:
        """And are found, as wholes, parts and words."""
        texts = ("C:\\new", "it\\'s", "\\", "100%\\_", "\\\\server\\'; --")
        factory = Factory(self.layer["backend"])
        made = {
            factory.make(IPerson, displayname=text, name=f"p{place}"): text
            for place, text in enumerate(texts)
        }
        factory.done()
        context = Context(viewer=ALL_SEEING)
        persons = IPersons(context).of(list(made))
        found = {
            text: IPersons(context).filter(displayname=text) for text in made.values()
        }
        context.realise()
        self.assertEqual(made, {person.id: person.displayname for person in persons})
        for key, text in made.items():
            self.assertEqual([key], [person.id for person in found[text]])


class TestTriggers(unittest.TestCase):
    """Tables that triggers keep are read as they keep them."""

    layer = PRODUCTION

    def setUp(self) -> None:
        fill(self.layer["backend"])
        self.store = self.layer["source"].store_for(None, None)

    def hot(self) -> list[Any]:
        """The titles of the hot bugs, hottest first."""
        self.store.flush()
        context = Context(viewer=ALL_SEEING)
        distributions = IDistributions(context).filter(name="ubuntu")
        bugs = distributions.hot_bugs(limit=20)
        context.realise()
        return [bug.title for bug in bugs]

    def write(self, statement: str, *parameters: object) -> None:
        """As the application does, which knows nothing of the layer."""
        self.store.execute(statement, parameters, noresult=True)

    def test_a_bug_that_became_hotter(self) -> None:
        """It comes first."""
        self.assertEqual(
            ["Trash is emptied at once", "Window can't be moved"], self.hot()
        )
        self.write("UPDATE bug SET heat = 99 WHERE title LIKE ?", "Window%")
        self.assertEqual(
            ["Window can't be moved", "Trash is emptied at once"], self.hot()
        )

    def test_a_task_that_was_solved(self) -> None:
        """It is not hot any more."""
        self.write("UPDATE bugtask SET status = ?", BugTaskStatus.FIXRELEASED.value)
        self.assertEqual([], self.hot())

    def test_a_bug_that_was_reported(self) -> None:
        """With what only the database knows of it: columns with defaults."""
        self.write(
            "INSERT INTO bug (title, description, owner, information_type, heat)"
            " VALUES ('New', 'New', 1, 1, 70)"
        )
        self.write(
            "INSERT INTO bugtask (bug, distribution, status, owner)"
            " SELECT max(bug.id), max(distribution.id), 10, 1 FROM bug, distribution"
        )
        self.assertEqual("New", self.hot()[0])

    def test_a_bug_that_was_granted_to_somebody(self) -> None:
        """They see it from then on."""
        self.write("UPDATE bug SET information_type = 4 WHERE title LIKE ?", "Window%")
        self.assertEqual(["Trash is emptied at once"], self.seen_by("ben"))
        self.write("INSERT INTO accessartifact (bug) SELECT id FROM bug WHERE heat = 6")
        self.write(
            "INSERT INTO accessartifactgrant (artifact, grantee, grantor)"
            " SELECT accessartifact.id, person.id, person.id"
            " FROM accessartifact, person WHERE person.name = 'ben'"
        )
        self.assertIn("Window can't be moved", self.seen_by("ben"))
        self.assertEqual(["Trash is emptied at once"], self.seen_by("anna"))

    def seen_by(self, name: str) -> list[Any]:
        """The hot bugs that somebody sees."""
        finding = Context(viewer=ALL_SEEING)
        persons = IPersons(finding).filter(name=name)
        finding.realise()
        context = Context(viewer=persons.one())
        bugs = IDistributions(context).filter(name="ubuntu").hot_bugs(limit=20)
        context.realise()
        return [bug.title for bug in bugs]

    def test_somebody_who_registered(self) -> None:
        """They take part in themselves at once, so that grants reach them."""
        self.write("INSERT INTO person (name, displayname) VALUES ('new', 'New')")
        context = Context(viewer=ALL_SEEING)
        persons = IPersons(context).filter(name="new")
        persons.get_participations()
        context.realise()
        self.assertEqual(["new"], [team.name for team in persons.one().participations])


class TestCheck(PlantingCases):
    """What ``check`` says of it: nothing of what it has beside, all that is amiss."""

    layer = PRODUCTION

    def test_nothing_is_stale_that_triggers_keep(self) -> None:
        """By their rules, which are the records'."""
        self.plant("UPDATE bug SET heat = heat + 1 WHERE id IN (3, 4)")
        (told,) = self.found()
        self.assertIn("heat", told)
        self.assertNotIn("bugtaskflat", told)

    def test_what_only_the_layer_needs_is_told(self) -> None:
        """The indexes that no foreign database has, each with a statement that
        makes it; when those have run, nothing is left to say."""
        for statement in index_statements(self.store):
            self.plant(f"DROP INDEX {statement.split()[2]}")
        found = self.found()
        self.assertGreater(len(found), 40)
        self.assertTrue(all("no index serves" in told for told in found))
        self.plant(*(told.partition("\n    ")[2].removesuffix(".") for told in found))
        self.assertFound()


def test_suite() -> unittest.TestSuite:
    """The pages that hold on every backend, and the above."""
    load = unittest.defaultTestLoader.loadTestsFromTestCase
    return unittest.TestSuite(
        [
            *map(load, (TestStatements, TestStrings, TestTriggers, TestCheck)),
            *(
                doctest_of(page, PRODUCTION)
                for page in pages()
                if page.name in EVERYWHERE
            ),
        ]
    )
