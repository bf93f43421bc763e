"""Where the time of a contestant goes, by looking at it every half millisecond."""

from __future__ import annotations

import gc
import signal
from collections import defaultdict
from operator import itemgetter
from pathlib import Path
from time import perf_counter
from types import FrameType
from typing import Any, Final

from contestants import Contestant
from measuring import WARMUP

#: Parts of the paths of the layer, and of the bench.
LAYER: Final = "/lp_persistence/"
BENCH: Final = str(Path(__file__).parent)
#: Seconds between two looks.
EVERY: Final = 0.0005
#: By whose function it is, and its name, what it does, whatever it calls.
FUNCTIONS: Final = {
    LAYER: {
        "rows_of": "server, driver, Storm's connection",
        "parameters": "ids as literals",
        "_fill": "filling and linking objects",
        "_make": "making objects",
    },
    BENCH: {
        "rows": "server, driver",
        "literal": "ids as literals",
        "persons_and_files": "making objects",
        "load": "making objects",
        "ranked": "linking objects",
        "show": "reading what is shown",
    },
}
#: By the beginning of a path within the layer what is done there.
ROOMS: Final = {
    "hydration/hydrate": "making objects",
    "hydration/": "taking in rows, ids for the next step",
    "": "groups, plans, steps, events",
}
OTHERS: Final = "what is around it"


class Samples:
    """Looks at where the interpreter is, and counts."""

    def __init__(self) -> None:
        #: By what is done there, seconds.
        self.spent: dict[str, float] = defaultdict(float)
        #: Seconds that the collector took, wherever that was.
        self.collecting = 0.0
        self._looked = 0.0

    def _look(self, number: int, frame: FrameType | None) -> None:
        # The interpreter looks up between two of its instructions, late where one
        # waits for the server: all until then was that.
        now = perf_counter()
        self.spent[_part_of(frame)] += now - self._looked
        self._looked = now

    def _collect(self, phase: str, info: Any) -> None:
        self.collecting += perf_counter() * (1 if phase == "stop" else -1)

    def of(self, contestant: Contestant, number: int, rounds: int) -> None:
        """Let it load a graph for nobody so often, and twice before."""
        for _ in range(WARMUP):
            contestant(None, number)
            contestant.end()
        before = signal.signal(signal.SIGALRM, self._look)
        try:
            for _ in range(rounds):
                gc.collect()
                gc.callbacks.append(self._collect)
                signal.setitimer(signal.ITIMER_REAL, EVERY, EVERY)
                self._looked = perf_counter()
                found = contestant(None, number)
                contestant.show(found)
                signal.setitimer(signal.ITIMER_REAL, 0)
                gc.callbacks.remove(self._collect)
                del found
                contestant.end()
        finally:
            signal.signal(signal.SIGALRM, before)


def tell_parts(name: str, contestant: Contestant, number: int, rounds: int) -> None:
    """Print milliseconds of one round by what is done."""
    samples = Samples()
    samples.of(contestant, number, rounds)
    print(f"\nWhere {name} spends its milliseconds")
    for part, seconds in sorted(samples.spent.items(), key=itemgetter(1))[::-1]:
        print(f"{1000 * seconds / rounds:8.2f}  {part}")
    print(f"{1000 * samples.collecting / rounds:8.2f}  the collector, in all of these")


def _part_of(frame: FrameType | None) -> str:
    """What is done by a frame, or by the nearest around it of which that is known."""
    room = None
    while frame is not None:
        path = frame.f_code.co_filename
        whose = LAYER if LAYER in path else BENCH if BENCH in path else None
        if whose is not None and frame.f_code.co_name in FUNCTIONS[whose]:
            return FUNCTIONS[whose][frame.f_code.co_name]
        if room is None and whose is LAYER:
            place = path.partition(LAYER)[2]
            room = next(did for begin, did in ROOMS.items() if place.startswith(begin))
        frame = frame.f_back
    return room or OTHERS
