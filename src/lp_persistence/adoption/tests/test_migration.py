"""The tutorial of a migration runs as it is written, and what it wins is held."""

from __future__ import annotations

import doctest
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from plone.testing import Layer

from lp_persistence.adoption.tests.migration import (
    TUTORIAL,
    Copy,
    Tutorial,
    broken,
    steps_of,
)
from lp_persistence.tests.test_docs import FLAGS


class MigrationLayer(Layer):
    """Folders for copies of the example, and the world that they share."""

    defaultBases = ()

    def setUp(self) -> None:
        self._made = TemporaryDirectory(prefix="migration-")
        self._number = 0

    def tearDown(self) -> None:
        self._made.cleanup()

    @property
    def world(self) -> Path:
        """The database; the first copy that is published makes it."""
        return Path(self._made.name) / "world.db"

    def folder(self) -> Path:
        """A new one."""
        self._number += 1
        folder = Path(self._made.name) / str(self._number)
        folder.mkdir()
        return folder

    def copy(self, pages: int) -> Copy:
        """The application as so many pages of the tutorial leave it."""
        copy = Copy(self.folder(), self.world)
        for page in TUTORIAL[:pages]:
            copy.migrate(steps_of(page))
        return copy


MIGRATION = MigrationLayer(name="MIGRATION")


class TestHeld(unittest.TestCase):
    """What a migration has won can't be lost unseen."""

    layer = MIGRATION

    def listed(self) -> Copy:
        """The application with its attributes converted, and a first list."""
        copy = self.layer.copy(1)
        code, output = copy.ratchet("--write")
        self.assertEqual(0, code, output)
        return copy

    def test_a_page_that_is_not_as_it_was(self) -> None:
        """Is told line by line: of what is seen, and of what scripts read."""
        copy = self.layer.copy(0)
        copy.replace("bugs/browser/templates/listing.pt", "bug/heat", "bug/id")
        copy.replace("webapp/export.py", '"self_link"', '"link"')
        with copy.published() as site:
            seen = broken("bugs", site.get("/+bugs"))
            path = "/+bugs?orderby=assignee&batch=10"
            both = broken("bugs-by-assignee", site.get(path, "member"))
            lost = broken("bug", site.get("/bugs/0"))
        self.assertEqual(75, seen.count("\n+|"))
        self.assertIn("bugs-by-assignee.json.txt", both)
        self.assertEqual("bug: 404 There is no page here\n", lost)

    def test_another_attribute_that_delegates(self) -> None:
        """The list would grow, and the command fails, naming it."""
        copy = self.listed()
        copy.replace(
            "bugs/model/bug.py",
            'duplicateof = Reference(duplicateof_id, "Bug.id")',
            'duplicateof = delegated(IBugs, "get_duplicate_of")',
        )
        code, output = copy.ratchet()
        self.assertEqual(1, code, output)
        self.assertIn(
            "legacy.bugs.model.bug.Bug.duplicateof delegates, and is not listed", output
        )

    def test_an_entry_of_what_delegates_no_more(self) -> None:
        """Is stale, and the command fails until the file is less."""
        copy = self.listed()
        copy.replace(
            "bugs/model/bug.py",
            'owner = delegated(IBugs, "get_reporters")',
            'owner = Reference(owner_id, "Person.id")',
        )
        code, output = copy.ratchet()
        self.assertEqual(1, code, output)
        stale = "legacy.bugs.model.bug.Bug.owner is listed, and delegates no more"
        self.assertIn(stale, output)
        self.assertEqual(0, copy.ratchet("--write")[0])
        self.assertNotIn("Bug.owner", (copy.folder / "ratchet.json").read_text())

    def test_an_access_that_nobody_has_declared(self) -> None:
        """Of an attribute that can't ask: the page names it, and the line."""
        copy = self.layer.copy(1)
        copy.replace("bugs/browser/listing.py", '    "milestone.product",\n', "")
        copy.replace("bugs/browser/listing.py", '    "milestone.distribution",\n', "")
        code, output = copy.failure("/+bugs")
        self.assertEqual(500, code)
        self.assertIn("NotPrefilled: BugTask.milestone was not prefilled.", output)
        self.assertIn("listing.pt", output)

    def test_an_access_under_the_lock(self) -> None:
        """Of a Storm object, in a page of groups: the view, the attribute and the
        place that reads are told."""
        copy = self.layer.copy(3)
        copy.replace("webapp/templates/layout.pt", "view/shown_user", "view/user")
        code, output = copy.failure("/+bugs", "member")
        self.assertEqual(500, code)
        for told in (
            "DatabaseLocked: The store was asked for something while BugListingView",
            "Person.is_valid_person_or_team is delegated",
            "layout.pt",
        ):
            self.assertIn(told, output)

    def test_what_groups_give_and_nobody_asked_for(self) -> None:
        """Raises NotRequested, with the call that is missing."""
        copy = self.layer.copy(3)
        copy.replace("bugs/needs.py", '"description", ', "")
        code, output = copy.failure("/+bugs")
        self.assertEqual(500, code)
        self.assertIn("NotRequested", output)
        self.assertIn("need('description')", output)


def test_suite() -> unittest.TestSuite:
    """The pages of the tutorial, of a checkout, and the above."""
    if not all(page.exists() for page in TUTORIAL):
        return unittest.TestSuite()

    def set_up(test: doctest.DocTest) -> None:
        page = Path(str(test.filename))
        tutorial = Tutorial(page, MIGRATION.folder(), MIGRATION.world)
        test.globs.update(tutorial.names)

    pages: Any = doctest.DocFileSuite(
        *map(str, TUTORIAL), module_relative=False, setUp=set_up, optionflags=FLAGS
    )
    pages.layer = MIGRATION
    held = unittest.defaultTestLoader.loadTestsFromTestCase(TestHeld)
    return unittest.TestSuite([pages, held])
