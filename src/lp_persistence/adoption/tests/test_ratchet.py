"""The list of what still delegates: it only becomes less."""

import json
import os
import subprocess
import sys
import unittest
from argparse import ArgumentParser
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zope.interface.verify import verifyObject

from lp_persistence.adoption import realised_property
from lp_persistence.adoption.callers import Caller
from lp_persistence.adoption.delegation import DELEGATED
from lp_persistence.adoption.ratchet import delegating, seen_in
from lp_persistence.adoption.tests import application
from lp_persistence.adoption.tests.application import model
from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.command.interfaces import CommandError, ISubcommand
from lp_persistence.command.ratchet import Ratchet

LOG = """\
2026-01-01 WARNING app.Bug.tasks was read one by one at app/view.py:12 in View.render
something else
app.Bug.tasks was read one by one at app/bug.pt:3 in bug/tasks
app.Bug.tasks was read one by one at app/view.py:9 in View.render
app.Gone.name was read one by one at app/view.py:9 in View.render
"""
VIEW, TEMPLATE = "app/view.py in View.render", "app/bug.pt in bug/tasks"


class Fine:
    """A delegated attribute that its group can answer."""

    def check(self) -> None:
        """It can."""


class TestRatchet(unittest.TestCase):
    maxDiff = None

    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.path = self.folder / "ratchet.json"
        self.log = self.folder / "tests.log"
        self.log.write_text(LOG)
        self.attributes: dict[str, Any] = {"app.Bug.tasks": Fine()}

    def list_(self, **callers: list[str]) -> None:
        entries = {f"app.Bug.{name}": found for name, found in callers.items()}
        self.path.write_text(json.dumps(entries))

    def ratchet(self, *arguments: object) -> tuple[int, str]:
        parser = ArgumentParser()
        ratchet = Ratchet(lambda: self.attributes)
        verifyObject(ISubcommand, ratchet)
        ratchet.add_arguments(parser)
        given = parser.parse_args(["--file", str(self.path), *map(str, arguments)])
        out = StringIO()
        with redirect_stdout(out):
            code = ratchet.run(given)
        return code, out.getvalue().replace(str(self.path), "ratchet.json")

    def test_what_is_as_it_is_listed(self):
        """Each attribute with who reads it, sorted; the exit code 0."""
        self.list_(tasks=[VIEW, TEMPLATE])
        self.assertEqual(
            (
                0,
                "app.Bug.tasks:\n"
                "    app/bug.pt:3 in bug/tasks\n"
                "    app/view.py:9 in View.render\n"
                "    app/view.py:12 in View.render\n"
                "ratchet.json lists what is so.\n",
            ),
            self.ratchet(self.log),
        )

    def test_a_planted_growth_is_found(self):
        """An attribute that delegates, and is not listed."""
        self.list_(tasks=[])
        self.attributes["app.Bug.owner"] = Fine()
        self.assertEqual(
            (
                1,
                "app.Bug.tasks\n"
                "app.Bug.owner\n"
                "app.Bug.owner delegates, and is not listed.\n"
                "    Make it a realised_property, and prefill it where it is read; or "
                "list it, which is a step back.\n"
                "1 difference from ratchet.json.\n",
            ),
            self.ratchet(),
        )

    def test_a_planted_lazy_access_is_found(self):
        """A caller that is not listed, with its line."""
        self.list_(tasks=[VIEW])
        code, text = self.ratchet(self.log)
        self.assertEqual(1, code)
        self.assertIn(
            "app.Bug.tasks is read one by one at app/bug.pt:3 in bug/tasks, which is "
            "not listed.\n    Prefill it for who reads there: for_change('tasks'), or "
            "prefill(objects, 'tasks').\n1 difference from",
            text,
        )

    def test_a_planted_stale_entry_is_found(self):
        """An attribute that delegates no more, a caller that reads no more."""
        self.list_(tasks=[VIEW, TEMPLATE, "app/old.py in old"], gone=[])
        code, text = self.ratchet(self.log)
        self.assertEqual(1, code)
        self.assertIn(
            "app.Bug.gone is listed, and delegates no more.\n"
            "    Remove its entry, so that it can't come back unseen.\n"
            "app.Bug.tasks is read one by one no more at app/old.py in old, which is "
            "listed.\n"
            "    Remove that caller from its entry, so that it can't come back "
            "unseen.\n"
            "2 differences from ratchet.json.\n",
            text,
        )

    def test_logs_of_a_part_tell_nothing_of_others(self):
        """Nor does a run without logs of any caller."""
        self.list_(tasks=[VIEW, TEMPLATE, "app/old.py in old"])
        for arguments in (("--partial", self.log), ()):
            self.assertEqual(0, self.ratchet(*arguments)[0])

    def test_an_attribute_that_nobody_reads_so_is_ready(self):
        """What to make of it is said."""
        self.log.write_text("")
        self.list_(tasks=[])
        self.assertEqual(
            "app.Bug.tasks: nobody reads it one by one. Make it a realised_property.\n"
            "ratchet.json lists what is so.\n",
            self.ratchet(self.log)[1],
        )

    def test_the_first_file_is_written(self):
        """With all that there is, sorted; without --write it is missed."""
        with self.assertRaisesRegex(CommandError, "can't be read.*Say --write"):
            self.ratchet()
        self.attributes["app.Bug.owner"] = Fine()
        self.assertEqual(0, self.ratchet("--write", self.log)[0])
        self.assertEqual(
            '{\n  "app.Bug.owner": [],\n  "app.Bug.tasks": [\n'
            f'    "{TEMPLATE}",\n    "{VIEW}"\n  ]\n}}\n',
            self.path.read_text(),
        )

    def test_writing_takes_away_and_adds_nothing(self):
        """What grew still fails."""
        self.list_(tasks=[VIEW, "app/old.py in old"], gone=[])
        code, text = self.ratchet("--write", self.log)
        self.assertEqual(1, code)
        self.assertIn("app/bug.pt:3 in bug/tasks, which is not listed", text)
        self.assertEqual({"app.Bug.tasks": [VIEW]}, json.loads(self.path.read_text()))

    def test_a_declaration_that_no_group_answers_is_found(self):
        """Without reading the attribute."""
        broken = realised_property(IBugs, "get_none")
        broken.__set_name__(type("Bug", (), {}), "broken")
        self.attributes["app.Bug.tasks"] = broken
        self.list_(tasks=[])
        code, text = self.ratchet()
        self.assertEqual(1, code)
        self.assertIn("app.Bug.tasks can't be answered: ", text)
        DELEGATED.discard(broken)

    def test_logs_that_are_not_there(self):
        """One line, and the exit code 2."""
        self.list_(tasks=[])
        with self.assertRaisesRegex(CommandError, "none.log can't be read: No such"):
            self.ratchet(self.folder / "none.log")

    def test_logs_are_read_line_by_line(self):
        """Whatever stands before what is logged."""
        seen = seen_in(LOG.splitlines(keepends=True))
        self.assertEqual({"app.Bug.tasks", "app.Gone.name"}, set(seen))
        self.assertIn(Caller("app/view.py", "View.render", 12), seen["app.Bug.tasks"])

    def test_realised_properties_delegate_no_more(self):
        """All others do, by module, class and name."""
        names = [name for name in delegating() if name.startswith(model.__name__)]
        self.assertIn(f"{model.__name__}.Bug.subscribers", names)
        self.assertNotIn(f"{model.__name__}.Bug.some_affected", names)
        self.assertEqual(sorted(names), names)


