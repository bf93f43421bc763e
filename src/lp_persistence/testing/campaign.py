"""Many worlds and programs for the differential machine.

    bin/py -m lp_persistence.testing.campaign -- --seed 7 --worlds 1000

runs on memory and SQLite, with ``--postgres`` on a PostgreSQL server of its
own too, and prints the first failure as a program that runs as it stands.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hypothesis import strategies as st
from zope.configuration import xmlconfig

import lp_persistence
from lp_persistence.model import Model, get_model
from lp_persistence.testing.drawing import Draw, hand_out
from lp_persistence.testing.failures import Failure
from lp_persistence.testing.machine import Machine
from lp_persistence.testing.postgres import Server
from lp_persistence.testing.programs import Program
from lp_persistence.testing.stores import memory_store
from lp_persistence.testing.storm_stores import postgres_store, sqlite_store
from lp_persistence.testing.world import World
from lp_persistence.testing.worlds import worlds
from lp_persistence.testing.writing import programs

#: How many worlds are taken of one run of Hypothesis. It begins with two empty
#: ones, and after ten goes on with variations of what it drew, which are of
#: little use here.
BATCH: Final = 8
#: What ``make test`` runs: worlds, and programs on each.
WORLDS: Final = 80
PROGRAMS: Final = 4
#: The seed of every run that names no other.
SEED: Final = 2
#: Overrides the seed, where there is no command line.
SEED_VARIABLE: Final = "LP_PERSISTENCE_SEED"

Case = tuple[World, list[Program]]
Check = Callable[[World, list[Program]], None]


@st.composite
def cases(draw: Draw, model: Model, gaps: bool = False, count: int = PROGRAMS) -> Case:
    """A world and programs on it; one world in ten has a wrong row, one in
    twenty up to 300 subscriptions more. ``gaps`` is that of ``worlds``."""
    broken = draw(st.integers(0, 9)) == 9
    crowd = 300 if draw(st.integers(0, 19)) == 19 else 0
    world = draw(worlds(model, broken=broken, crowd=crowd, gaps=gaps))
    return world, [draw(programs(world, model)) for _ in range(count)]


def campaign(
    check: Check,
    model: Model,
    worlds: int = WORLDS,
    start: int = SEED,
    gaps: bool = False,
) -> int:
    """Hand ``check`` so many worlds with programs, the same for the same seed.

    Gives the number of programs. Raises the first AssertionError of
    ``check``, bare: what was drawn says less than a failure's text.
    """
    done = 0

    def count(case: Case) -> None:
        nonlocal done
        if case[0].rows:
            done += len(case[1])
            check(*case)

    for first in range(0, worlds, BATCH):
        hand_out(cases(model, gaps), count, start * 10_000 + first, BATCH + 2)
    return done


def default_seed() -> int:
    """The seed that the environment names, else SEED."""
    return int(os.environ.get(SEED_VARIABLE, SEED))


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module; gives the exit status."""
    options = _parser().parse_args(arguments)
    xmlconfig.file("stored.zcml", lp_persistence)
    model = get_model()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        stores = [
            memory_store(),
            stack.enter_context(sqlite_store(str(folder / "machine.db"))),
        ]
        if options.postgres:
            server = stack.enter_context(Server())
            stores.append(stack.enter_context(postgres_store(server)))
        machine = Machine(stores, model)
        try:
            done = campaign(machine.check, model, options.worlds, options.seed)
        except Failure as failure:
            print(failure)
            return 1
    names = ", ".join(store.name for store in stores)
    print(f"{done} programs: {names} and the naive interpreter agree.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Run the differential machine.")
    parser.add_argument("--seed", type=int, default=default_seed())
    parser.add_argument("--worlds", type=int, default=WORLDS)
    parser.add_argument("--postgres", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())
