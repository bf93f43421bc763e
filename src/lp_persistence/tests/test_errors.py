"""Every exception of the package: what it derives from, and its text."""

from __future__ import annotations

import importlib
import pkgutil
import unittest
from collections.abc import Iterator
from typing import Any

from zope.interface.interfaces import ComponentLookupError
from zope.publisher.interfaces import NotFound
from zope.security.interfaces import Forbidden, ForbiddenAttribute, Unauthorized

import lp_persistence
from lp_persistence import errors

#: What ``hasattr``, page templates and the publisher would swallow.
SWALLOWED = (
    AttributeError,
    LookupError,
    TypeError,
    NotFound,
    Unauthorized,
    Forbidden,
    ForbiddenAttribute,
    ComponentLookupError,
)
#: Rooms that need what need not be installed, and programs.
OPTIONAL = (
    "lp_persistence.adoption",
    "lp_persistence.storm",
    "lp_persistence.testing",
    "lp_persistence.tracker",
)


def modules() -> Iterator[str]:
    """Names of all modules of the package but those of tests."""
    for found in pkgutil.walk_packages(lp_persistence.__path__, "lp_persistence."):
        if ".tests" not in found.name and not found.name.endswith("__main__"):
            yield found.name


def exceptions() -> set[type[BaseException]]:
    """Every exception class that is defined in the package."""
    found: set[type[BaseException]] = set()
    for name in modules():
        try:
            module = importlib.import_module(name)
        except ImportError:
            if not name.startswith(OPTIONAL):
                raise
            continue
        found.update(
            value
            for value in vars(module).values()
            if isinstance(value, type)
            and issubclass(value, BaseException)
            and value.__module__.startswith("lp_persistence")
        )
    return found


class DerivationTests(unittest.TestCase):
    def test_nothing_that_is_swallowed(self):
        """``hasattr``, ``x | nothing`` and the publisher let all of them through."""
        for error in exceptions():
            with self.subTest(error.__name__):
                self.assertFalse(issubclass(error, SWALLOWED))

    def test_one_root(self):
        """All but those of the testing tools, and the answers of the sample
        application, are of the package's own root."""
        others = "lp_persistence.testing.", "lp_persistence.tracker."
        for error in exceptions():
            if error.__module__.startswith(others):
                continue
            with self.subTest(error.__name__):
                self.assertTrue(issubclass(error, errors.PersistenceError))

    def test_each_says_what_it_is_for(self):
        """An error class has a docstring of its own."""
        for error in exceptions():
            with self.subTest(error.__name__):
                self.assertTrue(error.__dict__.get("__doc__"))


