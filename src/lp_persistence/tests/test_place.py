"""Places: whose line is named."""

from __future__ import annotations

import inspect
from typing import Any

from zope.component import getUtility

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.context import Context
from lp_persistence.launchpad.lazy import Launchpad
from lp_persistence.people.interfaces import IPersons
from lp_persistence.place import calling_place, is_inner
from lp_persistence.tests.village import Village


def line(offset: int = 0) -> str:
    """File and line of the caller, as a place is written."""
    frame = inspect.currentframe()
    assert frame is not None and frame.f_back is not None
    caller = frame.f_back
    return f"{caller.f_code.co_filename}:{caller.f_lineno + offset}"


class PlaceTests(Village):
    def built(self, group: Any) -> str:
        return str(group.node.place)

    def test_here(self):
        """File and line."""
        self.assertEqual(line(), str(calling_place()))

    def test_groups_name_the_line_of_the_page(self):
        """Never one of the heart, of a domain's groups or of an adapter."""
        context = Context()
        bugs = IBugs(context)
        self.assertEqual(line(-1), self.built(bugs))
        hot = bugs.filter(heat=50).ordered_by("title")
        self.assertEqual(line(-1), self.built(hot))
        people = hot.get_subscribers()
        self.assertEqual(line(-1), self.built(people))
        people.update(hot.get_reporters(name="x"))
        self.assertEqual(line(-1), self.built(people))
        some = getUtility(IPersons).of(context, [1]).limit(1).limit(1)
        self.assertEqual(line(-1), self.built(some))

    def test_searches_name_the_line_of_the_page(self):
        """``Launchpad.search`` speaks for its caller."""
        found = Launchpad.search(Context(), distro_name="ubuntu")
        self.assertEqual(line(-1), self.built(found))

    def test_an_expression_keeps_its_first_line(self):
        """Where it was asked for again costs nothing."""
        context = Context()
        first = IBugs(context).of([1])
        here = line(-1)
        IBugs(context).of([1])
        self.assertEqual(here, self.built(first))

    def test_inner_modules(self):
        """Those of registered groups too; a module is not known by its name."""
        self.assertTrue(is_inner("lp_persistence.group"))
        self.assertTrue(is_inner("lp_persistence.bugs.groups"))
        self.assertTrue(is_inner("lp_persistence.launchpad.search"))
        self.assertFalse(is_inner("application.browser.groups"))
