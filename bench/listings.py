"""Listings of bugs with their graph, from the first page and the middle.

    bin/py bench/listings.py [--bugs 300000] [--store URI] [--rounds 7]

starts a PostgreSQL of its own and fills it with a generated world; with
``--store`` it reads one that ``lp-persistence init`` made, which takes minutes
off a second run; of ``sqlite:PATH`` times alone are told. Each listing is asked
for as pages ask for it: counted so far, and twenty bugs, their tasks, what these
are on, milestones, assignees and reporters, by nobody, by members and by an admin.
A time is the median of the rounds of all between nothing and the objects; leaving
the transaction does not count. ``read`` and ``sorted`` are rows of the listing's
table in the statement that finds the twenty, as EXPLAIN ANALYZE tells them. ``whole``
is the time of counting all, once, which no page does. ``--write`` writes a table
into doc/.
"""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final, NamedTuple

import transaction

from lp_persistence import Context
from lp_persistence.bugs.enums import (
    BugTaskImportance,
    BugTaskStatus,
    InformationType,
)
from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.bugs.search import ORDERS
from lp_persistence.command.site import configure, site_file
from lp_persistence.command.stores import keep_in, the_store
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.entities import Distribution, Product, Project
from lp_persistence.pillars.packages.entities import (
    DistributionSourcePackage,
    SourcePackage,
)
from lp_persistence.pillars.series.entities import (
    DistroSeries,
    Milestone,
    ProductSeries,
)
from lp_persistence.sample.people import ADMIN, MEMBER
from lp_persistence.steps import Select
from lp_persistence.storm.stores import store_uri
from lp_persistence.testing.explained import Explained, explained, listening
from lp_persistence.testing.postgres import Server

# The interpreter does not look beside the script where it is told of a path.
sys.path.insert(0, str(Path(__file__).parent))

from contest import DOCUMENTATION, fill
from telling_listings import Told, write

LIMIT: Final = 20
#: How far a listing is counted (see ``lp_persistence.tracker.frame.listing``).
COUNTED: Final = 1000
#: Milliseconds that no listing may take: of 300,000 bugs, and of 20,000 in SQLite.
GOALS: Final = {"postgres": 150, "sqlite": 100}
#: What a listing is read from; by these indexes other tasks of a bug are looked up.
ENTRIES: Final = "bugtaskflat"
SIBLINGS: Final = ("bugtaskflat__bug__idx", "bugtaskflat__open__bug__idx")

#: Statements for the id of what has the most bugs, of each kind.
_MOST: Final = """
    SELECT {0} FROM {1} WHERE {2} GROUP BY {0} ORDER BY count(*) DESC LIMIT 1
"""
_OF_TASKS: Final = {
    "distribution": Distribution,
    "distroseries": DistroSeries,
    "product": Product,
    "productseries": ProductSeries,
}
_OF_PERSONS: Final = {
    "assignee": ("assignee", ENTRIES),
    "reporter": ("bug_owner", ENTRIES),
    "subscriber": ("person", "bugsubscription"),
}
#: Who is granted one policy, and sees the most by that.
_GRANTED: Final = """
    SELECT grantee FROM accesspolicygrant JOIN person ON person.id = grantee
    WHERE teamowner IS NULL AND grantee <> {0} GROUP BY grantee
    ORDER BY count(*) DESC, grantee LIMIT 1
"""


class Listing(NamedTuple):
    """What is listed: by which verb, and what it is told beside the order."""

    name: str
    verb: str
    tests: dict[str, Any]

    def __call__(self, context: Context, order: str) -> Any:
        """Its bugs in an order."""
        tests = dict(self.tests)
        if "named" in tests:
            tests["person"] = IPersons(context).filter(name=tests.pop("named"))
        return getattr(IBugs(context), self.verb)(order=order, **tests)


class Cost(NamedTuple):
    """What a page took: milliseconds, statements, and how it was found."""

    milliseconds: float
    statements: int
    plan: Explained | None


