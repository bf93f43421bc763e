"""The directives, as an application's ZCML uses them."""

from __future__ import annotations

import unittest

from plone.testing import security, zca
from zope.component import getUtility
from zope.configuration import xmlconfig
from zope.configuration.config import (
    ConfigurationConflictError,
    ConfigurationMachine,
)
from zope.configuration.exceptions import ConfigurationError
from zope.interface import implementer
from zope.interface.interface import InterfaceClass
from zope.security.checker import CheckerPublic, getCheckerForInstancesOf

import lp_persistence
from lp_persistence.bugs.entities import Bug
from lp_persistence.bugs.groups import Bugs
from lp_persistence.bugs.interfaces import IBug, IBugs
from lp_persistence.context import Context
from lp_persistence.fields import Text
from lp_persistence.hydration.shapes import hidden_of, shape_of
from lp_persistence.model import get_model
from lp_persistence.root import Root
from lp_persistence.testing.layers import MEMORY
from lp_persistence.viewer import checked_viewer

ENTITY = """
  <persistence:entity
      interface="lp_persistence.bugs.interfaces.IBug"
      class="{class_}"
      group="lp_persistence.bugs.interfaces.IBugs"
      factory="lp_persistence.bugs.groups.Bugs"
      {more} />
"""
BUG = "lp_persistence.bugs.entities.Bug"
SPECIAL = "lp_persistence.tests.test_zcml.SpecialBug"


class SpecialBug(Bug):
    """An application's own."""

    def shout(self) -> str:
        return self.title.upper()  # type: ignore[no-any-return]


#: What an application adds to interfaces, under their names.
OWN_BUG = InterfaceClass("IBug", (IBug,), {"shelf": Text(title="Where it stands")})
OWN_BUGS = InterfaceClass("IBugs", (IBugs,))


class ExtendedBug(Bug, implements=OWN_BUG):
    """See ``OWN_BUG``."""


@implementer(OWN_BUGS)
class ExtendedBugs(Bugs):
    """See ``OWN_BUGS``."""


EXTENDED = """
  <persistence:entity
      interface="lp_persistence.tests.test_zcml.OWN_BUG"
      class="lp_persistence.tests.test_zcml.ExtendedBug"
      group="lp_persistence.tests.test_zcml.OWN_BUGS"
      factory="lp_persistence.tests.test_zcml.ExtendedBugs" />
"""


def entity(class_: str = BUG, more: str = "") -> str:
    """One directive."""
    return ENTITY.format(class_=class_, more=more)


class Configured(unittest.TestCase):
    """Each test begins with the directives, and nothing that they registered."""

    def setUp(self) -> None:
        zca.pushGlobalRegistry()
        self.addCleanup(zca.popGlobalRegistry)
        security.pushCheckers()
        self.addCleanup(security.popCheckers)
        self.machine = ConfigurationMachine()
        xmlconfig.registerCommonDirectives(self.machine)
        xmlconfig.include(self.machine, "meta.zcml", lp_persistence)

    def configure(self, *directives: str) -> None:
        """Load ZCML with these in it."""
        body = "".join(directives)
        xmlconfig.string(
            '<configure xmlns="http://namespaces.zope.org/zope" xmlns:persistence='
            '"http://namespaces.lp-persistence.org/persistence" i18n_domain="x">'
            f"{body}</configure>",
            context=self.machine,
        )


