"""The tracker for its tests: on memory, with security proxies, through WSGI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from webtest import TestApp, TestResponse
from zope.component import getGlobalSiteManager, provideAdapter, provideHandler
from zope.publisher.interfaces.browser import IBrowserRequest

import lp_persistence.tracker
from lp_persistence.bugs.enums import BugTaskStatus
from lp_persistence.interfaces import IRealised
from lp_persistence.people.entities import Person
from lp_persistence.publication import IViewer
from lp_persistence.testing.layers import MemoryLayer
from lp_persistence.testing.tracker_factory import TrackerFactory
from lp_persistence.tracker.application import Application

HASH = "0123456789abcdef" * 4

_STATEMENTS = re.compile(r'statements;desc="(\d+)"')


class TrackerLayer(MemoryLayer):
    """The tracker's own ZCML; ``app`` asks it, ``factory`` fills its world."""

    def testSetUp(self) -> None:
        super().testSetUp()
        self["app"] = TestApp(Application())
        self["factory"] = TrackerFactory(self["backend"])


TRACKER = TrackerLayer(
    name="TRACKER", filename="tests/site.zcml", package=lp_persistence.tracker
)


def hot_bug(factory: TrackerFactory, distribution: int, **given: Any) -> int:
    """A bug with an unresolved task in ``distribution``; its id.

    ``assignee`` is that of the task.
    """
    assignee = given.pop("assignee", None)
    bug = factory.bug(**given)
    factory.task(
        bug=bug,
        distribution=distribution,
        assignee=assignee,
        status=BugTaskStatus.NEW,
    )
    return bug


def sign_in(person: int) -> None:
    """Let the person of that id be who looks."""
    provideAdapter(lambda request: Person(id=person), (IBrowserRequest,), IViewer)


def statements(response: TestResponse) -> int:
    """How many statements a response says it cost."""
    match = _STATEMENTS.search(response.headers["Server-Timing"])
    assert match is not None, response.headers
    return int(match[1])


@contextmanager
def rows_read() -> Iterator[list[int]]:
    """How many rows each realise() in the block read."""
    rows: list[int] = []

    def realised(event: Any) -> None:
        rows.append(event.realisation.rows)

    provideHandler(realised, (IRealised,))
    try:
        yield rows
    finally:
        getGlobalSiteManager().unregisterHandler(realised, (IRealised,))


def texts(response: TestResponse, selector: str) -> list[str]:
    """The texts of a page's elements, with spaces as a reader sees them."""
    return [" ".join(found.text.split()) for found in response.html.select(selector)]
