"""What people see of something that takes its time."""

from __future__ import annotations

import os
import pty
import unittest
from io import StringIO
from unittest import mock

from zope.interface.verify import verifyObject

from lp_persistence.command.interfaces import IReporter
from lp_persistence.command.reporters import Bar, Lines, Quiet, reporter_for


class ReporterTests(unittest.TestCase):
    def setUp(self):
        size = mock.patch.dict(os.environ, COLUMNS="50", LINES="20")
        size.start()
        self.addCleanup(size.stop)

    def tell(self, reporter):
        reporter.begin("Making it")
        for done in range(1, 1001):
            reporter.progress(done, 1000)
        reporter.end()

    def test_reporters_keep_their_interface(self):
        """All three are IReporter."""
        for reporter in (Bar(StringIO()), Lines(StringIO()), Quiet()):
            verifyObject(IReporter, reporter)

    def test_a_terminal_gets_a_bar_that_grows_in_one_line(self):
        """It is drawn anew for every percent, and fits the terminal."""
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
            reporter = reporter_for(terminal)
            reporter.begin("Making it")
            reporter.progress(1, 2)
            reporter.progress(2, 2)
            reporter.end()
            # A terminal hands on what it has got so far.
            read = b""
            while not read.endswith(b"\n"):
                read += os.read(ours, 4096)
        shown = read.decode()
        states = shown.rstrip("\r\n").split("\r")[1:]
        self.assertEqual(
            states,
            [
                "Making it [................................]   0%",
                "Making it [################................]  50%",
                "Making it [################################] 100%",
            ],
        )
        self.assertTrue(shown.endswith("\n"))
        self.assertTrue(all(len(state) < 51 for state in states))

    def test_a_bar_is_drawn_once_for_every_percent(self):
        """However often it is told."""
        stream = StringIO()
        self.tell(Bar(stream))
        self.assertEqual(stream.getvalue().count("\r"), 101)

    def test_a_narrow_terminal_gets_the_percents_alone(self):
        """A bar that does not fit is left out."""
        stream = StringIO()
        with mock.patch.dict(os.environ, COLUMNS="16"):
            self.tell(Bar(stream))
        self.assertTrue(stream.getvalue().endswith("\rMaking it 100%\n"))

    def test_elsewhere_it_is_two_lines(self):
        """A log shows that it began and that it is done."""
        stream = StringIO()
        self.tell(reporter_for(stream))
        self.assertEqual(stream.getvalue(), "Making it …\nMaking it: done\n")
