"""The example of README.rst as it stands there, on whatever the site keeps."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from itertools import count
from time import perf_counter
from typing import Any

import transaction
from zope.event import subscribers

from lp_persistence import Context, Launchpad
from lp_persistence.command.stores import keep_in, leave
from lp_persistence.interfaces import IStepDone
from lp_persistence.model import get_model
from lp_persistence.people.entities import Person
from lp_persistence.pillars.interfaces import IDistribution
from lp_persistence.publication.tests.examples import example
from lp_persistence.storm.book import get_book
from lp_persistence.storm.stores import store_uri

#: Of ``gc.set_threshold``, at the start of a server.
AT_EASE = 50_000, 20, 100
#: Calls of the example that make or change a group.
VERBS = 10


def ask(context: Context, limit: int = 20) -> Any:
    """The groups of the example; the one of the bugs."""
    distros = Launchpad.search(context, distro_name="ubuntu")
    branding = distros.get_branding()
    bugs = distros.hot_bugs(limit=limit)
    people = bugs.get_subscribers()
    people.update(bugs.get_assignees())
    people.update(bugs.get_reporters())
    branding.update(people.get_branding())
    return bugs


class Layer:
    """What lp_persistence makes of the example, wherever the site keeps it."""

    def __init__(self, uri: str) -> None:
        leave()
        keep_in(store_uri(uri))
        self.statements = 0

    def __call__(self, viewer: int | None, size: int) -> Any:
        context = Context(viewer=viewer and Person(id=viewer), most_rows=None)
        bugs = ask(context, size)
        self.statements = context.realise().statements
        return bugs

    def end(self) -> None:
        """Leave the transaction."""
        transaction.abort()

    def show(self, bugs: Any) -> list[Any]:
        """What the example prints."""
        return [
            (
                str(bug.distro.branding.icon),
                bug.title,
                [person.displayname for person in bug.subscribers],
            )
            for bug in bugs
        ]

    def tell(self, bugs: Any) -> Iterator[Any]:
        """All that was asked for, to be compared."""
        for bug in bugs:
            distro = bug.distro
            yield distro.id, distro.name, distro.displayname
            yield images(distro)
            yield bug.id, bug.title
            for person in (bug.reporter, *bug.subscribers, None, *bug.assignees):
                if person is None:
                    yield "and assignees"
                else:
                    yield person.id, person.name, person.displayname
                    yield images(person)


class AtEase(Layer):
    """With the collector as ``doc/performance.rst`` recommends it for a server."""

    def __call__(self, viewer: int | None, size: int) -> Any:
        self._threshold = gc.get_threshold()
        gc.set_threshold(*AT_EASE)
        return super().__call__(viewer, size)

    def end(self) -> None:
        super().end()
        gc.set_threshold(*self._threshold)


class ByHand(Layer):
    """With the strategy for hot bugs that the documentation has."""

    def __call__(self, viewer: int | None, size: int) -> Any:
        book = get_book()
        by_hand = example("by_hand.hot_bugs").hot_bugs
        book.register_strategy(IDistribution, "hot_bugs", by_hand)
        try:
            return super().__call__(viewer, size)
        finally:
            book.register_strategy(IDistribution, "hot_bugs", lambda asked: None)


def images(owner: Any) -> tuple[str, ...]:
    """The names of its three images, stock ones included."""
    branding = owner.branding
    return str(branding.icon), str(branding.logo), str(branding.mugshot)


def seconds_to_build() -> float:
    """How long a call that makes or changes a group takes, on average."""
    context = Context()
    begin = perf_counter()
    ask(context)
    return (perf_counter() - begin) / VERBS


def seconds_to_plan(from_cache: bool) -> float:
    """How long it takes to plan the example."""
    context = Context()
    ask(context)
    if not from_cache:
        get_model().caches.clear()
    begin = perf_counter()
    context.plan()
    return perf_counter() - begin


def milliseconds_by_step(layer: Layer, rounds: int) -> dict[str, list[float]]:
    """How long each step takes, by its place and the last group that it
    answers, for nobody."""
    found: dict[str, list[float]] = {}
    places = count(1)

    def heard(event: Any) -> None:
        if IStepDone.providedBy(event):
            step = f"{next(places)}. {event.needs[-1]}"
            found.setdefault(step, []).append(event.milliseconds)

    subscribers.append(heard)
    try:
        for _ in range(rounds):
            places = count(1)
            layer(None, 20)
            layer.end()
    finally:
        subscribers.remove(heard)
    return found