def main() -> None:
    arguments = parsed()
    with ExitStack() as stack:
        uri = arguments.store
        if uri is None:
            uri = stack.enter_context(Server()).create_database()
        configure(uri, site_file(uri))
        keep_in(store_uri(uri))
        if arguments.store is None:
            fill(f"Loading {arguments.bugs} bugs", arguments.bugs)
        found = [
            listing for listing in listings() if re.search(arguments.only, listing.name)
        ]
        told: list[Told] = []
        for who, viewer in viewers().items():
            if re.search(arguments.viewers, who):
                told += report(who, viewer, found, arguments)
        if arguments.write and told:
            title = f"Listings of {max(page.size for page in told):,} bugs"
            write(title, told, DOCUMENTATION / "performance-listings.rst")


def parsed() -> Namespace:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--bugs", type=int, default=300_000)
    parser.add_argument("--store", help="a store that has a world: postgres://…")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="", help="a pattern of names of listings")
    parser.add_argument("--viewers", default="", help="a pattern of who looks")
    parser.add_argument("--pages", action="store_true", help="without their size")
    parser.add_argument("--orders", nargs="+", default=list(ORDERS), choices=ORDERS)
    parser.add_argument("--write", action="store_true", help="write a table into doc/")
    return parser.parse_args()


def viewers() -> dict[str, Person | None]:
    """Who looks: ``a member`` was granted thousands of private bugs, ``somebody``
    those of a policy."""
    found: dict[str, Person | None] = {
        "nobody": None,
        "a member": Person(id=MEMBER),
        "an admin": Person(id=ADMIN),
    }
    granted = _ids(_GRANTED.format(MEMBER))
    if granted is not None:
        found["somebody"] = Person(id=granted[0])
    return found


def _ids(text: str) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = the_store().execute(text).get_one()
    transaction.abort()
    return row


def _most(key: str, table: str = ENTRIES, where: str | None = None) -> Any:
    return _ids(_MOST.format(key, table, where or f"{key} IS NOT NULL"))


def listings() -> Iterator[Listing]:
    """Those that pages show, of the largest of each kind that there is."""
    yield Listing("all, open", "open", {})
    yield Listing("all", "search", {})
    for name, tests in _targets():
        yield Listing(f"{name}, open", "open", tests)
        yield Listing(name, "search", tests)
    for name, (key, table) in _OF_PERSONS.items():
        found = _most(key, table)
        person = Person(id=found[0])
        yield Listing(name, "search", {name: person})
        yield Listing(f"{name}, open", "open", {name: person})
    # Who is subscribed to most has most in every way.
    for said, who in (("person", person), ("named", _name_of(person.id))):
        yield Listing(f"of a person, {said}", "of_person", {said: who})
        open_ones = {said: who, "unresolved": True}
        yield Listing(f"of a person, {said}, open", "of_person", open_ones)
    found = _most("distribution")
    distribution = Distribution(id=found[0])
    for tag in _most("tag", "bugtag") or ():
        yield Listing("tag", "search", {"tag": tag})
        yield Listing("tag, open", "open", {"tag": tag})
        tests = {"tag": tag, "target": distribution}
        yield Listing("tag of distribution", "open", tests)
    for name, text in (("word", "window"), ("words", "window the")):
        yield Listing(name, "search", {"text": text})
        yield Listing(f"{name}, open", "open", {"text": text})
        yield Listing(
            f"{name} of distribution", "open", {"text": text, "target": distribution}
        )
    yield Listing("common word, open", "open", {"text": "the"})
    yield Listing("critical", "open", {"importance": BugTaskImportance.CRITICAL})
    some = {BugTaskStatus.INCOMPLETE, BugTaskStatus.TRIAGED}
    yield Listing("two statuses", "search", {"status": some})
    yield Listing("expired", "search", {"status": BugTaskStatus.EXPIRED})
    for name, kind in (
        ("private", InformationType.USERDATA),
        ("security", InformationType.PUBLICSECURITY),
    ):
        yield Listing(name, "open", {"information_type": kind})


def _name_of(person: int) -> Any:
    found = _ids(f"SELECT name FROM person WHERE id = {person}")
    assert found is not None
    return found[0]


def _targets() -> Iterator[tuple[str, dict[str, Any]]]:
    for key, entity in _OF_TASKS.items():
        found = _most(key)
        if found is not None:
            yield key, {"target": entity(id=found[0])}
    package = "sourcepackagename"
    for name, of, entity in (
        ("package", "distribution", DistributionSourcePackage),
        ("series package", "distroseries", SourcePackage),
    ):
        found = _most(f"{of}, {package}", where=f"{of} + {package} IS NOT NULL")
        if found is not None:
            yield name, {"target": entity(id=tuple(found))}
    found = _most("project", "bugtaskflat JOIN product ON product.id = product")
    if found is not None:
        yield "project group", {"target": Project(id=found[0])}
    yield "milestone", {"milestone": Milestone(id=_most("milestone")[0])}


