"""The interpreter with the site configured."""

from __future__ import annotations

import unittest
from argparse import Namespace
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from unittest.mock import patch

from zope.interface.verify import verifyObject

from lp_persistence.command.interfaces import ISubcommand
from lp_persistence.command.shell import Shell, at_hand, banner
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.tracker_factory import TrackerFactory


class TestAtHand(unittest.TestCase):
    layer = MEMORY

    def test_contract(self):
        """See ISubcommand."""
        verifyObject(ISubcommand, Shell())

    def test_there_is_a_context_that_sees_everything_and_every_root(self):
        """By the names of their interfaces."""
        factory = TrackerFactory(self.layer["backend"])
        factory.team(private=True, name="vault")
        factory.done()
        names = at_hand()
        persons = names["IPersons"](names["context"]).filter(name="vault")
        names["context"].realise()
        self.assertEqual(persons.one().name, "vault")

    def test_its_banner_says_what_there_is(self):
        """The store without its password, and what to type."""
        said = banner("postgres://me:secret@host/x", at_hand())
        self.assertNotIn("secret", said)
        self.assertIn("IBugTasks, IBugTrackers, ", said)
        self.assertIn("Say found = IBugs(context).limit(5), ", said)

    def test_what_is_typed_runs(self):
        """Until the end of what is typed; the exit code is that of success."""
        factory = TrackerFactory(self.layer["backend"])
        factory.person(name="ada")
        factory.done()
        typed = [
            "persons = IPersons(context).filter(name='ada')",
            "context.realise() and None",
            "print(persons.one().name)",
        ]
        said = StringIO()
        with (
            patch("lp_persistence.command.shell.open_store") as open_store,
            patch("builtins.input", side_effect=[*typed, EOFError]),
            redirect_stdout(said),
            redirect_stderr(StringIO()),
        ):
            code = Shell().run(Namespace(store="memory:"))
        self.assertEqual((code, said.getvalue()), (0, "ada\n"))
        self.assertEqual(open_store.call_args.args[0], "memory:")
