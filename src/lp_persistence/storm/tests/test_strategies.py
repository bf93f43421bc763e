"""Steps that functions written by hand answer."""

import unittest
from contextlib import contextmanager
from typing import Any

import transaction
from zope.configuration.exceptions import ConfigurationError
from zope.configuration.xmlconfig import file as load_zcml
from zope.configuration.xmlconfig import string

import lp_persistence.storm
from lp_persistence.bugs.interfaces import IBug
from lp_persistence.context import Context
from lp_persistence.errors import Conflict, UnknownName
from lp_persistence.pillars.interfaces import IDistribution, IDistributions
from lp_persistence.publication.tests.examples import example
from lp_persistence.steps import NOBODY
from lp_persistence.storm.book import get_book, global_book
from lp_persistence.storm.strategies import Asked
from lp_persistence.storm.tests.cases import all_names, hot
from lp_persistence.storm.tests.world import fill
from lp_persistence.testing.measuring import measured
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.tests.test_contract import Proof
from lp_persistence.testing.tests.test_machine import MACHINE

PLACE = "IDistribution.hot_bugs"
ZCML = """
    <configure xmlns:persistence="http://namespaces.lp-persistence.org/persistence">
      <persistence:strategy for="lp_persistence.pillars.interfaces.{}" handler="{}" />
    </configure>
"""


class Watched:
    """Hands on to a strategy, and keeps what it gave."""

    def __init__(self, strategy: Any):
        self._strategy = strategy
        self.gave: list[Any] = []

    def __call__(self, asked: Asked) -> Any:
        self.gave.append(self._strategy(asked))
        return self.gave[-1]

    def answered(self) -> int:
        return sum(rows is not None for rows in self.gave)


def left(asked: Asked) -> None:
    """Leave every step to the layer."""


@contextmanager
def registered(strategy: Any) -> Any:
    """Hot bugs by a strategy, and by nothing that it leaves behind."""
    global_book().register_strategy(IDistribution, "hot_bugs", strategy)
    try:
        yield
    finally:
        global_book().register_strategy(IDistribution, "hot_bugs", left)


def by_hand() -> Watched:
    return Watched(example("by_hand.hot_bugs").hot_bugs)


class ContractTests(unittest.TestCase):
    """The contract tells whether a strategy gives what records would."""

    layer = MACHINE

    def stores(self) -> Any:
        return [each for each in self.layer["stores"] if each.name != "memory"]

    def test_the_example_keeps_it(self):
        """On both databases, with rows of its own and steps that it leaves."""
        for store in self.stores():
            strategy = by_hand()
            with self.subTest(store.name), registered(strategy):
                self.assertIsNone(Proof(store).breaks(PLACE))
                self.assertGreater(strategy.answered(), 0)
                self.assertIn(None, strategy.gave)

    def test_what_gives_other_rows_is_found(self):
        """Its place is told."""
        _, sqlite, *_ = self.layer["stores"]
        right = by_hand()

        def reversed_rows(asked: Asked) -> Any:
            rows = right(asked)
            return rows and rows[::-1]

        with registered(reversed_rows):
            self.assertEqual(PLACE, Proof(sqlite).breaks(PLACE))


class StoreMixin:
    layer: Any

    def test_no_caller_learns_of_it(self: Any):
        """Members, order, needs and the number of statements are the same."""
        fill(self.layer["backend"])
        self.addCleanup(transaction.abort)
        found = []
        strategy = by_hand()
        for used in (left, strategy):
            context = Context()
            bugs = IDistributions(context).filter(name="ubuntu").hot_bugs(limit=2)
            bugs.get_subscribers()
            with registered(used), measured() as sent:
                context.realise()
            shown = [(bug.title, bug.distro.name, bug.subscribers) for bug in bugs]
            found.append((shown, [each.groups for each in sent.statements]))
        self.assertEqual(*found)
        self.assertEqual(1, strategy.answered())
        self.assertTrue(found[0][0])


class SQLiteTests(StoreMixin, unittest.TestCase):
    layer = SQLITE


class PostgreSQLTests(StoreMixin, unittest.TestCase):
    layer = POSTGRESQL


class DirectiveTests(unittest.TestCase):
    layer = SQLITE

    def configure(self, edge: str, handler: str = "builtins.len") -> None:
        string(ZCML.format(edge, handler), load_zcml("meta.zcml", lp_persistence.storm))

    def test_it_is_registered(self):
        """By the interface and its edge."""
        with registered(left):
            load_zcml("configure.zcml", example("by_hand"))
            found = get_book().strategy_for(hot(NOBODY))
        self.assertIs(example("by_hand.hot_bugs").hot_bugs, found)
        self.assertIs(left, get_book().strategy_for(hot(NOBODY)))
        self.assertIsNone(get_book().strategy_for(all_names()))

    def test_what_no_strategy_can_answer(self):
        """It is said where it is registered."""
        with self.assertRaisesRegex(UnknownName, "IDistribution has no collection 'x'"):
            global_book().register_strategy(IDistribution, "x", left)
        with self.assertRaisesRegex(UnknownName, "no collection 'owner'"):
            global_book().register_strategy(IDistribution, "owner", left)
        with self.assertRaisesRegex(Conflict, "IBug.subscribers has no order of its"):
            global_book().register_strategy(IBug, "subscribers", left)
        with self.assertRaisesRegex(ConfigurationError, "Expected InterfaceClass"):
            self.configure("__doc__.hot_bugs")