def report(
    who: str, viewer: Any, found: list[Listing], arguments: Namespace
) -> Iterator[Told]:
    """Print the medians of each listing, and whether all reach the goal; gives them
    for a table."""
    print(f"\nFor {who}, {arguments.rounds} rounds: milliseconds, median (largest)")
    worst = 0.0
    for listing in found:
        for order in arguments.orders:
            size, key = middle(listing, order, viewer)
            whole = counted(listing, order, viewer)
            for page, after in (("first", None), ("middle", key)):
                if page == "middle" and after is None:
                    continue
                costs = [
                    one(listing, order, viewer, after, not arguments.pages)
                    for _ in range(arguments.rounds)
                ]
                times = [cost.milliseconds for cost in costs]
                milliseconds = median(times)
                worst = max(worst, milliseconds)
                cost = one(listing, order, viewer, after, explain=True)
                rows = _rows(cost.plan)
                print(
                    f"{listing.name:24} {order:17} {page:6} {size:6} "
                    f"{cost.statements} statements "
                    f"{milliseconds:7.1f} ({max(times):.1f}), "
                    f"{whole:.1f} whole{_told(*rows)}",
                    flush=True,
                )
                yield Told(who, listing.name, size, milliseconds, *rows)
    goal = GOALS["postgres" if _is_postgres() else "sqlite"]
    said = "reached" if worst <= goal else "missed"
    print(f"The slowest takes {worst:.1f} ms: the goal of {goal} ms is {said}.")


def _is_postgres() -> bool:
    return "postgres" in type(the_store().get_database()).__module__


def _told(read: int | None, ordered: int | None) -> str:
    if read is None or ordered is None:
        return ""
    mark = " !" if read > 3 * LIMIT or ordered > 2 * LIMIT else ""
    return f", {read} read, {ordered} sorted{mark}"


def _rows(plan: Explained | None) -> tuple[int | None, int | None]:
    """How many rows a statement read and sorted, where that is known."""
    return (None, None) if plan is None else (plan.read(ENTRIES, SIBLINGS), plan.sorted)


def one(
    listing: Listing,
    order: str,
    viewer: Any,
    after: str | None,
    sized: bool = True,
    explain: bool = False,
) -> Cost:
    """What one page with its graph costs, and its size so far if it is ``sized``."""
    begin = perf_counter()
    context = Context(viewer=viewer)
    if sized:
        listing(context, order).limit(COUNTED + 1).size()
    page = listing(context, order)
    page = (page if after is None else page.after(after)).limit(LIMIT)
    page.get_reporters()
    tasks = page.get_tasks()
    for name in ("product", "distribution", "distro_series", "milestone", "assignee"):
        getattr(tasks, f"get_{name}")()
    with listening() as steps:
        sent = context.realise().statements
    shown = [(bug.title, [task.status for task in bug.tasks]) for bug in page]
    passed = (perf_counter() - begin) * 1000
    assert len(shown) <= LIMIT
    plan = None
    if explain and _is_postgres():
        found = next(
            step
            for step in steps
            if isinstance(step.step, Select) and step.step.scope.interface == "IBug"
        )
        plan = explained(the_store(), found)
    transaction.abort()
    return Cost(passed, sent, plan)


def counted(listing: Listing, order: str, viewer: Any) -> float:
    """The milliseconds that counting all of a listing takes."""
    begin = perf_counter()
    context = Context(viewer=viewer)
    listing(context, order).size()
    context.realise()
    passed = (perf_counter() - begin) * 1000
    transaction.abort()
    return passed


def middle(listing: Listing, order: str, viewer: Any) -> tuple[int, str | None]:
    """The size of a listing, and the key of the bug that half of it comes before;
    None where it has no second page."""
    context = Context(viewer=viewer, most_rows=None)
    size = listing(context, order).size()
    context.realise()
    key = None
    if size > LIMIT:
        half = listing(context, order).limit(int(size) // 2)
        context.realise()
        key = half.key(list(half)[-1])
    transaction.abort()
    return int(size), key


if __name__ == "__main__":
    main()
