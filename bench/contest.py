"""The layer side by side with what one writes by hand, and with other mappers.

    make bench                      # all of it; see BENCH in the Makefile
    .bench/bin/python bench/contest.py --bugs 20000 --sizes 20 --rounds 40

starts a PostgreSQL of its own, fills it and an SQLite file with a generated
world, and lets the contestants take turns in one process: each round, each of
them once, in an order of its own. With ``--store`` it reads one that
``lp-persistence init`` made, which takes minutes off a second run. A digest proves
that those that claim to mean the same give the same. A time is that of all between
nothing and what the example or page prints, planning included; leaving the
transaction does not count. What else the machine does shows in the spread: the
ratios are medians of those within each round. Where the layer spends its time, and
where the yardstick does, is told at the end.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import transaction
from zope.component import getUtility

from lp_persistence import ALL_SEEING, Context
from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.command.reporters import reporter_for
from lp_persistence.command.site import configure, site_file
from lp_persistence.command.stores import keep_in, leave, the_store
from lp_persistence.interfaces import IBackend
from lp_persistence.sample import generate, load_world
from lp_persistence.sample.schema import create_indexes, create_tables
from lp_persistence.storm.stores import store_uri
from lp_persistence.testing.postgres import Server
from lp_persistence.testing.postgres_binaries import ServerNotFound

# The interpreter does not look beside the script where it is told of a path.
sys.path.insert(0, str(Path(__file__).parent))

from contestants import LAYER, YARDSTICK, Entry, entries_for
from far_away import FarAway
from graphs import GRAPHS, Graph, Subject
from inside import tell_inside
from layer import Layer
from measuring import compare, measure, peaks
from report import Report, Section
from sampled import tell_parts

DOCUMENTATION = Path(__file__).parent.parent / "doc"


def main() -> None:
    arguments = parsed()
    report = Report()
    with TemporaryDirectory() as folder:
        for kind, uri in stores(folder, arguments.store):
            configure_once(uri)
            keep_in(store_uri(uri))
            if arguments.store is None:
                fill(f"Loading {arguments.bugs} bugs into {kind}", arguments.bugs)
            for graph, subject in subjects(arguments):
                for section in contests(arguments, kind, uri, graph, subject):
                    print(section, flush=True)
                    report.add(section)
            if "example" in arguments.graphs:
                tell_inside(Layer(uri), arguments.rounds)
                tell_where(kind, uri, arguments.sizes[0], arguments.rounds)
            leave()
    if arguments.write:
        report.write(DOCUMENTATION)


def parsed() -> Namespace:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    add = parser.add_argument
    add("--bugs", type=int, default=300_000, help="how many there are")
    add("--store", help="one that lp-persistence init made, instead of new ones")
    names = [graph.name for graph in GRAPHS]
    add("--graphs", nargs="+", default=names, choices=names, help="what is read")
    add("--sizes", type=int, nargs="+", default=[20, 5000], help="bugs of the example")
    add("--rounds", type=int, default=30, help="of 20 bugs; more bugs, fewer rounds")
    add("--delay", type=float, default=0.5, help="milliseconds added to each trip")
    add("--write", action="store_true", help="write table and plot into doc/")
    return parser.parse_args()


def stores(folder: str, uri: str | None) -> Iterator[tuple[str, str]]:
    """Kinds of stores with their URIs; what is not there is said."""
    if uri is not None:
        yield "SQLite" if uri.startswith("sqlite:") else "PostgreSQL", uri
        return
    try:
        with Server() as server:
            yield "PostgreSQL", server.create_database()
    except ServerNotFound as error:
        print(f"PostgreSQL is left out: {error}")
    yield "SQLite", f"sqlite:{folder}/store.db"


def subjects(arguments: Namespace) -> list[tuple[Graph, Subject]]:
    """The graphs that are asked for, with what they are of in the open store."""
    store = the_store()
    found = [
        (graph, subject)
        for graph in GRAPHS
        if graph.name in arguments.graphs
        for subject in graph.subjects(
            arguments.sizes, lambda text: store.execute(text).get_one()
        )
    ]
    transaction.abort()
    return found


def contests(
    arguments: Namespace, kind: str, uri: str, graph: Graph, subject: Subject
) -> Iterator[Section]:
    """One graph of one subject, for each who looks; then again from far away."""
    entries = entries_for(kind, graph)
    rounds = subject.rounds(arguments.rounds)
    for who, viewer in graph.viewers.items():
        title = f"{kind}: {subject.title}, for {who}"
        yield contest(title, uri, entries, viewer, subject.number, rounds)
        if kind == "PostgreSQL" and who == graph.far_away:
            fast = {name: each for name, each in entries.items() if each.is_fast}
            with FarAway(uri, arguments.delay / 1000) as far_away:
                yield contest(
                    f"{title}, {arguments.delay} ms further away",
                    far_away,
                    fast,
                    viewer,
                    subject.number,
                    rounds,
                )


def tell_where(kind: str, uri: str, number: int, rounds: int) -> None:
    """Print where the layer spends its time, and where the yardstick does."""
    example = next(graph for graph in GRAPHS if graph.name == "example")
    for name, entry in entries_for(kind, example).items():
        if name in (LAYER, YARDSTICK):
            tell_parts(name, entry.make(uri), number, rounds)


def contest(
    title: str,
    uri: str,
    entries: dict[str, Entry],
    viewer: int | None,
    number: int,
    rounds: int,
) -> Section:
    """Have contestants take turns, and tell what they cost."""
    contestants = {name: entry.make(uri) for name, entry in entries.items()}
    digest = compare(entries, contestants, viewer, number)
    return Section(
        title,
        digest,
        measure(contestants, viewer, number, rounds),
        peaks(contestants, viewer, number),
        {name: contestant.statements for name, contestant in contestants.items()},
        contestants[YARDSTICK].rows_received,
    )


def configure_once(uri: str) -> None:
    """Load the ZCML of a site in a database."""
    if not configured:
        configured.append(uri)
        configure(uri, site_file(uri))


configured: list[str] = []


def fill(title: str, bugs: int) -> None:
    """Make the tables and a world of so many bugs in the store that is open."""
    reporter = reporter_for(sys.stderr)
    reporter.begin(title)
    store = the_store()
    create_tables(store)
    load_world(getUtility(IBackend), generate(bugs), reporter.progress)
    create_indexes(store)
    transaction.commit()
    reporter.end()


def how_many() -> int:
    """How many bugs the store has that is open."""
    context = Context(viewer=ALL_SEEING)
    size = IBugs(context).size()
    context.realise()
    transaction.abort()
    return int(size)


if __name__ == "__main__":
    main()
