"""The application of these tests, on the small world of the Storm backend's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import transaction
from storm.tracer import BaseStatementTracer, install_tracer, remove_tracer
from zope.configuration import xmlconfig

import lp_persistence.adoption.tests.application
from lp_persistence import ALL_SEEING, Context
from lp_persistence.storm.lock import LOCK
from lp_persistence.storm.tests.world import fill


class Statements(BaseStatementTracer):
    """What is sent to databases while it is installed."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def _expanded_raw_execute(self, connection: Any, cursor: Any, text: str) -> None:
        self.texts.append(text)

    def __len__(self) -> int:
        return len(self.texts)


@contextmanager
def statements() -> Iterator[Statements]:
    """What is sent in the block."""
    found = Statements()
    install_tracer(found)
    try:
        yield found
    finally:
        remove_tracer(found)


def configure(filename: str = "configure.zcml") -> None:
    """Load ZCML of the application."""
    xmlconfig.file(filename, lp_persistence.adoption.tests.application)


class Site:
    """A test of the application: its world, and a store of it."""

    layer: Any

    def setUp(self: Any) -> None:
        configure()
        fill(self.layer["backend"])
        transaction.commit()
        self.addCleanup(LOCK.clear)
        self.store = self.layer["source"].store_for(None, None)

    def context(self) -> Context:
        """One that sees everything."""
        return Context(viewer=ALL_SEEING)

    def assert_sent(self: Any, number: int, read: Any) -> Any:
        """What ``read()`` gives, by so many statements."""
        with statements() as sent:
            result = read()
        self.assertEqual(number, len(sent), sent.texts)
        return result
