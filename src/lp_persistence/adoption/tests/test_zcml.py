"""The directives of adoption, and what follows from registrations."""

import unittest
from dataclasses import replace
from typing import Any

from zope.component import getUtility
from zope.component.testing import PlacelessSetup
from zope.configuration.config import ConfigurationConflictError
from zope.configuration.exceptions import ConfigurationError
from zope.configuration.xmlconfig import file as load_zcml
from zope.configuration.xmlconfig import string
from zope.interface import implementer
from zope.interface.verify import verifyObject
from zope.security.checker import getCheckerForInstancesOf

import lp_persistence.adoption
from lp_persistence import Context
from lp_persistence.adoption.interfaces import IAdopted
from lp_persistence.adoption.tests import library
from lp_persistence.adoption.tests.application import model
from lp_persistence.adoption.tests.application.model import Bug
from lp_persistence.adoption.tests.library import interfaces
from lp_persistence.adoption.tests.library import model as tables
from lp_persistence.adoption.tests.library.entities import Author, Authors
from lp_persistence.adoption.tests.library.records import authors
from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.entity import Entity
from lp_persistence.fields import Int
from lp_persistence.group import Group
from lp_persistence.interfaces import IEntity, IGroup
from lp_persistence.model import get_model
from lp_persistence.storm.book import get_book


class Novelist(Author):
    """Of the same interface."""


class IAuthor(interfaces.IAuthor):
    """With what only this application knows."""

    prizes = Int(title="How many prizes")


class IAuthors(interfaces.IAuthors):
    """Their groups."""


class Laureate(Author, implements=IAuthor):
    """Of an extended one."""


@implementer(IAuthors)
class Laureates(Authors):
    """Their groups."""


laureates = replace(
    authors, interface=IAuthor, lines={**authors.lines, "prizes": tables.Author.id}
)


class ICritic(IEntity):
    """Who reads."""

    id = Int(title="Id", brief=True)


class ICritics(IGroup):
    """Their groups."""


class Critic(Entity, implements=ICritic):
    """Of a new one."""


@implementer(ICritics)
class Critics(Group):
    """Their groups."""


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


class TestEntityClass(PlacelessSetup, unittest.TestCase):
    """Classes of ``lp_persistence.adoption.tests.library`` and of the tests."""

    def setUp(self) -> None:
        super().setUp()
        self.context: Any = load_zcml("configure.zcml", library)

    def configure(self, attributes: str) -> None:
        string(
            '<configure xmlns:persistence="http://namespaces.lp-persistence.org/'
            f'persistence"><persistence:entityClass {attributes} /></configure>',
            self.context,
        )

    def test_entities_are_of_the_class(self):
        """Their interface, groups and records stay what they are."""
        before = get_model().type_named("IAuthor")
        self.configure(f'class="{__name__}.Novelist"')
        found = get_model().type_named("IAuthor")
        self.assertIs(Novelist, found.factory)
        self.assertEqual(
            (before.interface, before.group_interface, before.group_factory),
            (found.interface, found.group_interface, found.group_factory),
        )
        self.assertIs(found, interfaces.IAuthors(Context()).node.type)
        self.assertIs(authors, get_book().records_of("IAuthor"))

    def test_an_interface_may_be_extended(self):
        """With groups and records of the application's own; roots of the old interface
        are of the new one."""
        self.configure(
            f'class="{__name__}.Laureate" factory="{__name__}.Laureates" '
            f'records="{__name__}.laureates" permission="zope.Public"'
        )
        found = get_model().type_named("IAuthor")
        self.assertEqual((IAuthor, IAuthors), (found.interface, found.group_interface))
        for roots in (interfaces.IAuthors, IAuthors):
            self.assertIsInstance(roots(Context()), Laureates)
        self.assertIs(laureates, get_book().records_of("IAuthor"))
        self.assertIsNotNone(getCheckerForInstancesOf(Laureate))

    def test_a_new_entity_has_its_groups_class_said(self):
        """It is registered as by <persistence:entity/>."""
        self.configure(f'class="{__name__}.Critic" factory="{__name__}.Critics"')
        self.assertIsInstance(ICritics(Context()), Critics)

    def test_what_fits_nothing_is_refused(self):
        """With the line of ZCML."""
        for attributes, text in (
            (
                f'class="{__name__}.Critic"',
                "No entity is registered for ICritic, which Critic implements: include "
                r"the ZCML that does so before, or say factory=…, the class of its "
                r"groups \(at File",
            ),
            (
                f'class="{__name__}.Critic" factory="{__name__}.Novelist"',
                r"Novelist implements no interface of groups \(at File",
            ),
            (
                f'class="{__name__}.Novelist" records="{__name__}.laureates"',
                r"can't be the records of Novelist, which implements IAuthor \(at Fil",
            ),
            (f'class="{MODEL}.Bug"', r"Bug'> is no class of entities \(at File"),
        ):
            with self.assertRaisesRegex(ConfigurationError, text):
                self.configure(attributes)


class TestBefore(PlacelessSetup, unittest.TestCase):
    def test_classes_are_there_before_the_registrations(self):
        """Looking at them asks for none."""
        self.assertIn("IBugs.get_subscribers", repr(Bug.subscribers))
        self.assertIn("IBugTasks.get_assignee", repr(model.BugTask.assignee))
        self.assertIs(IBugs, Bug.subscribers.group_interface)
