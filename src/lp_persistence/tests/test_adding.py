"""The domain and the backend that the documentation makes, and their tests."""

import doctest
import subprocess
import sys
import unittest
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from lp_persistence.memory.backend import MemoryBackend
from lp_persistence.testing.documented import DoesNotFit, Page, read_page
from lp_persistence.testing.layers import RegistryLayer
from lp_persistence.tests.test_docs import FLAGS, pages

#: A rule that asks nothing of who looks: notes are shown to no reader.
RULE: Final = """\
--- library/interfaces.py
+++ library/interfaces.py
@@
+from zope.interface import taggedValue
 from lp_persistence.fields import Bool, Collection, Count, Int, Reference, Text
 from lp_persistence.interfaces import IEntity, IGroup
+from lp_persistence.model import VISIBLE_TO, VisibleTo
+
+
+def is_no_note(book, viewer):
+    return book.pages > 10
@@
-    id = Int(title="Id", brief=True)
-    title = Text(title="Title", brief=True)
+    taggedValue(VISIBLE_TO, VisibleTo(is_no_note, ()))
+    id = Int(title="Id", brief=True, hidden=None)
+    title = Text(title="Title", brief=True, hidden="<hidden>")
--- library/records.py
+++ library/records.py
@@
-from lp_persistence.storm.records import Records, fact
+from lp_persistence.storm.records import Records, fact, rule
@@
         "author": tables.Book.author_id,
     },
+    visible_to=rule(lambda viewer: Gt(tables.Book.pages, 10)),
"""
SCALAR, EDGE = "a scalar attribute", "an edge"
VERB, MEANING = "a composed verb", "its meaning"


def page_named(name: str) -> Path:
    """A page of the documentation."""
    return next(path for path in pages() if path.name == name)


ADDING, BACKENDS = map(page_named, ("adding.rst", "backends.rst"))


class LibraryLayer(RegistryLayer):
    """The pages' domain, in memory."""

    def setUp(self) -> None:
        self._folder = TemporaryDirectory()
        for path in (ADDING, BACKENDS):
            read_page(path).write(Path(self._folder.name))
        sys.path.insert(0, self._folder.name)
        self._package = import_module("library")
        super().setUp()

    def tearDown(self) -> None:
        super().tearDown()
        sys.path.remove(self._folder.name)
        for name in list(sys.modules):
            if name.partition(".")[0] in ("library", "recorder"):
                del sys.modules[name]
        self._folder.cleanup()

    def testSetUp(self) -> None:
        super().testSetUp()
        self.keep_in(MemoryBackend())


LIBRARY = LibraryLayer(name="LIBRARY", filename="configure.zcml")


def run_tests(module: str, *pages: Page) -> str:
    """Run the tests that pages hold, on what they hold; gives the output."""
    with TemporaryDirectory() as folder:
        for page in pages:
            page.write(Path(folder))
        command = (sys.executable, "-m", "zope.testrunner", "--test-path", folder)
        done = subprocess.run(
            [*command, "-m", module],
            capture_output=True,
            text=True,
            env={"PYTHONPATH": ":".join([folder, *sys.path])},
            check=False,
        )
    return done.stdout + done.stderr


