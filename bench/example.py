"""The example of the design, side by side with what one writes by hand.

    bin/py bench/example.py [--bugs 20000] [--rounds 40]

starts a PostgreSQL of its own, fills it with a generated world, and lets the
contestants take turns in one process: each round, each of them once, for
nobody and for a signed-in viewer. SQLite comes after it. A digest proves that
those that claim to mean the same give the same. A time is that of all between
nothing and what the example prints, planning included; leaving the transaction
does not count. What else the machine does shows in the spread; where it is wide,
believe the ratio by round (the median of each round's) and that of the least
rather than that of the medians.
"""

from __future__ import annotations

import gc
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple, Protocol

import transaction
from zope.component import getUtility

from lp_persistence.command.reporters import reporter_for
from lp_persistence.command.site import configure, site_file
from lp_persistence.command.stores import keep_in, leave, the_store
from lp_persistence.interfaces import IBackend
from lp_persistence.sample import generate, load_world
from lp_persistence.sample.people import MEMBER
from lp_persistence.sample.schema import create_schema
from lp_persistence.storm.stores import store_uri
from lp_persistence.testing.postgres import Server

# The interpreter that buildout makes does not look beside the script.
sys.path.insert(0, str(Path(__file__).parent))

from handwritten import Bare, Same
from handwritten_sqlite import SameOnSQLite
from layer import Layer, milliseconds_by_step, seconds_to_build, seconds_to_plan

WARMUP = 5
GOAL = 1.5
VIEWERS = {"nobody": None, "a member of a private team": MEMBER}


class Contestant(Protocol):
    """One way to get what the example prints."""

    #: How many the last call sent.
    statements: int

    def __call__(self, viewer: int | None) -> Any:
        """The bugs, with all that the example asks for."""

    def show(self, bugs: Any) -> list[Any]:
        """What the example prints."""

    def tell(self, bugs: Any) -> Iterator[Any]:
        """All that was asked for, as plain values in one order."""

    def end(self) -> None:
        """Leave the transaction."""


class Entry(NamedTuple):
    """A contestant, by the store's URI, and whether it claims to mean the
    same as the layer."""

    make: Callable[[str], Contestant]
    same: bool


#: By kind of store; the first is what the others are measured against.
CONTESTANTS = {
    "PostgreSQL": {
        "layer": Entry(Layer, True),
        "same": Entry(Same, True),
        "bare": Entry(Bare, False),
    },
    "SQLite": {
        "layer": Entry(Layer, True),
        "same": Entry(SameOnSQLite, True),
    },
}


def main() -> None:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--bugs", type=int, default=20000)
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    with Server() as server, TemporaryDirectory() as folder:
        stores = {
            "PostgreSQL": server.create_database(),
            "SQLite": f"sqlite:{folder}/store.db",
        }
        configure(stores["PostgreSQL"], site_file(stores["PostgreSQL"]))
        for kind, uri in stores.items():
            keep_in(store_uri(uri))
            fill(f"Loading {arguments.bugs} bugs into {kind}", arguments.bugs)
            contestants = {
                name: entry.make(uri) for name, entry in CONTESTANTS[kind].items()
            }
            for who, viewer in VIEWERS.items():
                print(f"\n{kind}, for {who}, {arguments.rounds} rounds")
                compare(CONTESTANTS[kind], contestants, viewer)
                seconds = measure(contestants, viewer, arguments.rounds)
                report(CONTESTANTS[kind], contestants, seconds)
            report_layer(contestants["layer"], arguments.rounds)
            leave()


def measure(
    contestants: dict[str, Contestant], viewer: int | None, rounds: int
) -> dict[str, list[float]]:
    """By contestant, the seconds of each round."""
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    names = list(contestants)
    for turn in range(WARMUP + rounds):
        # Nobody always comes after the same one.
        names.append(names.pop(0))
        for name in names:
            contestant = contestants[name]
            gc.collect()
            begin = perf_counter()
            contestant.show(contestant(viewer))
            passed = perf_counter() - begin
            contestant.end()
            if turn >= WARMUP:
                seconds[name].append(passed)
    return seconds


def compare(
    entries: dict[str, Entry], contestants: dict[str, Contestant], viewer: int | None
) -> None:
    """Leave with an error unless all that claim it give the same."""
    digests = {}
    for name, contestant in contestants.items():
        if entries[name].same:
            bugs = contestant(viewer)
            digests[name] = digest((contestant.show(bugs), *contestant.tell(bugs)))
            contestant.end()
    if len(set(digests.values())) != 1:
        sys.exit(f"These claim to mean the same, and give different things: {digests}")
    print(f"{' and '.join(digests)} give the same: {next(iter(digests.values()))}")


def digest(values: Iterable[Any]) -> str:
    """A short text that differs where the values do."""
    found = sha256()
    for value in values:
        found.update(repr(value).encode())
    return found.hexdigest()[:16]


def report(
    entries: dict[str, Entry],
    contestants: dict[str, Contestant],
    seconds: dict[str, list[float]],
) -> None:
    """Print times and their ratios."""
    print(f"{'ms':12}{'median':>9}{'least':>9}{'quartiles':>18}{'statements':>12}")
    for name, times in seconds.items():
        low, _, high = (1000 * time for time in quantiles(times, n=4))
        print(
            f"{name:12}{1000 * median(times):9.2f}{1000 * min(times):9.2f}"
            f"{f'{low:.2f} to {high:.2f}':>18}{contestants[name].statements:12}"
        )
    (first, ours), *others = seconds.items()
    for name, times in others:
        goal = f" (goal: at most {GOAL})" if entries[name].same else ""
        by_round = median(a / b for a, b in zip(ours, times, strict=True))
        print(
            f"{first} / {name}: {median(ours) / median(times):.2f}{goal}, "
            f"by round {by_round:.2f}, of the least {min(ours) / min(times):.2f}"
        )


def report_layer(layer: Layer, rounds: int) -> None:
    """Print where the layer's time goes, for nobody."""
    print("\nThe layer's steps in ms, with the last group that each answers")
    for group, times in milliseconds_by_step(layer, rounds).items():
        print(f"{median(times):8.2f}  {group}")
    for what, measured, goal in (
        ("planning, the first time", lambda: seconds_to_plan(False), 1500),
        ("planning, from the cache", lambda: seconds_to_plan(True), 150),
        ("making or changing a group", seconds_to_build, 15),
    ):
        measured()
        time = median(measured() for _ in range(rounds))
        print(f"{what}: {time * 1e6:.0f} µs (goal: below {goal})")


def fill(title: str, bugs: int) -> None:
    """Make the tables and a world of so many bugs in the store that is open."""
    reporter = reporter_for(sys.stderr)
    reporter.begin(title)
    store = the_store()
    create_schema(store)
    load_world(getUtility(IBackend), generate(bugs), reporter.progress)
    # As in production: what was loaded is known to the planner.
    store.execute("ANALYZE")
    transaction.commit()
    reporter.end()


if __name__ == "__main__":
    main()
