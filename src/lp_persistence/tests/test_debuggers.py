"""Who only looks at a thing never fails: printing, copying, listing, debugging."""

from __future__ import annotations

import copy
import inspect
import io
import pdb
import pickle
import pprint
import rlcompleter
import traceback
import unittest
from typing import Any

from zope.exceptions.exceptionformatter import format_exception

from lp_persistence.bugs.entities import Bug
from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.context import Context
from lp_persistence.errors import PicklingRefused
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.tracker_factory import TrackerFactory


class DebuggerTests(unittest.TestCase):
    layer = MEMORY

    def setUp(self) -> None:
        factory = TrackerFactory(self.layer["backend"])
        hidden = factory.team(private=True)
        bug = factory.bug(title="Hot")
        task = factory.task(bug=bug, assignee=hidden)
        factory.done()
        self.context = Context()
        bugs = IBugs(self.context).of([bug])
        tasks = IBugTasks(self.context).of([task])
        tasks.get_assignee()
        self.sizes = bugs.size()
        self.bugs = bugs.get_tasks().get_bug()
        self.unrealised = IBugs(Context()).get_tasks()
        self.context.realise()
        self.tasks = tasks

    def things(self) -> dict[str, Any]:
        """One of each kind, by name."""
        return {
            "an entity": self.bugs.one(),
            "a hidden one": self.tasks.one().assignee,
            "one built by hand": Bug(title="Cold"),
            "a group": self.bugs,
            "a group that was not realised": self.unrealised,
            "a context": self.context,
            "a size": self.sizes,
            "a verb": self.bugs.get_tasks,
        }

    def test_who_prints(self):
        """``repr``, ``str``, formats, ``pprint``."""
        for name, thing in self.things().items():
            with self.subTest(name):
                for text in (repr(thing), f"{thing!r:>40}", pprint.pformat([thing])):
                    self.assertTrue(text)

    def test_who_lists(self):
        """``dir`` leaves out what can't be read; ``inspect`` reads the rest."""
        for name, thing in self.things().items():
            with self.subTest(name):
                self.assertIn("__class__", dir(thing))
                inspect.getmembers(thing)
                completer = rlcompleter.Completer({"thing": thing})
                self.assertTrue(completer.attr_matches("thing.__c"))
        self.assertIn("title", dir(self.bugs.one()))
        self.assertNotIn("heat", dir(self.bugs.one()))
        self.assertIn("title", dir(Bug(title="Cold")))
        self.assertNotIn("heat", dir(Bug(title="Cold")))

    def test_who_debugs(self):
        """A debugger prints them, alone and as variables of a frame."""
        for name, thing in self.things().items():
            with self.subTest(name):
                out = io.StringIO()
                lines = io.StringIO("p thing\npp thing\np dir(thing)\nargs\nc\n")
                debugger = pdb.Pdb(stdin=lines, stdout=out, nosigint=True, readrc=False)
                debugger.use_rawinput = False
                debugger.runcall(lambda thing: thing, thing)
                self.assertNotIn("***", out.getvalue())

    def test_who_formats_a_traceback(self):
        """With the variables of its frames."""
        for name, thing in self.things().items():
            with self.subTest(name):
                try:
                    _fail(thing)
                except RuntimeError as error:
                    told = traceback.TracebackException.from_exception(
                        error, capture_locals=True
                    )
                    text = "".join(told.format())
                    text += "".join(
                        format_exception(type(error), error, error.__traceback__)
                    )
                self.assertNotIn("failed", text)

    def test_who_copies(self):
        """An entity is its own copy."""
        for name in ("an entity", "a hidden one", "one built by hand"):
            with self.subTest(name):
                thing = self.things()[name]
                self.assertIs(copy.copy(thing), thing)
                self.assertEqual(copy.deepcopy([thing]), [thing])

    def test_who_pickles_is_refused_with_a_sentence(self):
        """What one context read is nothing to keep."""
        for name in ("an entity", "a hidden one", "a group", "a context"):
            with (
                self.subTest(name),
                self.assertRaises(PicklingRefused) as caught,
            ):
                pickle.dumps(self.things()[name])
            self.assertRegex(
                str(caught.exception),
                r"^\S.* can't be pickled: it belongs to what one context read\. "
                r"Keep ids, and get it again by a group's of\(\)\.$",
            )


def _fail(thing: Any) -> None:
    __traceback_info__ = thing
    raise RuntimeError("no ink")
