"""The classes of realised objects: what a read costs, what they refuse."""

from __future__ import annotations

import copy
import pickle
import sys
import weakref
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from plone.testing import security
from zope.interface import implementedBy
from zope.pagetemplate.pagetemplate import PageTemplate
from zope.security.checker import (
    CheckerPublic,
    getCheckerForInstancesOf,
)
from zope.security.interfaces import ForbiddenAttribute
from zope.security.management import endInteraction, newInteraction
from zope.security.proxy import ProxyFactory, removeSecurityProxy

from lp_persistence.branding.entities import HiddenBranding
from lp_persistence.bugs.entities import Bug
from lp_persistence.bugs.interfaces import IBug, IBugs, IBugTasks
from lp_persistence.context import Context
from lp_persistence.entity import PicklingRefused
from lp_persistence.errors import HiddenAttribute, NotRequested, ReadOnly
from lp_persistence.hydration import shapes
from lp_persistence.hydration.shapes import hidden_of, shape_of
from lp_persistence.mixed import MixedGroup
from lp_persistence.model import get_model, global_model
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPerson, IPersons
from lp_persistence.tests.village import (
    ADA,
    BEN,
    CRASH,
    DEVELOPERS,
    EXIT,
    Village,
)


def frames(read: Callable[[], Any]) -> list[str]:
    """Names of the Python functions that a read enters."""
    entered: list[str] = []

    def profile(frame: Any, event: str, argument: Any) -> None:
        if event == "call":
            entered.append(frame.f_code.co_name)

    sys.setprofile(profile)
    try:
        read()
    finally:
        sys.setprofile(None)
    return entered[1:]  # the first is ``read`` itself


class Realised(Village):
    def setUp(self) -> None:
        super().setUp()
        self.context = Context()
        self.bugs = IBugs(self.context).of([CRASH, EXIT])
        self.bugs.need("heat", "is_private")
        self.bugs.get_tasks().get_assignee().get_branding()
        self.bugs.get_subscribers().get_branding()
        self.bugs.get_reporters()
        self.context.realise()
        self.bug = self.bugs[CRASH]


class ReadingTests(Realised):
    def test_what_was_realised_enters_no_python(self):
        """Fields, items, references and collections are slots."""
        bug = self.bug
        for read in (
            lambda: bug.id,
            lambda: bug.title,
            lambda: bug.heat,
            lambda: bug.information_type,
            lambda: bug.reporter.name,
            lambda: bug.subscribers[0].displayname,
            lambda: bug.tasks[0].bug.title,
        ):
            self.assertEqual([], frames(read))

    def test_own_facts_enter_their_one(self):
        """The property of the entity's class."""
        bug = self.bug
        entered = frames(lambda: bug.is_private)
        self.assertEqual("is_private", entered[0])
        self.assertEqual({"__hash__"}, set(entered[1:]), "of lazr.enum's items")

    def test_embedded_values_enter_their_one(self):
        """The constructor of the value."""
        person = self.bug.subscribers[0]
        self.assertEqual(["__init__"], frames(lambda: person.branding))

    def test_graph_facts_are_slots(self):
        """The backend has answered them."""
        person = self.bug.subscribers[0]
        self.assertEqual([], frames(lambda: (person.is_valid, person.is_team)))