class TextTests(unittest.TestCase):
    def reads(self, error: Exception, text: str) -> None:
        self.assertEqual(text, str(error))

    def test_not_requested(self):
        """It names attribute, place and the call to add there."""
        self.reads(
            errors.NotRequested("Bug", "heat", "page.py:7", ".need('heat')"),
            "Bug.heat was not asked for. Add .need('heat') to the group built at "
            "page.py:7.",
        )
        self.reads(
            errors.NotRequested(
                "Bug",
                "heat",
                "page.py:7",
                ".need('heat')",
                read=("macros.pt:3 (bug/heat)", "page.pt:9"),
            ),
            "Bug.heat was not asked for. Add .need('heat') to the group built at "
            "page.py:7. It was read at macros.pt:3 (bug/heat), used by page.pt:9.",
        )

    def test_not_requested_of_a_way_back(self):
        """It can't be asked for, but a group can be reached so that it is there."""
        self.reads(
            errors.NotRequested(
                "Bug", "distro", "page.py:7", "IDistributions(context).hot_bugs()"
            ),
            "Bug.distro was not asked for: it is a way back. Build the group as "
            "IDistributions(context).hot_bugs(), in place of that built at page.py:7.",
        )

    def test_not_requested_before_it_was_realised(self):
        """What was added later comes with the next realise()."""
        self.reads(
            errors.NotRequested("Bug", "heat", "page.py:7", ".need('heat')", True),
            "Bug.heat was asked for after this was realised. Call context.realise(), "
            "and take it anew from the group built at page.py:7.",
        )

    def test_not_given(self):
        """It shows how to give it."""
        self.reads(
            errors.NotGiven("Bug", "heat"),
            "Bug.heat was not given. Build it as Bug(heat=…).",
        )

    def test_read_only(self):
        """It says why nothing can be assigned."""
        self.reads(
            errors.ReadOnly("Bug", "heat"),
            "Bug.heat can't be assigned: a realised entity is read only. Change "
            "what it was read from.",
        )

    def test_hidden_attribute(self):
        """It says who may not see what, and the two ways out."""
        self.reads(
            errors.HiddenAttribute("Person", "teams"),
            "Person.teams can't be read: the viewer may not see this Person. Give "
            "the field hidden=…, or read only what its brief answers.",
        )

    def test_unknown_name(self):
        """It lists the names there are, sorted."""
        error = errors.UnknownName("fact", "IBug", "hot", ("title", "heat"))
        self.reads(error, "IBug has no fact 'hot'; there are: heat, title.")
        self.assertEqual(("heat", "title"), error.known)
        self.reads(
            errors.UnknownName("fact", "IBug", "hot", ()),
            "IBug has no fact 'hot'; there are: none.",
        )

    def test_invalid_value(self):
        """It names field, value and reason."""
        self.reads(
            errors.InvalidValue("IBug", "heat", "x", "expected int, found str"),
            "IBug.heat can't be 'x': expected int, found str.",
        )

    def test_a_long_value_is_not_repeated(self):
        """Neither a log nor a page is filled by what somebody sent."""
        error = errors.InvalidValue("IBug", "title", "x" * 5000, "it is too long")
        self.assertLess(len(str(error)), 200)
        self.assertEqual("x" * 5000, error.value)

    def test_row_error(self):
        """It tells the problem and the group."""
        self.reads(
            errors.RowError("IBugs.of(…)", 7, "IBug 7 is wrong"),
            "IBug 7 is wrong (in IBugs.of(…)).",
        )

    def test_realise_error(self):
        """It is a group of the errors of rows, and stays one when it is split."""
        first, second = errors.RowError("a", 1, "x"), errors.RowError("b", 2, "y")
        error = errors.RealiseError("2 rows are wrong", [first, second])
        part: Any = error.subgroup(lambda each: each is first)
        self.assertIsInstance(part, errors.RealiseError)
        self.assertEqual((first,), part.exceptions)

    def test_pending_changes(self):
        """It names the classes, sorted."""
        error = errors.PendingChanges(["Person", "Bug"])
        self.reads(
            error,
            "There are unflushed changes of what would be read: Bug, Person. Flush "
            "them before realise(); reads never write.",
        )
        self.assertEqual(("Bug", "Person"), error.changes)

    def test_stale_context(self):
        """It says what to do."""
        self.reads(
            errors.StaleContext(),
            "The transaction that this context read in has ended, or is that of "
            "another thread. To read more, make a new context.",
        )

    def test_unavailable(self):
        """It names the store and why."""
        self.reads(
            errors.Unavailable("memory:", "no such thing"),
            "memory: can't be opened: no such thing",
        )

    def test_database_locked(self):
        """It names what was asked for, and by which view."""
        self.reads(
            errors.DatabaseLocked("Select of IBug", "BugPage"),
            "The store was asked for something while BugPage was rendered: Select "
            "of IBug. Declare what is shown before context.realise() runs.",
        )
        self.assertIn("while locked", str(errors.DatabaseLocked("Select of IBug")))
        self.reads(
            errors.DatabaseLocked(
                "SELECT 1", "BugPage", ("page.pt:3",), "Declare IBugs(context)."
            ),
            "The store was asked for something while BugPage was rendered: SELECT 1. "
            "It was read at page.pt:3. Declare IBugs(context).",
        )
