"""What becomes of a lazy access, and who is told to have made it."""

import logging
import os
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

from zope.component import getGlobalSiteManager
from zope.configuration.exceptions import ConfigurationError
from zope.configuration.xmlconfig import string
from zope.interface.verify import verifyObject
from zope.pagetemplate.pagetemplatefile import PageTemplateFile

from lp_persistence.adoption import prefill
from lp_persistence.adoption.callers import Caller
from lp_persistence.adoption.interfaces import IRatchetPolicy
from lp_persistence.adoption.modes import LOG_VARIABLE, TOLD, VARIABLE
from lp_persistence.adoption.ratchet import Listed
from lp_persistence.adoption.tests.application import model
from lp_persistence.adoption.tests.application.model import Bug, BugTask
from lp_persistence.adoption.tests.site import Site
from lp_persistence.errors import InvalidValue, NotPrefilled
from lp_persistence.storm.tests.world import BOB
from lp_persistence.testing.storm_layers import SQLITE
from lp_persistence.tests.test_place import line

SUBSCRIBERS = f"{model.__name__}.Bug.subscribers"
ASSIGNEE = f"{model.__name__}.BugTask.assignee"
HERE = "lp_persistence/adoption/tests/test_modes.py"


class Template(PageTemplateFile):
    def pt_getContext(self, args: Any = (), options: Any = None) -> Any:
        return dict(options or {})