class TestAdding(unittest.TestCase):
    """What is said to be little is little, and works."""

    def setUp(self) -> None:
        self.page = read_page(ADDING)

    def assert_passes(self, *changes: str) -> None:
        output = run_tests("library.tests", self.page.changed(*changes))
        self.assertRegex(output, r"Ran 1[0-9] tests with 0 failures, 0 errors")

    def test_the_page_as_it_stands(self) -> None:
        """Its domain keeps the contract."""
        self.assert_passes()

    def test_one_scalar_attribute_touches_two_lines(self) -> None:
        """And nothing else has to be said."""
        self.assertEqual(2, self.page.added(SCALAR))
        self.assert_passes(SCALAR)

    def test_one_edge_touches_four_lines(self) -> None:
        """Its verb among them."""
        self.assertEqual(4, self.page.added(EDGE))
        self.assert_passes(EDGE)

    def test_both(self) -> None:
        """One after the other."""
        self.assert_passes(SCALAR, EDGE)

    def test_a_verb_without_a_meaning(self) -> None:
        """Fails the contract, which says what to add; with one it passes."""
        output = run_tests("library.tests", self.page.changed(VERB))
        self.assertIn("NoMeaning: IBooks.epics_by follows no edge", output)
        self.assertIn("with 1 failures", output)
        self.assert_passes(VERB, MEANING)

    def test_a_verb_that_gives_something_else(self) -> None:
        """Is found, and so is a meaning whose halves differ."""
        page = self.page.changed(VERB, MEANING)
        for path, before, after, told in (
            (
                "library/groups.py",
                "long=True, ",
                "",
                "TestLibrary.test_verbs) [IBook.epics_by]",
            ),
            (
                "library/tests.py",
                "-pages[book]",
                "pages[book]",
                "the law of IBooks.epics_by",
            ),
        ):
            with self.subTest(path):
                text = page.files[path]
                self.assertEqual(1, text.count(before))
                files = {**page.files, path: text.replace(before, after)}
                output = run_tests("library.tests", Page(files))
                self.assertIn("with 1 failures", output)
                self.assertIn(told, output)

    def test_records_that_disagree(self) -> None:
        """As the page says: a fact that is another in SQL fails, and is shown."""
        records = self.page.files["library/records.py"]
        self.page.files["library/records.py"] = records.replace("300", "500")
        output = run_tests("library.tests", self.page)
        self.assertIn("with 1 failures", output)
        for told in (
            "TestLibrary.test_facts) [IBook.is_long]",
            "On sqlite this program gives something else than it has to.",
            "IBooks(context).filter(long=",
        ):
            self.assertIn(told, output)

    def test_a_rule_that_asks_nothing_of_who_looks(self) -> None:
        """Keeps the contract, which has nobody to look but nobody; and records that
        say another are found."""
        self.page.changes["a rule"] = RULE
        self.assert_passes("a rule")
        page = self.page.changed("a rule")
        records = page.files["library/records.py"]
        page.files["library/records.py"] = records.replace("pages, 10", "pages, 11")
        output = run_tests("library.tests", page)
        self.assertIn("TestLibrary.test_visibility) [IBook]", output)

    def test_a_rule_that_says_more_than_it_claims(self) -> None:
        """Who is not seen with their owner may not be said to be: counts tell."""
        self.page.changes["a rule"] = RULE
        page = self.page.changed("a rule")
        interfaces = page.files["library/interfaces.py"]
        page.files["library/interfaces.py"] = interfaces.replace(
            "VisibleTo(is_no_note, ())", "VisibleTo(is_no_note, (), through='author')"
        )
        output = run_tests("library.tests", page)
        self.assertIn("TestLibrary.test_attributes) [IAuthor.book_count]", output)

    def test_a_change_that_does_not_fit(self) -> None:
        """Is told, with the lines that it looked for."""
        page = Page({"a": "x\n"}, {"c": "--- a\n+++ a\n@@\n y\n+z\n"})
        with self.assertRaisesRegex(DoesNotFit, "c: a has not once\ny"):
            page.changed("c")


class TestBackends(unittest.TestCase):
    """The page for authors of backends."""

    def test_its_backend_keeps_the_contract(self) -> None:
        """By the page's own tests."""
        output = run_tests("recorder.tests", read_page(ADDING), read_page(BACKENDS))
        self.assertRegex(output, r"Ran 1[0-9] tests with 0 failures, 0 errors")

    def test_ten_lines_run_the_contract(self) -> None:
        """And no more."""
        tests = read_page(BACKENDS).files["recorder/tests.py"]
        self.assertEqual(10, len(tests.splitlines()))


def test_suite() -> unittest.TestSuite:
    """The pages' examples, and the above."""

    def set_up(test: doctest.DocTest) -> None:
        test.globs["backend"] = LIBRARY["backend"]

    examples = doctest.DocFileSuite(
        *map(str, (ADDING, BACKENDS)),
        module_relative=False,
        setUp=set_up,
        optionflags=FLAGS,
    )
    examples.layer = LIBRARY
    loader = unittest.defaultTestLoader
    cases = map(loader.loadTestsFromTestCase, (TestAdding, TestBackends))
    return unittest.TestSuite([examples, *cases])
