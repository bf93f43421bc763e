"""The context of a request, its viewer, and steps of the path."""

from __future__ import annotations

import unittest
from typing import Any

from zope.component import provideAdapter
from zope.interface import verify
from zope.publisher.browser import TestRequest
from zope.publisher.interfaces import NotFound
from zope.publisher.interfaces.browser import IBrowserRequest

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.errors import DeadlinePassed, Unbounded
from lp_persistence.interfaces import ALL_SEEING, IContext
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.names.interfaces import IPillars
from lp_persistence.publication import ICosts, IDeadline, IViewer, required
from lp_persistence.publication.request import check_required, state_of
from lp_persistence.publication.tests.site import (
    ADA,
    HIDDEN,
    PUBLICATION,
    GroupView,
    Publication,
    published,
)


def somebody(viewer: Any) -> None:
    """Let ``viewer`` be who looks."""
    provideAdapter(lambda request: viewer, (IBrowserRequest,), IViewer)


class TestContext(unittest.TestCase):
    layer = PUBLICATION

    def test_a_request_has_one_context(self):
        """Kept in its annotations, so that threads and retries have others."""
        request = TestRequest()
        context = IContext(request)
        verify.verifyObject(IContext, context)
        self.assertIs(IContext(request), context)
        self.assertIsNot(IContext(TestRequest()), context)

    def test_costs_are_costs(self):
        """See ICosts."""
        verify.verifyObject(ICosts, ICosts(TestRequest()))

    def test_nobody_looks_unless_an_application_says_who(self):
        """Without an adapter, and with one that gives None."""
        self.assertIsNone(IContext(TestRequest()).viewer)
        somebody(None)
        self.assertIsNone(IContext(TestRequest()).viewer)

    def test_who_looks_is_asked_when_the_context_is_realised(self):
        """Traversal builds groups before everything is authenticated."""
        context = IContext(TestRequest())
        teams = IPersons(context).filter(team=True).all()
        somebody(Person(id=ADA))
        context.realise()
        self.assertEqual([team.name for team in teams], [HIDDEN])

    def test_a_request_may_have_a_deadline(self):
        """An adapter of the request gives it; it is the context's."""
        provideAdapter(lambda request: -1.0, (IBrowserRequest,), IDeadline)
        context = IContext(TestRequest())
        self.assertEqual(context.deadline, -1.0)
        IPersons(context).of([ADA])
        with self.assertRaises(DeadlinePassed):
            context.realise()

    def test_a_viewer_may_see_everything(self):
        """ALL_SEEING is a viewer."""
        somebody(ALL_SEEING)
        context = IContext(TestRequest())
        persons = IPersons(context).all()
        context.realise()
        self.assertIn(HIDDEN, [person.name for person in persons])


class TestRequired(unittest.TestCase):
    layer = PUBLICATION

    def setUp(self) -> None:
        @published
        class Profile(GroupView):
            def __init__(self, context: Any, request: Any):
                super().__init__(context, request)
                name = request.form["name"]
                persons = IPersons(IContext(request)).filter(name=name)
                self.person = required(persons, request, context, name)

            def prepare(self, context: Any) -> None:
                self.persons = self.person

        self.site = Publication(profile=Profile)

    def get(self, name: str) -> Any:
        return self.site.get("/profile", QUERY_STRING=f"name={name}")

    def test_a_step_that_leads_somewhere_is_a_page(self):
        """Its group is realised with all else."""
        self.assertEqual(self.get("ada").consumeBody(), b"ada")

    def test_unknown_and_hidden_are_not_found_alike(self):
        """The publisher's own NotFound, with the name that was asked for."""
        unknown, hidden = self.get("zoe"), self.get(HIDDEN)
        self.assertEqual(unknown.getStatus(), 404)
        self.assertEqual(hidden.getStatus(), 404)
        errors = self.layer["errors"].found
        self.assertEqual([type(error) for error in errors], [NotFound, NotFound])
        self.assertEqual([error.getName() for error in errors], ["zoe", HIDDEN])

    def test_those_who_may_see_it_find_it(self):
        """The viewer decides."""
        somebody(Person(id=ADA))
        self.assertEqual(self.get(HIDDEN).consumeBody(), HIDDEN.encode())

    def test_the_first_step_that_leads_nowhere_is_named(self):
        """Steps are checked in the order of the path."""
        request = TestRequest()
        context = IContext(request)
        for name in ("ada", "nobody", "noone"):
            required(IPersons(context).filter(name=name), request, None, name)
        context.realise()
        with self.assertRaises(NotFound) as caught:
            check_required(request)
        self.assertEqual(caught.exception.getName(), "nobody")

    def test_a_step_that_no_index_answers_is_refused(self):
        """What a URL names must not read everything, nor what is narrowed of it."""
        request = TestRequest()
        context = IContext(request)
        bugs = required(IBugs(context).filter(title="Crash"), request, None, "Crash")
        bugs.filter(heat=50)
        with self.assertRaisesRegex(Unbounded, r"no index answers its filter"):
            context.plan()

    def test_a_step_of_several_types_is_loaded_too(self):
        """Each of its parts, whatever the page goes on to say of it."""
        request = TestRequest()
        context = IContext(request)
        pillars = required(
            IPillars(context).filter(name="ubuntu"), request, None, "ubuntu"
        )
        pillars.filter(name="debian")
        context.realise()
        self.assertEqual(0, len(pillars))

    def test_a_step_is_loaded_though_the_page_goes_on_from_it(self):
        """Narrowing it further does not leave it unread."""
        request = TestRequest()
        context = IContext(request)
        persons = required(IPersons(context).filter(name="ada"), request, None, "ada")
        persons.filter(team=False)
        context.realise()
        self.assertEqual(len(persons), 1)
        self.assertEqual(len(state_of(request).required), 1)
