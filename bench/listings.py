"""Listings of bugs with their graph, from the first page and the middle.

    bin/py bench/listings.py [--bugs 300000] [--store URI] [--rounds 7]

starts a PostgreSQL of its own and fills it with a generated world; with
``--store`` it reads one that ``lp-persistence init`` made, which takes minutes
off a second run. Each listing is asked for with its size and twenty bugs, their
tasks, what these are on, milestones, assignees and reporters, by nobody and by a
member of many teams. A time is the median of the rounds of all between nothing
and the objects; leaving the transaction does not count.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import product
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

import transaction
from zope.component import getUtility

from lp_persistence import Context
from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.bugs.search import ORDERS
from lp_persistence.command.reporters import reporter_for
from lp_persistence.command.site import configure, site_file
from lp_persistence.command.stores import keep_in, the_store
from lp_persistence.interfaces import IBackend
from lp_persistence.people.entities import Person
from lp_persistence.pillars.interfaces import IDistributions, IProducts
from lp_persistence.pillars.series.interfaces import IMilestones
from lp_persistence.sample import generate, load_world
from lp_persistence.sample.people import MEMBER
from lp_persistence.sample.schema import create_schema
from lp_persistence.storm.stores import store_uri
from lp_persistence.testing.postgres import Server

LIMIT = 20
#: Milliseconds that no listing may take.
GOAL = 150
VIEWERS = {"nobody": None, "a member": MEMBER}


class Listing(NamedTuple):
    """What is listed: by which verb, and what it is told beside the order."""

    name: str
    verb: str
    tests: dict[str, Any]

    def __call__(self, context: Context, order: str) -> Any:
        """Its bugs in an order."""
        return getattr(IBugs(context), self.verb)(order=order, **self.tests)


def main() -> None:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--bugs", type=int, default=300_000)
    parser.add_argument("--store", help="a store with a world, on PostgreSQL")
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    with ExitStack() as stack:
        uri = arguments.store
        if uri is None:
            uri = stack.enter_context(Server()).create_database()
        configure(uri, site_file(uri))
        keep_in(store_uri(uri))
        if arguments.store is None:
            fill(arguments.bugs)
        for who, viewer in VIEWERS.items():
            report(who, viewer and Person(id=viewer), arguments.rounds)


def fill(bugs: int) -> None:
    """Load a generated world."""
    reporter = reporter_for(sys.stderr)
    reporter.begin(f"Loading {bugs} bugs")
    store = the_store()
    create_schema(store)
    load_world(getUtility(IBackend), generate(bugs), reporter.progress)
    # As in production: what words there are is known to the planner, too.
    store.execute("ANALYZE")
    transaction.commit()
    reporter.end()


def listings() -> Iterator[Listing]:
    """Those of all bugs, and of the largest of each kind that there is."""
    yield Listing("all, open", "open", {})
    yield Listing("all", "search", {})
    context = Context()
    tasks = IBugTasks(context)
    some = {
        "distribution": IDistributions(context).all(),
        "product": IProducts(context).limit(40),
        "milestone": IMilestones(context).limit(40),
    }
    context.realise()
    for name, groups in some.items():
        said = "milestone" if name == "milestone" else "target"
        counted = [(tasks.filter(**{name: each}).size(), each) for each in groups]
        context.realise()
        _, largest = max(counted, key=lambda pair: int(pair[0]))
        yield Listing(f"{name} {largest.name}, open", "open", {said: largest})
        yield Listing(f"{name} {largest.name}", "search", {said: largest})
    transaction.abort()
    member = Person(id=MEMBER)
    yield Listing("assigned to somebody", "search", {"assignee": member})
    yield Listing("of somebody", "of_person", {"person": member})
    yield Listing("words", "search", {"text": "window"})
    yield Listing("words, open", "open", {"text": "window the"})


def report(who: str, viewer: Any, rounds: int) -> None:
    """Print the medians of each listing, and whether all reach the goal."""
    print(f"\nFor {who}, {rounds} rounds: milliseconds, median (largest)")
    worst = 0.0
    for listing, order in product(list(listings()), ORDERS):
        key = middle(listing, order, viewer)
        for page, after in (("first", None), ("middle", key)):
            if page == "middle" and after is None:
                continue
            found = [one(listing, order, viewer, after) for _ in range(rounds)]
            times, statements = zip(*found, strict=True)
            worst = max(worst, median(times))
            print(
                f"{listing.name:32} {order:17} {page:6} {statements[-1]:2} "
                f"statements {median(times):7.1f} ({max(times):.1f})"
            )
    said = "reached" if worst <= GOAL else "missed"
    print(f"The slowest takes {worst:.1f} ms: the goal of {GOAL} ms is {said}.")


def one(
    listing: Listing, order: str, viewer: Any, after: str | None
) -> tuple[float, int]:
    """Milliseconds and statements of one page with its graph."""
    begin = perf_counter()
    context = Context(viewer=viewer)
    whole = listing(context, order)
    size = whole.size()
    page = listing(context, order)
    page = (page if after is None else page.after(after)).limit(LIMIT)
    page.get_reporters()
    tasks = page.get_tasks()
    for name in ("product", "distribution", "distro_series", "milestone", "assignee"):
        getattr(tasks, f"get_{name}")()
    sent = context.realise().statements
    shown = [(bug.title, [task.status for task in bug.tasks]) for bug in page]
    passed = (perf_counter() - begin) * 1000
    assert len(shown) <= int(size)
    transaction.abort()
    return passed, sent


def middle(listing: Listing, order: str, viewer: Any) -> str | None:
    """The key of the bug that half of the listing comes before; None where it
    has no second page."""
    context = Context(viewer=viewer)
    size = listing(context, order).size()
    context.realise()
    key = None
    if size > LIMIT:
        half = listing(context, order).limit(int(size) // 2)
        context.realise()
        key = half.key(list(half)[-1])
    transaction.abort()
    return key


if __name__ == "__main__":
    main()