class DirectiveTests(Configured):
    def test_type_root_and_adapters(self):
        """One directive registers all that belongs to an entity."""
        self.configure(entity())
        bug_type = next(iter(get_model()))
        self.assertEqual(
            ("IBug", Bug, Bugs),
            (bug_type.name, bug_type.factory, bug_type.group_factory),
        )
        self.assertIsInstance(getUtility(IBugs), Root)

    def test_a_conflict_is_found(self):
        """Two classes for one entity, or two functions for one fact."""
        fact = (
            '<persistence:viewerFact for="lp_persistence.people.interfaces.IPerson"'
            ' name="teams" handler="lp_persistence.people.visibility.{0}" />'
        )
        for directives in (
            (entity(), entity(SPECIAL)),
            (fact.format("teams"), fact.format("admins")),
        ):
            with self.assertRaises(ConfigurationConflictError):
                self.configure(*directives)

    def test_an_override(self):
        """A later file may say otherwise, checkers included."""
        self.configure(entity(more='permission="zope.Public"'))
        self.configure(entity(SPECIAL, more='permission="zope.Public"'))
        self.assertIs(SpecialBug, next(iter(get_model())).factory)
        checker = getCheckerForInstancesOf(SpecialBug)
        self.assertIs(CheckerPublic, checker.permission_id("shout"))

    def test_an_extended_interface(self):
        """An application's own, of the same name, stands for what it extends: of
        entities and of groups, as root and adapter, and of viewers."""
        self.configure('<include package="lp_persistence" file="domain.zcml" />')
        self.configure(EXTENDED)
        model = get_model()
        bug_type = model.type_named("IBug")
        self.assertIn("shelf", bug_type.fields)
        for interface in (IBug, IBugs, OWN_BUG, OWN_BUGS):
            self.assertIs(bug_type, model.type_of(interface))
        for interface in (IBugs, OWN_BUGS):
            self.assertIs(ExtendedBugs, type(interface(Context())))
            self.assertIs(ExtendedBugs, type(getUtility(interface)(Context())))
        viewer = ExtendedBug(id=1)
        model.register_viewer_fact("ids", lambda viewer: [viewer.id], IBug)
        self.assertIs(viewer, checked_viewer(viewer, model))

    def test_viewer_facts(self):
        """What rules may ask of a viewer."""
        self.configure(
            '<persistence:viewerFact for="lp_persistence.people.interfaces.IPerson" '
            'name="teams" '
            'handler="lp_persistence.people.visibility.teams" />'
        )
        self.assertEqual(["teams"], list(get_model().viewer_facts))

    def test_an_unknown_class(self):
        """The error names file and directive."""
        with self.assertRaises(ConfigurationError):
            self.configure(entity("lp_persistence.bugs.entities.Bugg"))

    def test_without_a_permission(self):
        """No checker is made, so that nothing can be read through a proxy."""
        self.configure(entity())
        self.assertIsNone(getCheckerForInstancesOf(Bug))

    def test_a_permission_that_there_is_not(self):
        """Found when the ZCML is loaded."""
        with self.assertRaises(ConfigurationError):
            self.configure(entity(more='permission="no.such"'))


class CheckerTests(Configured):
    def setUp(self) -> None:
        super().setUp()
        self.configure(
            '<permission id="tracker.view" title="View" />',
            entity(more='permission="tracker.view"'),
        )

    def test_entities(self):
        """Attributes and methods, nothing with an underscore; no assignment."""
        checker = getCheckerForInstancesOf(Bug)
        for name in IBug:
            self.assertEqual("tracker.view", checker.permission_id(name), name)
            self.assertIsNone(checker.setattr_permission_id(name), name)
        for name in ("identity", "_origin", "_open", "__init__"):
            self.assertIsNone(checker.permission_id(name), name)

    def test_groups(self):
        """The verbs of the interface, nothing else."""
        checker = getCheckerForInstancesOf(Bugs)
        for name in IBugs.names(all=True):
            self.assertEqual("tracker.view", checker.permission_id(name), name)
        self.assertIsNone(checker.permission_id("node"))

    def test_shapes_and_hidden_ones(self):
        """Checkers go by the exact class, so each class has one; what is told of
        the hidden is open to all."""
        model = get_model()
        bug_type = next(iter(model))
        expected = getCheckerForInstancesOf(Bug)
        hidden = type(hidden_of(model, bug_type))
        frozen = shape_of(model, bug_type, frozenset(("id", "title"))).frozen
        self.assertIs(expected, getCheckerForInstancesOf(frozen))
        self.assertIs(
            CheckerPublic, getCheckerForInstancesOf(hidden).permission_id("title")
        )


class DomainTests(unittest.TestCase):
    layer = MEMORY

    def test_each_entity_has_root_and_adapter(self):
        """What the domain registers can be begun with."""
        for each in get_model():
            with self.subTest(each.name):
                self.assertIsInstance(getUtility(each.group_interface), Root)
                group = each.group_interface(Context())
                self.assertTrue(each.group_interface.providedBy(group))
                self.assertIsInstance(group, each.group_factory)

    def test_viewer_facts_of_the_rules(self):
        """A rule asks for no more than is registered."""
        known = get_model().viewer_facts.keys()
        for each in get_model():
            if each.visible_to is not None:
                self.assertLessEqual(set(each.visible_to.facts), known, each.name)
