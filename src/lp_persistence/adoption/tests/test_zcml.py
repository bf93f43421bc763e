"""The directives of adoption, and what follows from registrations."""

import unittest
from typing import Any

from zope.component import getUtility
from zope.component.testing import PlacelessSetup
from zope.configuration.config import ConfigurationConflictError
from zope.configuration.exceptions import ConfigurationError
from zope.configuration.xmlconfig import file as load_zcml
from zope.configuration.xmlconfig import string
from zope.interface.verify import verifyObject

import lp_persistence.adoption
from lp_persistence.adoption.interfaces import IAdopted
from lp_persistence.adoption.tests.application import model
from lp_persistence.adoption.tests.application.model import Bug
from lp_persistence.bugs.interfaces import IBugs

MODEL = model.__name__
BUG = "lp_persistence.bugs.interfaces.IBug"


class TestAdopt(PlacelessSetup, unittest.TestCase):
    def setUp(self) -> None:
        super().setUp()
        self.context: Any = load_zcml("meta.zcml", lp_persistence.adoption)

    def configure(self, *directives: str) -> None:
        string(
            '<configure xmlns:persistence="http://namespaces.lp-persistence.org/'
            f'persistence">{" ".join(directives)}</configure>',
            self.context,
        )

    def test_a_class_is_adopted_for_an_interface(self):
        """Under the interface's name."""
        self.configure(f'<persistence:adopt for="{BUG}" class="{MODEL}.Bug" />')
        adopted = getUtility(IAdopted, "IBug")
        verifyObject(IAdopted, adopted)
        self.assertEqual((Bug, ()), (adopted.cls, adopted.key))

    def test_two_for_one_interface_are_a_conflict(self):
        """Neither wins by being last."""
        with self.assertRaises(ConfigurationConflictError):
            self.configure(
                f'<persistence:adopt for="{BUG}" class="{MODEL}.Bug" />',
                f'<persistence:adopt for="{BUG}" class="{MODEL}.Person" />',
            )

    def test_what_is_no_storm_class_is_refused(self):
        """With the line of ZCML."""
        for name in (f"{MODEL}.validate_assignee", "lp_persistence.bugs.entities.Bug"):
            with self.assertRaisesRegex(
                ConfigurationError,
                r"is no Storm class, and can't be adopted for IBug \(at File",
            ):
                self.configure(f'<persistence:adopt for="{BUG}" class="{name}" />')

    def test_keys_are_columns(self):
        """Others are refused with those there are."""
        with self.assertRaisesRegex(
            ConfigurationError,
            r"Bug has no column 'series'; there are: date_last_updated, datecreated, "
            r".* \(at File",
        ):
            self.configure(
                f'<persistence:adopt for="{BUG}" class="{MODEL}.Bug" key="series" />'
            )


class TestBefore(PlacelessSetup, unittest.TestCase):
    def test_classes_are_there_before_the_registrations(self):
        """Looking at them asks for none."""
        self.assertIn("IBugs.get_subscribers", repr(Bug.subscribers))
        self.assertIn("IBugTasks.get_assignee", repr(model.BugTask.assignee))
        self.assertIs(IBugs, Bug.subscribers.group_interface)
