"""Permissions: asked as needs, answered from what was realised."""

import unittest

from zope.configuration import xmlconfig
from zope.security import checkPermission
from zope.security.management import (
    endInteraction,
    getSecurityPolicy,
    newInteraction,
    setSecurityPolicy,
)
from zope.security.proxy import ProxyFactory
from zope.security.simplepolicies import ParanoidSecurityPolicy

from lp_persistence.bugs.enums import InformationType
from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.context import Context
from lp_persistence.errors import NotRequested, UnknownName
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.permissions import (
    EntityPermissions,
    permitted,
    with_entity_permissions,
)
from lp_persistence.pillars.interfaces import IDistributions
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.tracker_factory import TrackerFactory

VIEW, EDIT = "launchpad.View", "launchpad.Edit"
ADA, BOB, TEAM, SECRET, BUG, PRIVATE, DISTRIBUTION = range(1, 8)

ZCML = """
    <configure xmlns:persistence="http://namespaces.lp-persistence.org/persistence">
      <include package="lp_persistence" file="meta.zcml" />
      <persistence:securityPolicy
          component="zope.security.simplepolicies.ParanoidSecurityPolicy" />
    </configure>
"""


class Generous(ParanoidSecurityPolicy):
    """An application's policy, which knows what is not ours."""

    def checkPermission(self, permission, object):
        return object == "a thing"


class TestPermissions(unittest.TestCase):
    layer = MEMORY

    def setUp(self):
        factory = TrackerFactory(self.layer["backend"])
        factory.person(id=ADA, name="ada")
        factory.person(id=BOB, name="bob")
        factory.team([ADA], id=TEAM, team_owner=ADA, name="team")
        factory.team([], private=True, id=SECRET, team_owner=ADA, name="secret")
        factory.bug(id=BUG, reporter=SECRET, information_type=InformationType.PUBLIC)
        proprietary = InformationType.PROPRIETARY
        factory.bug(id=PRIVATE, reporter=BOB, information_type=proprietary)
        factory.distribution(id=DISTRIBUTION, owner=TEAM)
        factory.task(bug=BUG, distribution=DISTRIBUTION)
        factory.done()
        policy = setSecurityPolicy(with_entity_permissions(Generous))
        self.addCleanup(setSecurityPolicy, policy)
        newInteraction()
        self.addCleanup(endInteraction)

    def editable(self, viewer):
        """Who of Ada, Bob and the team may be edited, by name."""
        context = Context(viewer=viewer)
        persons = IPersons(context).of([ADA, BOB, TEAM]).need_permission(EDIT)
        context.realise()
        return {each.name for each in persons if checkPermission(EDIT, each)}

    def test_it_depends_on_who_looks(self):
        """Oneself, and the teams that one owns."""
        self.assertEqual(self.editable(None), set())
        self.assertEqual(self.editable(Person(id=ADA)), {"ada", "team"})
        self.assertEqual(self.editable(Person(id=BOB)), {"bob"})
        self.assertEqual(self.editable(ALL_SEEING), {"ada", "bob", "team"})

    def test_what_follows_from_the_viewers_facts_costs_no_statement(self):
        """These are loaded for the rule of visibility already."""
        context = Context(viewer=Person(id=ADA))
        bugs = IBugs(context).of([BUG])
        before = context.plan().statements
        bugs.need_permission(EDIT, VIEW)
        self.assertEqual(context.plan().statements, before)
        context.realise()
        self.assertTrue(checkPermission(EDIT, bugs.one()))

    def test_where_nothing_is_hidden_it_costs_the_viewers_facts(self):
        """One statement, for any number of rows; for nobody none."""
        for viewer, statements in ((Person(id=ADA), 2), (None, 1), (ALL_SEEING, 1)):
            context = Context(viewer=viewer)
            distributions = IDistributions(context).of([DISTRIBUTION])
            distributions.need_permission(EDIT)
            self.assertEqual(context.plan().statements, statements)
            context.realise()
            self.assertIs(
                checkPermission(EDIT, distributions.one()), viewer is not None
            )

    def test_what_was_not_asked_for_raises(self):
        """Never False by accident, through a proxy neither."""
        context = Context()
        bugs = IBugs(context).of([BUG])
        context.realise()
        for bug in (bugs.one(), ProxyFactory(bugs.one())):
            with self.assertRaises(NotRequested) as caught:
                checkPermission(EDIT, bug)
        self.assertIn("Bug.launchpad.Edit was not asked for", str(caught.exception))
        self.assertIn(".need_permission('launchpad.Edit')", str(caught.exception))
        self.assertIn("test_permissions.py", str(caught.exception))

    def test_what_is_seen_is_permitted_unasked(self):
        """What can't be seen is not there to be asked about."""
        context = Context()
        bugs = IBugs(context).of([BUG, PRIVATE])
        bugs.get_reporters()
        context.realise()
        self.assertTrue(checkPermission(VIEW, bugs))
        self.assertTrue(checkPermission(VIEW, bugs.one()))

    def test_the_hidden_permits_nothing_and_can_be_read(self):
        """What it answers is declared for those who may not see it."""
        context = Context()
        bugs = IBugs(context).of([BUG])
        bugs.get_reporters().need_permission(EDIT)
        context.realise()
        hidden = bugs.one().reporter
        self.assertFalse(checkPermission(VIEW, hidden))
        self.assertFalse(checkPermission(EDIT, hidden))
        self.assertEqual(ProxyFactory(hidden).displayname, "<hidden>")

    def test_permissions_ride_along(self):
        """As attributes of a reference do: no statement is for them."""
        context = Context(viewer=Person(id=ADA))
        tasks = IBugs(context).of([BUG]).get_tasks()
        tasks.get_distribution().need_permission(EDIT)
        self.assertNotIn("distribution", str(context.plan()))
        context.realise()
        self.assertTrue(checkPermission(EDIT, tasks.one().distribution))

    def test_what_nobody_declares_is_an_error_that_names_what_there_is(self):
        """Nothing was asked then."""
        context = Context()
        bugs = IBugs(context).of([BUG])
        with self.assertRaises(UnknownName) as caught:
            bugs.need_permission(EDIT, "launchpad.Bake")
        self.assertEqual(
            str(caught.exception),
            "IBug has no permission 'launchpad.Bake'; there are: launchpad.Edit, "
            "launchpad.View.",
        )
        context.realise()
        with self.assertRaises(NotRequested):
            checkPermission(EDIT, bugs.one())

    def test_everything_else_is_the_applications_policys(self):
        """Other objects, other permissions, entities built by hand."""
        self.assertTrue(checkPermission(EDIT, "a thing"))
        self.assertFalse(checkPermission(EDIT, "another"))
        context = Context()
        bugs = IBugs(context).of([BUG])
        context.realise()
        self.assertFalse(checkPermission("launchpad.Bake", bugs.one()))
        self.assertFalse(checkPermission(EDIT, bugs))
        self.assertIsNone(permitted(EDIT, Person(id=ADA)))
        self.assertTrue(permitted(VIEW, Person(id=ADA)))

    def test_a_policy_is_wrapped_by_zcml(self):
        """It is not changed itself."""
        xmlconfig.string(ZCML)
        policy = getSecurityPolicy()
        self.assertTrue(issubclass(policy, ParanoidSecurityPolicy))
        self.assertTrue(issubclass(policy, EntityPermissions))
        self.assertFalse(issubclass(ParanoidSecurityPolicy, EntityPermissions))
        self.assertIs(with_entity_permissions(policy), policy)
        xmlconfig.string(ZCML)
        self.assertTrue(policy(*()).checkPermission(VIEW, Person(id=ADA)))