class RefusalTests(Realised):
    def test_what_was_not_asked_for(self):
        """It is no error that anything swallows."""
        with self.assertRaises(NotRequested) as caught:
            hasattr(self.bug, "description")
        self.assertEqual("Bug", caught.exception.entity)
        with self.assertRaises(NotRequested):
            getattr(self.bug, "affected", None)
        with self.assertRaises(NotRequested):
            getattr(self.bug, "assignees", None)

    def test_the_call_to_add(self):
        """A verb, the group's own or an inherited one; else a need."""
        context = Context()
        persons = IPersons(context).of([DEVELOPERS])
        context.realise()
        (team,) = persons
        for name, call in (
            ("members", ".get_members()"),
            ("icon", ".get_icon()"),
            ("visibility", ".need('visibility')"),
        ):
            with self.subTest(name), self.assertRaises(NotRequested) as caught:
                getattr(team, name)
            self.assertIn(call, str(caught.exception))

    def test_groups_that_share_it(self):
        """Those that have not asked are named, and doing what is said ends it."""
        context = Context()
        first = IBugs(context).filter(heat=50)
        second = IBugs(context).filter(heat=50).limit(1)
        context.realise()
        self.assertIs(first.first(), second.first())
        mine, others = first.node.place, second.node.place
        first.need("description")
        context.realise()
        for ask in (lambda: None, context.realise):
            ask()
            with self.assertRaises(NotRequested) as caught:
                str(second.one().description)
            self.assertFalse(caught.exception.since)
            self.assertEqual(str(others), caught.exception.built)
            self.assertNotIn(str(mine), caught.exception.built)
            self.assertIn(
                "Bug.description was not asked for. Add .need('description') to the "
                f"group built at {others}.",
                str(caught.exception),
            )
        second.need("description")
        with self.assertRaises(NotRequested) as caught:
            str(second.one().description)
        self.assertTrue(caught.exception.since)
        context.realise()
        self.assertEqual(first.first().description, second.one().description)

    def test_what_there_is_not(self):
        """A name that no interface has is Python's own error."""
        self.assertFalse(hasattr(self.bug, "nonsense"))

    def test_assignment(self):
        """Nothing can be changed: neither what there is nor what is not."""
        for name in ("heat", "description", "nonsense", "_origin", "__class__"):
            with self.subTest(name), self.assertRaises(ReadOnly) as caught:
                setattr(self.bug, name, 1)
            self.assertEqual(
                f"Bug.{name} can't be assigned: a realised entity is read only. "
                f"Change what it was read from.",
                str(caught.exception),
            )
        with self.assertRaises(ReadOnly):
            del self.bug.heat
        self.assertEqual(50, self.bug.heat)

    def test_no_dict(self):
        """Nothing can be hung onto it."""
        self.assertFalse(hasattr(self.bug, "__dict__"))

    def test_repr_with_nothing_asked(self):
        """A debugger may always show it."""
        context = Context()
        bugs = IBugs(context).of([CRASH])
        context.realise()
        self.assertEqual("<Bug 1>", repr(bugs.one()))

    def test_copy_pickle_weakref(self):
        """As for entities built by hand."""
        self.assertIs(self.bug, copy.copy(self.bug))
        self.assertIs(self.bug, copy.deepcopy(self.bug))
        self.assertIs(self.bug, weakref.ref(self.bug)())
        with self.assertRaises(PicklingRefused):
            pickle.dumps(self.bug)

    def test_equal_to_one_built_by_hand(self):
        """By type and id."""
        self.assertEqual(Bug(id=CRASH), self.bug)
        self.assertEqual({Bug(id=CRASH)}, {self.bug})

    def test_the_context_can_go(self):
        """An object holds no more than where it came from."""
        gone = weakref.ref(self.context)
        bug = self.bug
        del self.context, self.bugs, self.bug
        self.assertIsNone(gone())
        self.assertEqual("Crash", bug.title)
        with self.assertRaises(NotRequested):
            hasattr(bug, "description")


class ClassTests(Realised):
    def test_names(self):
        """Tracebacks and dispatch see the entity's class."""
        cls = type(self.bug)
        self.assertTrue(issubclass(cls, Bug))
        self.assertIsInstance(self.bug, Bug)
        for name in ("__name__", "__qualname__", "__module__", "__doc__"):
            self.assertEqual(getattr(Bug, name), getattr(cls, name))

    def test_interfaces(self):
        """What the class implements, and nothing in between."""
        self.assertTrue(IBug.providedBy(self.bug))
        self.assertEqual(
            list(implementedBy(Bug).flattened()),
            list(implementedBy(type(self.bug)).flattened()),
        )

    def test_one_class_for_one_shape(self):
        """For each entity and what can be read of it."""
        self.assertIs(type(self.bugs[CRASH]), type(self.bugs[EXIT]))
        context = Context()
        other = IBugs(context).of([CRASH])
        context.realise()
        self.assertIsNot(type(self.bug), type(other.one()))
        model = get_model()
        bug_type = model.type_of(IBug)
        readable = frozenset(("id", "title"))
        self.assertIs(type(other.one()), shape_of(model, bug_type, readable).frozen)

    def test_a_change_of_registrations_makes_new_shapes(self):
        """They may follow from what was replaced."""
        model = global_model()
        bug_type = model.type_of(IBug)
        readable = frozenset(("id", "title"))
        shape, hidden = shape_of(model, bug_type, readable), hidden_of(model, bug_type)
        self.assertIs(shape, shape_of(model, bug_type, readable))
        model.register(bug_type)
        self.assertIsNot(shape, shape_of(model, bug_type, readable))
        self.assertIsNot(hidden, hidden_of(model, bug_type))


