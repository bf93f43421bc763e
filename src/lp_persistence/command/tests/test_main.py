"""From the command line to exit codes and messages."""

from __future__ import annotations

import os
import sys
import tempfile
import unittest
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from textwrap import dedent
from unittest import mock
from warnings import catch_warnings, simplefilter

from zope.component import getUtility
from zope.component.testing import PlacelessSetup
from zope.interface.verify import verifyObject

from lp_persistence.command.interfaces import (
    IStoreKind,
    ISubcommand,
    IWSGIApplicationFactory,
)
from lp_persistence.command.main import main
from lp_persistence.command.memory import Memory
from lp_persistence.command.run import Run
from lp_persistence.command.serve import Serve
from lp_persistence.command.tests.fakes import (
    FakeApplicationFactory,
    FakeStore,
    Greet,
)

HERE = Path(__file__).parent
#: The command in a process of its own, and the path for that.
PROGRAM = (sys.executable, "-m", "lp_persistence.command.tests.program")
PATH = os.pathsep.join(filter(None, sys.path))


class CommandTestCase(PlacelessSetup, unittest.TestCase):
    """Runs the command in this process, on the site of these tests."""

    site = "site.zcml"

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        environment = mock.patch.dict(os.environ, LP_PERSISTENCE_STORE="fake:store")
        environment.start()
        self.addCleanup(environment.stop)

    def command(self, *arguments):
        """(exit code, stdout, stderr)"""
        out, err = StringIO(), StringIO()
        # What libraries warn of, as they are imported, is not the command's.
        with redirect_stdout(out), redirect_stderr(err), catch_warnings():
            simplefilter("ignore")
            try:
                code: object = main(arguments, site=lambda store: HERE / self.site)
            except SystemExit as exit:
                code = exit.code
        return code, out.getvalue(), err.getvalue()

    def script(self, text, name="script.py"):
        path = self.folder / name
        path.write_text(dedent(text), encoding="utf-8")
        return str(path)

    def assertRefused(self, result, message):
        """One line on stderr, and the exit code 2."""
        self.assertEqual(result, (2, "", f"{message}\n"))


class OtherSites(CommandTestCase):
    """Sites that an application names."""

    def test_a_site_that_is_not_there(self):
        """Its name, and what is wrong."""
        self.site = "nowhere.zcml"
        self.assertRefused(
            self.command("ratchet"),
            f"lp-persistence: The site {HERE / self.site} can't be read: No such file "
            "or directory",
        )

    def test_a_site_without_subcommands(self):
        """What to include."""
        path = self.folder / "site.zcml"
        path.write_text('<configure xmlns="http://namespaces.zope.org/zope" />')
        self.site = str(path)
        self.assertRefused(
            self.command("ratchet"),
            "lp-persistence: the site registers no subcommands: it has to <include "
            'package="lp_persistence.command" />',
        )


class MainTests(CommandTestCase):
    def test_implementations_keep_their_interfaces(self):
        """Each has what its interface declares."""
        for subcommand in (Run(), Serve(), Greet()):
            verifyObject(ISubcommand, subcommand)
        for kind in (Memory(), FakeStore()):
            verifyObject(IStoreKind, kind)
        verifyObject(IWSGIApplicationFactory, FakeApplicationFactory())

    def test_runs_subcommands_of_the_site(self):
        """Registered in ZCML they take arguments and give the exit code."""
        self.assertEqual(self.command("greet", "Ada"), (5, "Hello Ada []\n", ""))
        self.assertEqual(
            self.command("greet", "Ada", "--", "--polite", "--"),
            (5, "Hello Ada ['--polite', '--']\n", ""),
        )

    def test_help_names_all_subcommands(self):
        """With the sentence that each has for it."""
        code, out, err = self.command("--help")
        self.assertEqual((code, err), (0, ""))
        self.assertIn("Run a Python script with the site configured.", out)
        self.assertIn("Serve the site over HTTP.", out)
        self.assertIn("Say hello.", out)

    def test_help_of_a_subcommand_tells_the_store(self):
        """What would be opened, and where that is said."""
        code, out, _ = self.command("run", "--help")
        self.assertEqual(code, 0)
        self.assertIn("LP_PERSISTENCE_STORE", out)
        self.assertIn("lp_persistence.db", out)

    def test_an_unknown_subcommand_is_one_line(self):
        """It names the subcommands that there are."""
        code, out, err = self.command("fly")
        self.assertEqual((code, out), (2, ""))
        self.assertRegex(err, r"\Alp-persistence: .*'fly'.*greet.*run.*serve.*\n\Z")

    def test_no_subcommand_is_one_line(self):
        """As is every misuse."""
        code, out, err = self.command()
        self.assertEqual((code, out), (2, ""))
        self.assertRegex(err, r"\Alp-persistence: .*COMMAND\n\Z")

    def test_an_unknown_option_is_one_line(self):
        """It is no abbreviation of another either."""
        code, out, err = self.command("run", "x.py", "--sto", "fake:")
        self.assertEqual((code, out), (2, ""))
        self.assertRegex(err, r"\Alp-persistence.*: .*--sto.*\n\Z")

    def test_a_store_that_cannot_be_opened_is_one_line(self):
        """It is named, whatever the reason's own lines are."""
        self.assertRefused(
            self.command("run", self.script(""), "--store", "fake:broken"),
            "lp-persistence: fake:broken can't be opened: it is broken",
        )

    def test_a_store_of_no_kind_is_one_line(self):
        """It names the kinds that there are."""
        code, out, err = self.command("run", self.script(""), "--store", "oracle:x")
        self.assertEqual((code, out), (2, ""))
        self.assertRegex(
            err,
            r"\Alp-persistence: oracle:x names no kind of store; there are: "
            r".*fake:, memory:.*\n\Z",
        )

    def test_memory_has_no_name(self):
        """What stands behind the colon is a folder of files."""
        self.assertRefused(
            self.command("run", self.script(""), "--store", "memory:x"),
            "lp-persistence: memory:x can't be opened: x is no folder of table "
            "files: one for each table, TABLE.csv",
        )

    def test_the_store_is_asked_for_before_the_site_is_configured(self):
        """Since it decides which site that is; the environment has its say."""
        seen = []

        def site(store):
            seen.append(store)
            return HERE / self.site

        script = self.script("")
        for arguments in (
            ("run", script),
            ("run", script, "--store", "fake:x"),
            ("run", script, "--store=fake:y"),
            ("run", script, "--", "--store", "oracle:"),
        ):
            self.assertEqual(main(arguments, site=site), 0)
        self.assertEqual(seen, ["fake:store", "fake:x", "fake:y", "fake:store"])