class TestCommand(unittest.TestCase):
    def test_an_applications_own_site_is_read(self):
        """By the command in a process of its own: what its classes delegate."""
        with TemporaryDirectory() as folder:
            site = Path(application.__file__).with_name("site.zcml")
            run = subprocess.run(
                [
                    *(sys.executable, "-c"),
                    "from lp_persistence.command import main; import sys; "
                    "sys.exit(main())",
                    *("ratchet", "--write", "--file", f"{folder}/ratchet.json"),
                ],
                env={
                    "PYTHONPATH": os.pathsep.join(sys.path),
                    "LP_PERSISTENCE_SITE": str(site),
                },
                capture_output=True,
                text=True,
                check=False,
            )
            self.assertEqual((0, ""), (run.returncode, run.stderr))
            listed = json.loads(Path(folder, "ratchet.json").read_text())
        name = model.__name__
        self.assertEqual(
            [
                f"{name}.Bug.bugtasks",
                f"{name}.Bug.duplicate_subscribers",
                f"{name}.Bug.subscribers",
                f"{name}.Bug.tags",
                f"{name}.BugTask.assignee",
                f"{name}.BugTask.bug",
                f"{name}.BugTask.package",
                f"{name}.Distribution.hot_bugs",
                f"{name}.Person.is_valid",
                f"{name}.Person.members",
            ],
            list(listed),
        )