class HiddenTests(Village):
    def setUp(self) -> None:
        super().setUp()
        context = Context()
        tasks = IBugTasks(context).of([3])
        tasks.get_assignee()
        context.realise()
        self.hidden = tasks.one().assignee

    def test_it_answers_its_brief(self):
        """By what the fields declare; None is an answer."""
        hidden = self.hidden
        self.assertEqual(
            (None, None, "<hidden>"), (hidden.id, hidden.name, hidden.displayname)
        )
        self.assertIsInstance(hidden.branding, HiddenBranding)

    def test_it_is_of_the_type(self):
        """For templates that ask."""
        self.assertTrue(IPerson.providedBy(self.hidden))
        self.assertIsInstance(self.hidden, Person)
        self.assertEqual("<hidden Person>", repr(self.hidden))

    def test_it_raises_for_others(self):
        """Facts, edges and business logic over them included."""
        for name in ("is_valid", "team_owner", "teams", "participants", "visibility"):
            with self.subTest(name), self.assertRaises(HiddenAttribute):
                hasattr(self.hidden, name)

    def test_it_is_read_only(self):
        """And one of its kind."""
        with self.assertRaises(ReadOnly):
            self.hidden.displayname = "Spies"
        self.assertEqual({self.hidden}, {self.hidden})
        self.assertNotEqual(self.hidden, Person(id=5))