class TestModes(Site, unittest.TestCase):
    layer = SQLITE

    def setUp(self) -> None:
        super().setUp()
        TOLD.clear()
        self.addCleanup(TOLD.clear)
        self.bug = self.store.get(Bug, 1)

    def in_mode(self, mode: str, **more: str) -> None:
        environment = mock.patch.dict(os.environ, {VARIABLE: mode, **more})
        environment.start()
        self.addCleanup(environment.stop)

    def test_by_itself_it_is_answered_in_silence(self):
        """Who reads is not even looked for."""
        with self.assertNoLogs("lp_persistence.ratchet"):
            self.assertEqual(2, len(self.bug.subscribers))
        self.in_mode("delegate")
        with self.assertNoLogs("lp_persistence.ratchet"):
            self.assertEqual(2, len(self.store.get(Bug, 4).bugtasks) - 1)

    def test_it_can_be_answered_and_told(self):
        """With the line, and its function; each place once a process."""
        self.in_mode("warn")
        other = self.store.get(Bug, 4)
        with self.assertLogs("lp_persistence.ratchet") as logs:
            for bug in (self.bug, other):
                self.assertTrue(bug.subscribers)
        number = line(-1).rpartition(":")[2]
        (record,) = logs.records
        caller = f"{HERE}:{number} in TestModes.test_it_can_be_answered_and_told"
        self.assertEqual(
            f"{SUBSCRIBERS} was read one by one at {caller}", record.getMessage()
        )
        self.assertEqual((SUBSCRIBERS, caller), (record.attribute, record.caller))

    def test_what_was_prefilled_is_not_told(self):
        """Nor is a reference that leads nowhere, or that Storm has linked."""
        self.in_mode("raise")
        task, nobody = self.store.get(BugTask, 1), self.store.get(BugTask, 2)
        prefill([task], "assignee")
        self.assertEqual(BOB, task.assignee.id)
        self.assertIsNone(nobody.assignee)
        nobody.assignee = task.assignee
        self.assertEqual(BOB, nobody.assignee.id)

    def test_it_can_be_refused(self):
        """The error names the attribute, what to add, and the line."""
        self.in_mode("raise")
        task = self.store.get(BugTask, 1)
        for name, storm_object in (("subscribers", self.bug), ("assignee", task)):
            with self.assertRaisesRegex(
                NotPrefilled,
                rf"\.{name} was not prefilled. Add '{name}' to the for_change\(\) .* "
                rf"It was read at .*test_modes.py:\d+ in TestModes.test_it_can_be_",
            ):
                getattr(storm_object, name)

    def test_a_template_is_told_by_its_expression(self):
        """The page is who reads, whatever Python runs it."""
        self.in_mode("warn")
        with TemporaryDirectory() as folder:
            path = Path(folder, "bug.pt")
            path.write_text('<p tal:content="python: len(bug.subscribers)"></p>')
            with self.assertLogs("lp_persistence.ratchet") as logs:
                Template(str(path))(bug=self.bug)
        (record,) = logs.records
        self.assertRegex(record.caller, r"bug.pt:1 in len\(bug.subscribers\)$")

    def test_a_file_gets_what_is_told(self):
        """That tests need no logging of their own for it."""
        with TemporaryDirectory() as folder:
            path = Path(folder, "ratchet.log")
            self.in_mode("warn", **{LOG_VARIABLE: str(path)})
            logger = logging.getLogger("lp_persistence.ratchet")
            logger.propagate = False
            self.addCleanup(setattr, logger, "propagate", True)
            self.assertTrue(self.bug.subscribers)
            TOLD.clear()
            self.assertRegex(
                path.read_text(), "subscribers was read one by one at lp_p"
            )

    def test_another_mode_is_refused(self):
        """With those there are."""
        self.in_mode("wran")
        with self.assertRaises(InvalidValue) as caught:
            _ = self.bug.subscribers
        self.assertEqual(
            f"The environment.{VARIABLE} can't be 'wran': expected delegate, warn, "
            f"raise.",
            str(caught.exception),
        )

    def test_a_policy_decides_for_each_access(self):
        """By the attribute and who reads it."""
        asked = []

        def policy(attribute: str, caller: Caller) -> str:
            asked.append((attribute, caller.entry))
            return "raise" if attribute == ASSIGNEE else "delegate"

        getGlobalSiteManager().registerUtility(policy, IRatchetPolicy)
        self.assertEqual(2, len(self.bug.subscribers))
        with self.assertRaises(NotPrefilled):
            _ = self.store.get(BugTask, 1).assignee
        entry = f"{HERE} in TestModes.test_a_policy_decides_for_each_access"
        self.assertEqual([(SUBSCRIBERS, entry), (ASSIGNEE, entry)], asked)

    def register(self, entries: str, **options: str) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name, "ratchet.json")
        path.write_text(entries)
        given = "".join(f' {name}="{value}"' for name, value in options.items())
        string(
            '<configure xmlns:persistence="http://namespaces.lp-persistence.org/'
            'persistence"><include package="lp_persistence.adoption" file="meta.zcml" '
            'xmlns="http://namespaces.zope.org/zope" />'
            f'<persistence:ratchet file="{path}"{given} /></configure>'
        )

    def test_who_is_listed_goes_on_and_nobody_else(self):
        """A lazy access that was taken off the list does not come back unseen."""
        entry = f"{HERE} in TestModes.test_who_is_listed_goes_on_and_nobody_else"
        self.register(f'{{"{SUBSCRIBERS}": ["{entry}"]}}')
        verifyObject(IRatchetPolicy, Listed({}, "warn", "raise"))
        self.assertEqual(2, len(self.bug.subscribers))
        with self.assertRaises(NotPrefilled):
            self.planted()

    def planted(self) -> None:
        _ = self.store.get(Bug, 4).subscribers

    def test_both_modes_can_be_said(self):
        """That others are only told of, where production is to go on."""
        self.register("{}", mode="delegate", others="warn")
        with self.assertLogs("lp_persistence.ratchet"):
            self.planted()

    def test_a_file_that_is_no_list_is_refused(self):
        """Where the ZCML says it."""
        for text, message in (
            ("[", "ratchet.json, line 1: Expecting value"),
            ("[]", "is no list of what delegates"),
            ('{"x": "y"}', "is no list of what delegates"),
        ):
            with self.assertRaisesRegex(ConfigurationError, message):
                self.register(text)


class TestCallers(unittest.TestCase):
    def test_files_are_named_as_packages_name_them(self):
        """Wherever they are installed; others stay as they are."""
        caller = Caller("/srv/lib/app/view.py", "View.render", 3)
        for folders, file in (
            (("/srv", "/srv/lib", ""), "app/view.py"),
            (("/srv/li",), "/srv/lib/app/view.py"),
        ):
            self.assertEqual(file, caller.shortened(folders).file)
        self.assertEqual("/srv/lib/app/view.py:3 in View.render", str(caller))
        self.assertEqual("/srv/lib/app/view.py in View.render", caller.entry)