class BrokenSiteTests(CommandTestCase):
    site = "broken.zcml"

    def test_a_site_that_lacks_something_is_one_line(self):
        """It names what is missing, and the file that asks for it."""
        code, out, err = self.command("greet", "Ada")
        self.assertEqual((code, out), (2, ""))
        self.assertEqual(err.count("\n"), 1)
        self.assertTrue(
            err.startswith(
                "lp-persistence: The site of fake:store can't be configured: "
            )
        )
        self.assertIn("broken.zcml", err)
        self.assertIn("there_is_no_such_package", err)


class RunTests(CommandTestCase):
    def test_an_interruption_is_one_line(self):
        """Whatever was under way, the store's making for one."""
        with mock.patch.object(Run, "run", side_effect=KeyboardInterrupt):
            code, out, err = self.command("run", self.script(""))
        self.assertEqual((130, "", "\nlp-persistence: interrupted\n"), (code, out, err))

    def test_runs_a_script_as_python_does(self):
        """As __main__, with its own arguments and its folder on the path."""
        self.script("WORD = 'neighbour'", "beside_the_script.py")
        script = self.script(
            """
            import sys
            from zope.component import getUtility
            from beside_the_script import WORD
            print(__name__, __file__, sys.argv, sys.path[0], WORD)
            """
        )
        argv, search = list(sys.argv), list(sys.path)
        self.addCleanup(sys.modules.pop, "beside_the_script", None)
        self.assertEqual(
            self.command("run", script, "--", "a", "--store", "b"),
            (
                0,
                f"__main__ {script} {[script, 'a', '--store', 'b']} "
                f"{self.folder} neighbour\n",
                "",
            ),
        )
        self.assertEqual((sys.argv, sys.path), (argv, search))

    def test_the_site_is_configured(self):
        """The script finds its utilities."""
        script = self.script(
            """
            from zope.component import getUtility
            from lp_persistence.command.interfaces import ISubcommand
            print(getUtility(ISubcommand, 'greet').title)
            """
        )
        self.assertEqual(self.command("run", script), (0, "Say hello.\n", ""))

    def test_what_is_no_file_is_one_line(self):
        """A pipe could be read once only, which was to look at it."""
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        self.assertRefused(
            self.command("run", str(pipe)),
            f"lp-persistence: {pipe} can't be run: it is no file",
        )

    def test_no_store_at_all(self):
        """It says what one looks like."""
        self.assertRefused(
            self.command("run", self.script(""), "--store="),
            "lp-persistence: --store names nothing; say sqlite:PATH, for one",
        )

    def test_a_missing_script_is_one_line(self):
        """So is a folder; nothing was made for it."""
        for path, reason in (
            (self.folder / "none.py", "No such file or directory"),
            (self.folder, "Is a directory"),
        ):
            self.assertRefused(
                self.command("run", str(path), "--store", "fake:broken"),
                f"lp-persistence: {path} can't be run: {reason}",
            )

    def test_an_exception_of_the_script_is_its_traceback(self):
        """Which begins in the script, not in the command; the code is 1."""
        script = self.script(
            """
            def fail():
                raise ValueError('so it is')
            fail()
            """
        )
        code, out, err = self.command("run", script)
        self.assertEqual((code, out), (1, ""))
        lines = err.splitlines()
        self.assertEqual(lines[0], "Traceback (most recent call last):")
        self.assertEqual(lines[1], f'  File "{script}", line 4, in <module>')
        self.assertEqual(lines[-1], "ValueError: so it is")
        self.assertNotIn("runpy", err)

    def test_a_script_that_is_no_python_says_where(self):
        """With the line that is wrong, and without the command's own."""
        script = self.script("x = (\n")
        code, _, err = self.command("run", script)
        self.assertEqual(code, 1)
        self.assertIn(f'File "{script}", line 1', err)
        self.assertNotIn("runpy", err)

    def test_errors_of_this_package_are_the_scripts_own(self):
        """Raised by the script they have a traceback, as all others."""
        script = self.script(
            """
            from lp_persistence.errors import Unavailable
            raise Unavailable('x', 'y')
            """
        )
        code, _, err = self.command("run", script)
        self.assertEqual(code, 1)
        self.assertIn("Traceback", err)

    def test_a_script_can_exit_with_a_code_of_its_own(self):
        """sys.exit() means what it always does."""
        script = self.script("import sys; sys.exit(42)")
        self.assertEqual(self.command("run", script), (42, "", ""))


class UtilityTests(CommandTestCase):
    def test_the_kinds_of_stores_are_utilities(self):
        """Under the schemes of their URIs."""
        self.command("greet", "Ada")
        self.assertIsInstance(getUtility(IStoreKind, "memory"), Memory)
