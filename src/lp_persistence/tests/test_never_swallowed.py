"""What was not asked for fails loudly, however forgiving the reader is."""

from __future__ import annotations

import unittest
from collections.abc import Callable, Mapping
from typing import Any

from zope.component import provideAdapter
from zope.pagetemplate.engine import Engine, TrustedEngine
from zope.pagetemplate.pagetemplate import PageTemplate
from zope.proxy import ProxyBase
from zope.security.checker import (
    NamesChecker,
    ProxyFactory,
    canAccess,
    defineChecker,
    undefineChecker,
)
from zope.traversing.adapters import DefaultTraversable
from zope.traversing.interfaces import ITraversable

from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.context import Context
from lp_persistence.errors import (
    DatabaseLocked,
    HiddenAttribute,
    NotGiven,
    NotRealised,
    NotRequested,
    PersistenceError,
)
from lp_persistence.people.entities import Person
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.tracker_factory import TrackerFactory

EXPRESSIONS = (
    "thing/value",
    "thing/value | nothing",
    "thing/value | default",
    "thing/value | string:none",
    "exists:thing/value",
    "not:exists:thing/value",
    "nocall:thing/value | nothing",
    "python: hasattr(thing, 'value')",
    "python: getattr(thing, 'value', None)",
    "python: path('thing/value | nothing')",
    "string:${thing/value}",
)


class Reader:
    """Reads in ``value`` what can't be read."""

    def __init__(self, read: Callable[[], Any]):
        self._read = read

    @property
    def value(self) -> Any:
        return self._read()


class SwallowingTests(unittest.TestCase):
    layer = MEMORY

    def setUp(self) -> None:
        provideAdapter(DefaultTraversable, (None,), ITraversable)
        defineChecker(Reader, NamesChecker(["value"]))
        self.addCleanup(undefineChecker, Reader)
        factory = TrackerFactory(self.layer["backend"])
        hidden = factory.team(private=True)
        bug = factory.bug()
        task = factory.task(bug=bug, assignee=hidden)
        factory.done()
        context = Context()
        bugs = IBugs(context).of([bug])
        tasks = IBugTasks(context).of([task])
        tasks.get_assignee()
        context.realise()
        self.bug = bugs.one()
        self.reads: Mapping[type[PersistenceError], Callable[[], Any]] = {
            NotRequested: lambda: self.bug.heat,
            HiddenAttribute: lambda: tasks.one().assignee.teams,
            NotGiven: lambda: Person(name="ben").teams,
            NotRealised: lambda: list(IBugs(Context()).get_tasks()),
            DatabaseLocked: self.read_late,
        }

    def read_late(self) -> None:
        token = object()
        self.layer["backend"].refuse(token)
        try:
            context = Context()
            IBugs(context).of([1])
            context.realise()
        finally:
            self.layer["backend"].allow(token)

    def test_hasattr_and_a_default(self):
        """Neither says that there is nothing."""
        for error, read in self.reads.items():
            thing = Reader(read)
            with self.subTest(error.__name__):
                self.assertRaises(error, hasattr, thing, "value")
                self.assertRaises(error, getattr, thing, "value", None)

    def test_proxies(self):
        """Of zope.security and zope.proxy."""
        for error, read in self.reads.items():
            secured = ProxyFactory(Reader(read), NamesChecker(["value"]))
            self.assertTrue(canAccess(secured, "value"))
            for thing in (secured, ProxyBase(Reader(read))):
                with self.subTest(error.__name__):
                    self.assertRaises(error, hasattr, thing, "value")
                    self.assertRaises(error, getattr, thing, "value", None)
        bug = ProxyFactory(self.bug, NamesChecker(["heat"]))
        self.assertRaises(NotRequested, getattr, bug, "heat", None)

    def test_page_templates(self):
        """``| nothing``, ``exists:`` and what else forgives, trusted or not."""
        for error, read in self.reads.items():
            for engine in (Engine, TrustedEngine):
                for expression in EXPRESSIONS:
                    with self.subTest((error.__name__, expression)):
                        page = Page(engine, f'<b tal:content="{expression}">x</b>')
                        self.assertRaises(error, page, thing=Reader(read))


class Page(PageTemplate):
    """A template on one of Zope's engines, called with its names."""

    def __init__(self, engine: Any, text: str):
        super().__init__()
        self._engine = engine
        self.write(text)

    def pt_getEngine(self) -> Any:
        return self._engine

    def pt_getContext(self, args: Any = (), options: Any = None) -> Any:
        return dict(options or {})
