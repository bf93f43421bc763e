"""What the pages of the tracker cost, whole requests of a member who has signed in.

    make bench-pages                       # both stores; see PAGES in the Makefile
    bin/py bench/pages.py --bugs 300000 --only PostgreSQL
    bin/py bench/pages.py --store sqlite:var/lp_persistence.db

makes an SQLite file and a PostgreSQL of its own with a generated world; ``--store``
takes one that ``lp-persistence init`` made, which takes minutes off a second run.
A team of thousands and a bug that thousands follow are added to either. Every page
that is registered is asked for, through the WSGI application in this process; an
error tells of one that is not. A time is the median of the rounds, with Python's
collector as ``lp-persistence serve`` has it. Shares are those of the fastest round; the
layer's is what its groups, plans and objects take of the whole, without Storm's
connection, the driver and the server behind it.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from zope.component import getUtility
from zope.event import notify

from lp_persistence.command.events import WorldMade
from lp_persistence.command.interfaces import IWSGIApplicationFactory
from lp_persistence.command.reporters import reporter_for
from lp_persistence.command.serve import ease_collector
from lp_persistence.command.site import scheme, store_kind
from lp_persistence.command.stores import keep_in, leave
from lp_persistence.interfaces import IBackend
from lp_persistence.testing.pages import registered_pages
from lp_persistence.testing.postgres import Server

# The interpreter does not look beside the script where it is told of a path.
sys.path.insert(0, str(Path(__file__).parent))

from addresses import Measured, addresses
from asking import Asker, Spent
from contest import DOCUMENTATION, configure_once, fill, how_many
from giants import MEMBERS, giants
from telling_pages import Section, write
from timed_stores import timed

MEMBER = "member@example.com"
PASSWORD = "test"
WARMUP = 3
#: By kind of store, milliseconds that no page may take.
GOALS = {"SQLite": 100, "PostgreSQL": 150}
_KINDS = {"sqlite": "SQLite", "postgres": "PostgreSQL", "postgresql": "PostgreSQL"}


def main() -> None:
    arguments = parsed()
    sections = []
    for kind, store in places(arguments):
        with opened(kind, store, arguments.bugs):
            pages = measured(arguments.rounds, arguments.members)
            section = Section(f"{kind}, {how_many():,} bugs", GOALS[kind], pages)
        print(section)
        sections.append(section)
    if arguments.write:
        write(sections, DOCUMENTATION / "performance-pages.rst")


def parsed() -> Namespace:
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("--bugs", type=int, default=20_000, help="how many a world has")
    add("--store", nargs="+", help="stores with worlds, in place of new ones")
    add("--only", choices=GOALS, help="one kind of new stores")
    add("--members", type=int, default=MEMBERS, help="of the team of thousands")
    add("--rounds", type=int, default=15)
    add("--write", action="store_true", help="write the tables into doc/")
    return parser.parse_args()


def places(arguments: Namespace) -> list[tuple[str, str | None]]:
    """The stores that something is said of: each kind, and its URI if it is given."""
    if arguments.store is not None:
        return [(_KINDS[scheme(store)], store) for store in arguments.store]
    return [(kind, None) for kind in GOALS if arguments.only in (None, kind)]


@contextmanager
def opened(kind: str, store: str | None, bugs: int) -> Iterator[None]:
    """Have a store with a world open, and timed, in the block."""
    with place_of(kind, store) as uri:
        configure_once(uri)
        if store is None and kind == "SQLite":
            store_kind(uri).make(uri, bugs, 0, reporter_for(sys.stderr))
        keep_in(timed(uri))
        if store is None and kind == "PostgreSQL":
            fill(f"Loading {bugs} bugs into {kind}", bugs)
        notify(WorldMade())
        yield
        leave()


@contextmanager
def place_of(kind: str, store: str | None) -> Iterator[str]:
    """The URI of a store: that which is given, or of a new one."""
    if store is not None:
        yield store
    elif kind == "SQLite":
        with TemporaryDirectory() as folder:
            yield f"sqlite:{folder}/store.db"
    else:
        with Server() as server:
            yield server.create_database()


@cache
def the_asker() -> Asker:
    """The one of this process: it listens to all that happens."""
    return Asker(getUtility(IWSGIApplicationFactory)())


def measured(rounds: int, members: int) -> dict[Measured, list[Spent]]:
    """By page what each round took; all pages take turns. ``members`` has the team
    of thousands."""
    asker = the_asker()
    pages = list(addresses(giants(getUtility(IBackend), members)))
    asker.sign_in(MEMBER, PASSWORD)
    ease_collector()
    found: dict[Measured, list[Spent]] = {page: [] for page in pages}
    for turn in range(WARMUP + rounds):
        for page in pages:
            spent = asker.measure(page.address)
            if turn >= WARMUP:
                found[page].append(spent)
    check_all_measured({each[0].budget for each in found.values()})
    return found


def check_all_measured(places: set[str | None]) -> None:
    """Leave with an error where a page that has a budget was not asked for."""
    missing = [
        str(page)
        for page in registered_pages()
        if page.budget is not None and page.budget.place not in places
    ]
    if missing:
        raise SystemExit(f"Not measured: {', '.join(missing)}. See addresses.py.")


if __name__ == "__main__":
    main()
