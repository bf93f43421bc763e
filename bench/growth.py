"""How the layer grows: with what a page shows, and with what there is.

    make bench-growth               # in minutes; see GROWTH in the Makefile
    make bench-growth GROWTH='--tables 10000 100000 1000000 --write'
    make bench-growth GROWTH='--stores postgres://…/small postgres://…/large'

For each size of the tables a database of its own is filled with so many bugs, or one
is taken that ``lp-persistence init`` made, and the
example of README.rst is read with more and more of them. Statements must stay the
same, time and memory grow with what is shown and not with what there is.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from lp_persistence.command.stores import keep_in, leave
from lp_persistence.storm.stores import store_uri
from lp_persistence.testing.postgres import Server
from lp_persistence.testing.postgres_binaries import ServerNotFound

# The interpreter does not look beside the script where it is told of a path.
sys.path.insert(0, str(Path(__file__).parent))

from contest import DOCUMENTATION, configure_once, fill, how_many
from drawing import new_figure
from layer import Layer
from measuring import measure, peaks


class Point(NamedTuple):
    """What so many bugs of so many cost: seconds, and the most bytes held."""

    table: int
    shown: int
    statements: int
    seconds: float
    peak: int

    def __str__(self) -> str:
        return (
            f"{self.table:>9,} bugs, {self.shown:>5,} shown: {self.statements} "
            f"statements, {1000 * self.seconds:8.1f} ms, {self.peak / 2**20:7.1f} MB"
        )


def main() -> None:
    arguments = parsed()
    points = []
    with TemporaryDirectory() as folder:
        for bugs, uri in databases(arguments, folder):
            configure_once(uri)
            keep_in(store_uri(uri))
            if bugs is not None:
                fill(f"Loading {bugs} bugs", bugs)
            table = how_many()
            for shown in arguments.shown:
                point = measured(uri, table, shown, arguments.rounds)
                print(point)
                points.append(point)
            leave()
    if arguments.write:
        plot(points, DOCUMENTATION / "performance-growth.svg")


def parsed() -> Namespace:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    add = parser.add_argument
    add("--tables", type=int, nargs="+", default=[10_000, 40_000], help="bugs kept")
    add("--stores", nargs="+", help="with worlds, in place of new ones")
    add("--shown", type=int, nargs="+", default=[20, 100, 500, 2000, 5000])
    add("--rounds", type=int, default=5)
    add("--write", action="store_true", help="draw them into doc/")
    return parser.parse_args()


def databases(arguments: Namespace, folder: str) -> Iterator[tuple[int | None, str]]:
    """A database for each size of the tables, and how many bugs are missing in it;
    files where there is no server."""
    if arguments.stores is not None:
        yield from ((None, uri) for uri in arguments.stores)
        return
    try:
        with Server() as server:
            for table in arguments.tables:
                yield table, server.create_database()
    except ServerNotFound as error:
        print(f"PostgreSQL is left out, SQLite stands in: {error}")
        for table in arguments.tables:
            yield table, f"sqlite:{folder}/{table}.db"


def measured(uri: str, table: int, shown: int, rounds: int) -> Point:
    """The example with so many bugs, for nobody."""
    layer = Layer(uri)
    times = measure({"layer": layer}, None, shown, rounds)["layer"]
    peak = peaks({"layer": layer}, None, shown)["layer"]
    return Point(table, shown, layer.statements, median(times.wall), peak)


def plot(points: list[Point], path: Path) -> None:
    """Draw statements, time and memory by what is shown, a line for each table."""
    drawn = new_figure(path, figsize=(9, 3))
    if drawn is None:
        return
    panels = (
        ("statements", lambda point: point.statements),
        ("ms", lambda point: 1000 * point.seconds),
        ("MB", lambda point: point.peak / 2**20),
    )
    places = drawn.subplots(1, 3)
    for axes, (title, value) in zip(places, panels, strict=True):
        for table in sorted({point.table for point in points}):
            line = [point for point in points if point.table == table]
            axes.plot([point.shown for point in line], list(map(value, line)), "o-")
        axes.set_title(title, fontsize="small")
        axes.set_xlabel("bugs shown", fontsize="small")
        axes.set_ylim(bottom=0)
        axes.tick_params(labelsize="x-small")
    tables = sorted({point.table for point in points})
    places[0].legend([f"of {table:,}" for table in tables], fontsize="x-small")
    drawn.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    main()