class ProxyTests(Realised):
    """A page is rendered with security proxies on."""

    def setUp(self) -> None:
        super().setUp()
        self.group = ProxyFactory(self.bugs)
        self.proxied = self.group[CRASH]

    def test_reading(self):
        """What the interface declares, each value proxied in turn."""
        self.assertIsNot(self.bug, self.proxied)
        self.assertIs(self.bug, removeSecurityProxy(self.proxied))
        self.assertEqual("Crash", self.proxied.title)
        self.assertEqual("ada", self.proxied.reporter.name)
        self.assertEqual(
            ["ada", "ben"], [person.name for person in self.proxied.subscribers]
        )
        self.assertEqual("New", self.proxied.tasks[0].status.title)
        self.assertFalse(self.proxied.is_private)
        team = self.group[EXIT].subscribers[1]
        self.assertEqual("1c0", team.branding.icon.name)
        self.assertEqual("1c0", str(team.branding.icon))

    def test_other_names_are_forbidden(self):
        """What an interface does not declare, and every assignment."""
        for name in ("_origin", "nonsense", "__reduce_ex__"):
            with self.subTest(name), self.assertRaises(ForbiddenAttribute):
                getattr(self.proxied, name)
        with self.assertRaises(ForbiddenAttribute):
            self.proxied.title = "x"
        with self.assertRaises(ForbiddenAttribute):
            self.group.node  # noqa: B018

    def test_what_was_not_asked_for_comes_through(self):
        """The checker lets the name pass, and the object says what it says."""
        with self.assertRaises(NotRequested):
            getattr(self.proxied, "description", None)

    def test_hidden_ones(self):
        """They bear the checker of their entity."""
        hidden = self.group[EXIT].tasks[0].assignee
        self.assertEqual("<hidden>", hidden.displayname)
        self.assertEqual("hidden-icon", str(hidden.branding.icon))
        with self.assertRaises(HiddenAttribute):
            hidden.teams  # noqa: B018

    def test_comparing(self):
        """Proxies are transparent to equality and hash."""
        self.assertEqual(self.bug, self.proxied)
        self.assertEqual(self.proxied, self.bug)
        self.assertEqual(hash(self.bug), hash(self.proxied))
        self.assertEqual(self.bugs, self.group)

    def test_groups(self):
        """Every verb can be called, and reading is reading."""
        self.assertEqual(2, len(self.group))
        self.assertEqual(["Crash", "exit"], [bug.title for bug in self.group])
        self.assertIn(self.proxied, self.group)
        self.assertIn(self.proxied, self.bugs)
        self.assertEqual("exit", self.group.filter(title="exit").one().title)
        self.assertEqual(2, int(self.group.size()))
        self.assertEqual("2", str(self.group.size()))
        self.assertEqual("<IBugs.of(…)>", repr(self.group))

    def test_what_comes_in(self):
        """A proxied entity, group, set or viewer is as good as a bare one."""
        context = Context(ProxyFactory(Person(id=ADA)))
        person = ProxyFactory(Person(id=ADA))
        people = ProxyFactory(IPersons(context).of([person, BEN]))
        bugs = ProxyFactory(IBugs(context))
        by_person = bugs.filter(reporter=person)
        by_group = bugs.filter(subscribers=people)
        by_set = bugs.filter(reporter={person, None}).all()
        union = bugs.filter(title="exit").all()
        union.update(ProxyFactory(IBugs(context).of([self.proxied])))
        context.realise()
        self.assertEqual([CRASH], [bug.id for bug in by_person])
        self.assertEqual([CRASH, EXIT, 4], [bug.id for bug in by_group])
        self.assertEqual([CRASH], [bug.id for bug in by_set])
        self.assertEqual([CRASH, EXIT], [bug.id for bug in union])

    def test_branding_and_mixed_groups(self):
        """Whatever else a page is handed."""
        context = Context()
        images = ProxyFactory(IPersons(context).of([DEVELOPERS])).get_branding()
        mixed = ProxyFactory(
            MixedGroup(IPersons(context).of([ADA]), IBugs(context).of([EXIT]))
        )
        people = IPersons(mixed)
        context.realise()
        self.assertEqual(["1c0"], [image.icon.name for image in images])
        self.assertEqual(["ada"], [person.name for person in people])
        self.assertEqual(2, len(mixed))

    def test_outside_of_an_interaction(self):
        """What is public needs nobody to ask."""
        endInteraction()
        self.assertEqual("Crash", self.proxied.title)

    def test_in_an_interaction(self):
        """Nor is anybody asked."""
        newInteraction()
        self.addCleanup(endInteraction)
        self.assertEqual("Crash", self.proxied.title)

    def test_each_shape_has_its_checker(self):
        """That of its entity's class."""
        checker = getCheckerForInstancesOf(Bug)
        self.assertIs(checker, getCheckerForInstancesOf(type(self.bug)))
        self.assertIs(CheckerPublic, checker.permission_id("title"))

    def test_checkers_of_a_layer_that_is_gone(self):
        """A shape that was made under it has one afterwards, too."""
        model = get_model()
        bug_type = model.type_of(IBug)
        readable = frozenset(("id", "title", "grantees"))
        security.pushCheckers()
        try:
            shape_of(model, bug_type, readable)
        finally:
            security.popCheckers()
        frozen = shape_of(model, bug_type, readable).frozen
        self.assertIs(getCheckerForInstancesOf(Bug), getCheckerForInstancesOf(frozen))

    def test_a_shape_that_another_thread_made_first_is_the_one_guarded(self):
        """The registry of checkers keeps all that it knows."""
        model = get_model()
        bug_type = model.type_of(IBug)
        readable = frozenset(("id", "title", "description"))
        cache = model.cache("shapes")
        make = shapes._make_shape
        made: list[shapes.Shape] = []

        def overtaken(*args: Any) -> Any:
            first, second = make(*args), make(*args)
            cache.keep((bug_type.name, readable), first)
            made.extend((first, second))
            return second

        cache.clear()
        with patch.object(shapes, "_make_shape", overtaken):
            found = shape_of(model, bug_type, readable)
        guarded = [getCheckerForInstancesOf(shape.frozen) is not None for shape in made]
        self.assertIs(made[0], found)
        self.assertEqual([True, False], guarded)


class TemplateTests(Realised):
    def render(self, text: str) -> str:
        template = PageTemplate()
        template.write(text)
        return str(template(bug=ProxyFactory(self.bug))).strip()

    def test_nothing_is_swallowed(self):
        """``x | nothing`` and ``exists:`` let it through."""
        for expression in (
            "template/none | options/bug/description | nothing",
            "options/bug/description | nothing",
            "options/bug/description | default",
            "exists:options/bug/description",
            "not:exists:options/bug/description",
        ):
            with self.subTest(expression), self.assertRaises(NotRequested):
                self.render(f'<p tal:content="{expression}" />')

    def test_what_was_asked_for_is_rendered(self):
        """Through proxies."""
        self.assertEqual(
            "<p>ada</p>", self.render('<p tal:content="options/bug/reporter/name" />')
        )

    def test_what_there_is_not_is_swallowed(self):
        """As templates have it."""
        self.assertEqual(
            "<p></p>", self.render('<p tal:content="options/bug/none | nothing" />')
        )
