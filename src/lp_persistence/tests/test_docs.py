"""Every page of doc/ is a doctest, on the backends that it speaks of."""

import ast
import doctest
import inspect
import shutil
import tempfile
import textwrap
import unittest
from collections.abc import Iterator
from pathlib import Path

from lp_persistence.bugs import entities
from lp_persistence.bugs import interfaces as bugs
from lp_persistence.people import interfaces as people
from lp_persistence.pillars import interfaces as pillars
from lp_persistence.pillars.packages import interfaces as packages
from lp_persistence.publication.tests.site import PUBLICATION
from lp_persistence.testing.command_line import CommandLine
from lp_persistence.testing.layers import MEMORY, RegistryLayer
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.tutorial import fill

#: Pages that find the small world; the others build what they show.
IN_THE_SMALL_WORLD = {"index.rst", "groups.rst", "searching.rst"}
#: Pages that hold on every backend.
EVERYWHERE = {
    "bugs.rst",
    "entities.rst",
    "index.rst",
    "groups.rst",
    "people.rst",
    "pillars.rst",
    "readable.rst",
    "searching.rst",
}
#: Pages about databases: these have the command, and a folder for what it makes.
ABOUT_DATABASES = {"checking.rst", "loading.rst"}
#: Pages that publish views in a site.
ABOUT_PAGES = {"publication.rst"}
#: Pages whose domain is their own; see ``test_adding``.
WITH_A_DOMAIN = {"adding.rst", "backends.rst"}
#: They register all by themselves.
COMMAND = RegistryLayer(name="COMMAND", filename=None)
#: What these pages run on; others on memory.
LAYERS = {
    **dict.fromkeys(ABOUT_DATABASES, COMMAND),
    **dict.fromkeys(ABOUT_PAGES, PUBLICATION),
}
#: Pages with a test of their own.
ELSEWHERE = {
    "adopting.rst",
    "migrating-bug.rst",
    "migrating-listing.rst",
    "migrating.rst",
    "refused.rst",
    "tracker.rst",
    "views.rst",
}
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.REPORT_NDIFF


def pages() -> list[Path]:
    """The narrative pages, of a checkout."""
    folder = Path(__file__).resolve().parents[3] / "doc"
    return sorted(page for page in folder.glob("*.rst") if page.name not in ELSEWHERE)


def quoted(page: Path) -> Iterator[ast.stmt]:
    """The statements in a page's blocks of Python."""
    for block in page.read_text().split(".. code-block:: python\n")[1:]:
        lines = block.splitlines()
        length = next(
            (place for place, line in enumerate(lines) if line[:1].strip()), len(lines)
        )
        yield from ast.parse(textwrap.dedent("\n".join(lines[:length]))).body


class TestDeclarations(unittest.TestCase):
    """What ``entities.rst`` quotes."""

    def test_it_is_what_the_domain_declares(self) -> None:
        """A field that changes changes there, too, and what computes one."""
        declared = {
            ast.dump(statement)
            for module in (bugs, people, pillars, packages, entities)
            for interface in ast.parse(inspect.getsource(module)).body
            if isinstance(interface, ast.ClassDef)
            for statement in interface.body
        }
        (page,) = (each for each in pages() if each.name == "entities.rst")
        found = list(quoted(page))
        self.assertGreater(len(found), 20)
        others = [each for each in found if ast.dump(each) not in declared]
        self.assertEqual([], [ast.unparse(each) for each in others])


def doctest_of(page: Path, layer: object) -> unittest.TestSuite:
    """The examples of a page as one test on a layer."""

    def set_up(test: doctest.DocTest) -> None:
        if page.name in ABOUT_DATABASES:
            folder = Path(tempfile.mkdtemp())
            command = CommandLine(folder)
            test.globs.update(
                folder=folder, lp_persistence=command, script=command.script
            )
            return
        backend = layer["backend"]  # type: ignore[index]
        test.globs["backend"] = backend
        if page.name in IN_THE_SMALL_WORLD:
            fill(backend)

    def tear_down(test: doctest.DocTest) -> None:
        if page.name in ABOUT_DATABASES:
            shutil.rmtree(test.globs["folder"])
        if page.name in ABOUT_PAGES:
            test.globs["site"].close()

    suite = doctest.DocFileSuite(
        str(page),
        module_relative=False,
        setUp=set_up,
        tearDown=tear_down,
        optionflags=FLAGS,
    )
    suite.layer = layer
    return suite


def test_suite() -> unittest.TestSuite:
    """Each page in memory, and those of the small world on every backend."""
    suite = unittest.TestSuite(
        doctest_of(page, LAYERS.get(page.name, MEMORY))
        for page in pages()
        if page.name not in WITH_A_DOMAIN
    )
    loader = unittest.defaultTestLoader
    suite.addTests(loader.loadTestsFromTestCase(TestDeclarations))
    suite.addTests(
        doctest_of(page, layer)
        for page in pages()
        for layer in (SQLITE, POSTGRESQL)
        if page.name in EVERYWHERE
    )
    return suite
