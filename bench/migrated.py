"""A page of the living example before and after the migration of ``doc/migrating.rst``.

    bin/py bench/migrated.py [--rounds 15] [--only-away]

Both applications run beside each other, each in a process of its own, on one database;
their pages are asked for in turns, twice each, and a ratio is that of the second answer
of one and of the other. First in SQLite, then in a PostgreSQL that is started for
this; and in that once more as if it stood in another machine. Both give the same pages,
byte by byte but for white space.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import transaction
from zope.component import getUtility
from zope.configuration import xmlconfig

import lp_persistence
from lp_persistence.adoption.tests.migration import TUTORIAL, Copy, steps_of
from lp_persistence.publication.tests.examples import example
from lp_persistence.sample import generate, load_world
from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.testing.postgres import Server
from lp_persistence.testing.storm_stores import StormStore
from lp_persistence.testing.wire import WireProxy

#: Pages and who looks; how many times as fast each has to be, if that was promised.
PAGES = (
    ("/+bugs", None, 10),
    ("/+bugs", "member", 10),
    ("/ubuntu/+bugs", "member", 10),
    ("/bugs/116", None, None),
    ("/bugs/116", "member", None),
)
DATABASE = "legacy"
#: Seconds that a message takes longer where the database is elsewhere.
DELAY = 0.001


def main() -> None:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument(
        "--only-away", action="store_true", help="the database elsewhere alone"
    )
    arguments = parser.parse_args()
    rounds = arguments.rounds
    with TemporaryDirectory() as folder:
        before, after = copies(Path(folder))
        if not arguments.only_away:
            compare("SQLite", rounds, before, after)
        with postgres() as server:
            uri = server.uri(DATABASE)
            if not arguments.only_away:
                compare("PostgreSQL", rounds, before, after, uri)
            with WireProxy(server.host, server.port, delay=DELAY) as proxy:
                name = f"PostgreSQL {DELAY * 1000:.1f} ms away"
                far = uri.replace(f":{server.port}/", f":{proxy.port}/")
                compare(name, rounds, before, after, far)


def copies(folder: Path) -> tuple[Copy, Copy]:
    """The application as it was, and migrated."""
    found = []
    for name in ("before", "after"):
        (folder / name).mkdir()
        found.append(Copy(folder / name, folder / "world.db"))
    before, after = found
    for page in TUTORIAL:
        after.migrate(steps_of(page))
    return before, after


@contextmanager
def postgres() -> Iterator[Server]:
    """A server that has a database with the same world as that of the tests."""
    world: Any = example("legacy.tests.world")
    xmlconfig.file("stored.zcml", lp_persistence)
    with Server() as server:
        server.create_database(DATABASE)
        store = StormStore(server.uri(DATABASE))
        with store.opened() as backend:
            load_world(backend, generate(world.BUGS))
            connection = getUtility(IStoreSource).store_for(None, None)
            connection.execute("DELETE FROM bugtag")
            for tag, every in world.TAGS:
                connection.execute(
                    "INSERT INTO bugtag (bug, tag) SELECT id, ? FROM bug"
                    " WHERE mod(id, ?) = 0",
                    (tag, every),
                )
            transaction.commit()
            connection.execute("ANALYZE")
            transaction.commit()
        store.close()
        yield server


def compare(name: str, rounds: int, before: Copy, after: Copy, uri: str = "") -> None:
    """Print how long pages take, and how many times as long they took."""
    with ExitStack() as stack:
        uris = ("", "")
        if uri:
            _, _, rest = uri.partition("://")
            uris = f"postgres://{rest}", f"lp-postgres://{rest}"
        sites = [
            stack.enter_context(copy.published(uri=each))
            for copy, each in zip((before, after), uris, strict=True)
        ]
        for path, user, goal in PAGES:
            old, new, ratios, worked = [], [], [], []
            for number in range(rounds + 2):
                # Which is first takes turns; the first two warm up.
                turn = sites if number % 2 else sites[::-1]
                answers = [asked(site, path, user) for site in turn]
                was, now = answers if number % 2 else answers[::-1]
                if was["page"] != now["page"]:
                    raise AssertionError(f"{path} is not what it was.")
                if number >= 2:
                    old.append(was["seconds"] * 1000)
                    new.append(now["seconds"] * 1000)
                    ratios.append(old[-1] / new[-1])
                    worked.append(was["processor"] / now["processor"])
            found = median(ratios)
            verdict = f", below {goal}" if goal and found < goal else ""
            print(
                f"{name}, {path} ({user or 'nobody'}): "
                f"{median(old):.0f} ms and {was['statements']} statements before, "
                f"{median(new):.1f} ms and {now['statements']} now; "
                f"{found:.1f} × as fast ({min(ratios):.1f}–{max(ratios):.1f}"
                f"{verdict}), {median(worked):.1f} × by the application's processor",
                flush=True,
            )


def asked(site: Any, path: str, user: str | None) -> Any:
    """The second of two answers, one after the other: the first finds the processor's
    caches as the other application has left them, which no server does to itself."""
    site.get(path, user)
    return site.get(path, user)


if __name__ == "__main__":
    main()
