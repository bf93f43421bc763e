"""What a delegated attribute costs beside the application's own, and what the layer
adds to an application's start.

    bin/py bench/adoption.py [--rounds 9] [--uri sqlite:] [--bugs 200]

Both are attributes of the same Storm classes, on the same rows, read in turns; a
ratio is the median of the rounds. *Prefilled* compares values at hand: a linked
reference of Storm's, a cached property. *One by one* begins without anything at
hand in each round.
"""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import transaction
from zope.component import getUtility
from zope.configuration import xmlconfig

import lp_persistence
import lp_persistence.adoption.tests.application
from lp_persistence.adoption import prefill
from lp_persistence.adoption.tests.application.model import Bug, BugTask
from lp_persistence.command.stores import keep_in
from lp_persistence.interfaces import IBackend
from lp_persistence.sample import generate, load_world
from lp_persistence.sample.schema import create_schema
from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.storm.stores import store_uri

#: How many times as much as before; of what is prefilled, and one by one.
PREFILLED, ONE_BY_ONE = 1.1, 2.0
#: Milliseconds of an application's start.
START = 150
#: How often each value that is at hand is read in a round.
READS = 200

#: What an application has anyway.
APPLICATION = """
import time
began = time.perf_counter()
import json, logging, random
import lazr.enum, psycopg2, storm.databases.postgres, storm.databases.sqlite
import storm.locals, storm.zope, transaction, zope.app.publication.browser
import zope.app.publication.zopepublication, zope.publisher.browser, zope.schema
import zope.security.management, zope.traversing.api
from zope.configuration import xmlconfig
def load(*includes):
    return xmlconfig.string(
        '<configure xmlns="http://namespaces.zope.org/zope">'
        + ''.join(includes) + '</configure>'
    )
load(
    '<include package="zope.component" file="meta.zcml" />',
    '<include package="zope.security" file="meta.zcml" />',
    '<include package="zope.publisher" file="meta.zcml" />',
    '<include package="zope.component" />',
    '<include package="zope.security" file="permissions.zcml" />',
    '<include package="zope.publisher" />',
    '<include package="lazr.enum" />',
    '<include package="storm.zope" />',
)
"""
LAYER = """
load(
    '<include package="lp_persistence" file="stored.zcml" />',
    '<include package="lp_persistence.publication" />',
    '<include package="lp_persistence.adoption" />',
)
"""
TELL = "print((time.perf_counter() - began) * 1000)"


def main() -> None:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--bugs", type=int, default=200)
    parser.add_argument("--uri", default="sqlite:")
    arguments = parser.parse_args()
    with store_of(arguments.uri, arguments.bugs) as store:
        for name, old, new, goal in comparisons(store):
            found = ratios(old, new, arguments.rounds)
            verdict = "" if median(found) <= goal else f", above {goal}"
            print(
                f"{name}: {median(found):.2f} × as before ({min(found):.2f}–"
                f"{max(found):.2f}{verdict})"
            )
    added, least = start(arguments.rounds)
    verdict = "" if added <= START else f", above {START}"
    print(f"start: {added:.0f} ms more (of the fastest {least:.0f}{verdict})")


@contextmanager
def store_of(uri: str, bugs: int) -> Iterator[Any]:
    """The application's store, with a generated world."""
    xmlconfig.file("stored.zcml", lp_persistence)
    xmlconfig.file("configure.zcml", lp_persistence.adoption.tests.application)
    keep_in(store_uri(uri))
    store = getUtility(IStoreSource).store_for(None, None)
    create_schema(store)
    load_world(getUtility(IBackend), generate(bugs))
    transaction.commit()
    yield store
    transaction.abort()


def comparisons(
    store: Any,
) -> Iterator[tuple[str, Callable[[], float], Callable[[], float], float]]:
    """By name the seconds of the old and of the new way, and the goal."""
    tasks = list(store.find(BugTask, BugTask.assignee_id != None))  # noqa: E711
    bugs = list(store.find(Bug))
    prefill(tasks, "assignee")
    prefill(bugs, "subscribers")
    for each in tasks:
        _ = each.old_assignee
    for bug in bugs:
        _ = bug.old_subscribers
    yield (
        "prefilled reference",
        lambda: at_hand(tasks[:20], "old_assignee"),
        lambda: at_hand(tasks[:20], "assignee"),
        PREFILLED,
    )
    yield (
        "prefilled collection",
        lambda: at_hand(bugs[:20], "old_subscribers"),
        lambda: at_hand(bugs[:20], "subscribers"),
        PREFILLED,
    )
    yield (
        "reference, one by one",
        lambda: one_by_one(store, BugTask, "old_assignee"),
        lambda: one_by_one(store, BugTask, "assignee"),
        ONE_BY_ONE,
    )
    yield (
        "collection, one by one",
        lambda: one_by_one(store, Bug, "old_subscribers"),
        lambda: one_by_one(store, Bug, "subscribers"),
        ONE_BY_ONE,
    )


def at_hand(objects: list[Any], name: str) -> float:
    """The seconds of reading what is there."""
    code = compile(f"for o in objects:\n o.{name}", name, "exec")
    names = {"objects": objects * READS}
    began = perf_counter()
    exec(code, names)
    return perf_counter() - began


def one_by_one(store: Any, cls: type, name: str) -> float:
    """The seconds of asking all objects of a class, with nothing at hand."""
    store.flush()
    store.reset()
    objects = list(store.find(cls))
    began = perf_counter()
    for each in objects:
        getattr(each, name)
    return perf_counter() - began


def ratios(
    old: Callable[[], float], new: Callable[[], float], rounds: int
) -> list[float]:
    """How many times as much the new way took, round by round after two."""
    found = []
    for number in range(rounds + 2):
        # Which is first takes turns.
        if number % 2:
            before, after = old(), new()
        else:
            after, before = new(), old()
        found.append(after / before)
    return found[2:]


def start(rounds: int) -> tuple[float, float]:
    """How many milliseconds the layer adds to an application's start: the median of
    new processes with it, less that of those without; and the same of the fastest.

    Modules are compiled before, as an installation has them."""
    without, with_layer = [], []
    with TemporaryDirectory() as compiled:
        process(APPLICATION + LAYER + TELL, compiled)
        for _ in range(rounds):
            without.append(process(APPLICATION + TELL, compiled))
            with_layer.append(process(APPLICATION + LAYER + TELL, compiled))
    return (
        median(with_layer) - median(without),
        min(with_layer) - min(without),
    )


def process(program: str, compiled: str) -> float:
    """What a program prints, in a process of its own; modules are kept in
    ``compiled`` whatever the environment says of that."""
    environment = {
        **os.environ,
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": compiled,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    run = subprocess.run(
        (sys.executable, "-c", program),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(run.stdout)


if __name__ == "__main__":
    main()
