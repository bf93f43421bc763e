"""The example kept in memory beside the same kept in SQLite.

    make bench-memory               # see MEMORY in the Makefile
    bin/py bench/in_memory.py [--bugs 20000] [--rounds 15]

makes the same world twice, in an SQLite file and in memory, and reads the example of
the design from either for nobody and for a member, the two taking turns; a digest
proves that they give the same. A time is that of all between nothing and what the
example prints; to be reached is that memory takes no longer than SQLite.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from zope.component import getGlobalSiteManager, getUtility
from zope.interface import implementer

from lp_persistence.command.stores import keep_in
from lp_persistence.interfaces import IBackend
from lp_persistence.memory.backend import MemoryBackend
from lp_persistence.sample import generate, load_world
from lp_persistence.sample.people import MEMBER
from lp_persistence.storm.stores import store_uri

# The interpreter does not look beside the script where it is told of a path.
sys.path.insert(0, str(Path(__file__).parent))

from contest import configure_once, fill
from contestants import Entry
from layer import Layer
from measuring import compare, measure, ratio

SQLITE, MEMORY = "SQLite", "memory"


def main() -> None:
    arguments = parsed()
    with TemporaryDirectory() as folder:
        uri = f"sqlite:{folder}/store.db"
        configure_once(uri)
        keep_in(store_uri(uri))
        fill(f"Loading {arguments.bugs} bugs into SQLite", arguments.bugs)
        backend = MemoryBackend()
        load_world(backend, generate(arguments.bugs))
        either = Either()
        entries = {
            SQLITE: Entry(Layer, True),
            MEMORY: Entry(lambda uri: InMemory(uri, either, backend), True),
        }
        contestants = {name: entry.make(uri) for name, entry in entries.items()}
        for who, viewer in (("nobody", None), ("a member", MEMBER)):
            for size in arguments.sizes:
                digest = compare(entries, contestants, viewer, size)
                times = measure(contestants, viewer, size, arguments.rounds)
                print(f"{size} bugs of {arguments.bugs:,} for {who}, digest {digest}:")
                for name, each in times.items():
                    print(f"  {name:8} {1000 * median(each.wall):8.1f} ms")
                memory, sqlite = times[MEMORY], times[SQLITE]
                print(f"  memory to SQLite: {ratio(memory.wall, sqlite.wall)}")
                print(f"  of the processor: {ratio(memory.cpu, sqlite.cpu)}")


def parsed() -> Namespace:
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("--bugs", type=int, default=20_000, help="how many there are")
    add("--sizes", type=int, nargs="+", default=[20, 5000], help="bugs of the example")
    add("--rounds", type=int, default=15)
    return parser.parse_args()


@implementer(IBackend)
class Either:
    """A backend in place of that of the site: whichever has its turn. It is
    registered once, since registrations empty the caches of plans."""

    def __init__(self) -> None:
        self.usual = self.current = getUtility(IBackend)
        getGlobalSiteManager().registerUtility(self, IBackend)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.current, name)


class InMemory(Layer):
    """The layer, for the time of a call on a backend in memory."""

    def __init__(self, uri: str, either: Either, backend: MemoryBackend) -> None:
        super().__init__(uri)
        self._either = either
        self._backend = backend

    def __call__(self, viewer: int | None, size: int) -> Any:
        self._either.current = self._backend
        try:
            return super().__call__(viewer, size)
        finally:
            self._either.current = self._either.usual


if __name__ == "__main__":
    main()
