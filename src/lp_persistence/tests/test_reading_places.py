"""Where something is read: lines of programs and of the templates above them."""

from __future__ import annotations

import unittest
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zope.pagetemplate.pagetemplatefile import PageTemplateFile

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.context import Context
from lp_persistence.errors import NotRequested
from lp_persistence.interfaces import IBackend
from lp_persistence.place import reading_places
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.tracker_factory import TrackerFactory
from lp_persistence.tests.test_place import line

FRAME = """\
<html metal:define-macro="page">
<body>
<h1 tal:content="bug/heat">50</h1>
<div metal:define-slot="content">x</div>
</body>
</html>
"""
PAGE = """\
<tal:block define="bug view/bug">
<html metal:use-macro="view/frame/macros/page">
<div metal:fill-slot="content">
<b tal:content="python: view.summary(bug)">x</b>
</div>
</html>
</tal:block>
"""


class Template(PageTemplateFile):
    """A template that is called with its names."""

    def pt_getContext(self, args: Any = (), options: Any = None) -> Mapping[str, Any]:
        return dict(options or {})


class Page:
    """Shows a bug, in a frame."""

    def __init__(self, folder: str, bug: Any, page: str = PAGE):
        self.bug = bug
        for name, text in (("frame", FRAME), ("page", page)):
            Path(folder, f"{name}.pt").write_text(text)
        self.frame = Template(f"{folder}/frame.pt")
        self.page = Template(f"{folder}/page.pt")
        self.at = ""

    def summary(self, bug: Any, name: str = "title") -> str:
        """What a bug has under a name."""
        self.at = line(1)
        return str(getattr(bug, name))

    def __call__(self) -> str:
        text: str = self.page(view=self)
        return text


class ReadingPlaceTests(unittest.TestCase):
    layer = MEMORY

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        backend: IBackend = self.layer["backend"]
        bug = TrackerFactory(backend).bug(heat=50, title="Hot")
        self.context = Context()
        self.bugs = IBugs(self.context).of([bug])

    def bug(self) -> Any:
        self.context.realise()
        return self.bugs.one()

    def refused(self, page: Page) -> tuple[str, ...]:
        """The places that the error names for what a page reads, without its
        folder."""
        with self.assertRaises(NotRequested) as caught:
            page()
        return tuple(
            place.removeprefix(f"{self.folder}/") for place in caught.exception.read
        )

    def test_a_line_of_the_program(self):
        """Whoever reads."""
        bug = self.bug()
        with self.assertRaises(NotRequested) as caught:
            hasattr(bug, "heat")
        here = line(-1)
        self.assertEqual(caught.exception.read, (here,))
        self.assertTrue(str(caught.exception).endswith(f"It was read at {here}."))

    def test_a_macro_and_the_page_that_uses_it(self):
        """The line with the expression, then the one with the use."""
        self.assertEqual(
            self.refused(Page(self.folder, self.bug())),
            ("frame.pt:3 (bug/heat)", "page.pt:2"),
        )

    def test_code_that_a_template_calls(self):
        """The line of the program, and the one of the template that calls it."""
        self.bugs.need("heat")
        bug = self.bug()
        page = Page(self.folder, bug, page=PAGE.replace("bug)", "bug, 'date_created')"))
        self.assertEqual(
            self.refused(page),
            (page.at, "page.pt:4 (view.summary(bug, 'date_created'))", "page.pt:2"),
        )

    def test_the_expression_that_finds_a_macro(self):
        """The page's line, once with the expression and once as the use."""
        page = PAGE.replace("view/frame/macros/page", "bug/heat")
        self.assertEqual(
            self.refused(Page(self.folder, self.bug(), page=page)),
            ("page.pt:2 (bug/heat)", "page.pt:2"),
        )

    def test_an_entitys_own_code(self):
        """Its line, and that of who asked."""
        names: dict[str, Any] = {"__name__": "shop.entities"}
        code = "def summary(bug):\n    return bug.heat"
        exec(compile(code, "entities.py", "exec"), names)
        with self.assertRaises(NotRequested) as caught:
            names["summary"](self.bug())
        self.assertEqual(caught.exception.read, ("entities.py:2", line(-1)))

    def test_a_place_that_nobody_fails_at_costs_nothing(self):
        """It is looked for where it is asked for; here, by a function."""
        self.assertEqual(reading_places(), (line(),))
