"""What contestants take: time, processor, memory; and whether they agree."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Iterable, Mapping
from hashlib import sha256
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

from contestants import Contestant, Entry

WARMUP = 2


class Times(NamedTuple):
    """Seconds of each round: by the clock, and of this process's processor."""

    wall: list[float]
    cpu: list[float]


class Ratio(NamedTuple):
    """By round, how many times as much one took as another."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.least:.2f}–{self.most:.2f})"


def ratio(ours: list[float], theirs: list[float]) -> Ratio:
    """How many times as much ``ours`` took, round by round."""
    found = sorted(a / b for a, b in zip(ours, theirs, strict=True))
    return Ratio(median(found), found[0], found[-1])


def measure(
    contestants: Mapping[str, Contestant], viewer: int | None, number: int, rounds: int
) -> dict[str, Times]:
    """By contestant what each round took, the collector run before it."""
    times = {name: Times([], []) for name in contestants}
    # What is there before is nobody's garbage, and takes longest to look through.
    gc.collect()
    gc.freeze()
    # Who comes next pays for the caches that a contestant has emptied: it is to be
    # another each time.
    chance = Random(rounds)
    for turn in range(WARMUP + rounds):
        for name in chance.sample(list(contestants), len(contestants)):
            contestant = contestants[name]
            gc.collect()
            cpu, wall = process_time(), perf_counter()
            found = contestant(viewer, number)
            contestant.show(found)
            wall, cpu = perf_counter() - wall, process_time() - cpu
            del found
            contestant.end()
            if turn >= WARMUP:
                times[name].wall.append(wall)
                times[name].cpu.append(cpu)
    gc.unfreeze()
    return times


def peaks(
    contestants: Mapping[str, Contestant], viewer: int | None, number: int
) -> dict[str, int]:
    """By contestant the most bytes that Python held at a time.

    What the driver keeps of an answer beside Python is not among them; it is
    the same for the same rows.
    """
    found = {}
    for name, contestant in contestants.items():
        gc.collect()
        tracemalloc.start()
        try:
            contestant.show(contestant(viewer, number))
            found[name] = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        contestant.end()
    return found


def compare(
    entries: Mapping[str, Entry],
    contestants: Mapping[str, Contestant],
    viewer: int | None,
    number: int,
) -> str:
    """The digest of what all give that claim to mean the same; leaves with an
    error where they differ."""
    digests = {}
    for name, contestant in contestants.items():
        if entries[name].is_same:
            found = contestant(viewer, number)
            digests[name] = digest((contestant.show(found), *contestant.tell(found)))
            contestant.end()
    if len(set(digests.values())) != 1:
        sys.exit(f"These claim to mean the same, and give different things: {digests}")
    return next(iter(digests.values()))


def digest(values: Iterable[Any]) -> str:
    """A short text that differs where the values do."""
    found = sha256()
    for value in values:
        found.update(repr(value).encode())
    return found.hexdigest()[:16]
