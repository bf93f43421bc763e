"""Chance that is the same on every machine and Python."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import Final, Generic, TypeVar

T = TypeVar("T")

#: Signed whole numbers of 64 bits, in arrays.
INTEGERS: Final = "q"


class Weighted(Generic[T]):
    """Values of which each is drawn as often as its weight says."""

    def __init__(self, *pairs: tuple[int, T]):
        self.values = tuple(value for _, value in pairs)
        self._table = tuple(
            place for place, (weight, _) in enumerate(pairs) for _ in range(weight)
        )

    def draw(self, chance: Chance) -> T:
        """One of the values."""
        return self.values[chance.one_of(self._table)]


class Chance:
    """Draws for one ``part`` of a world.

    Python promises the same numbers in every version for ``random()`` alone,
    so that nothing else of Random is used; and of floating-point arithmetic
    only what every machine rounds alike, products and quotients.
    """

    def __init__(self, seed: int, part: str):
        #: A number from 0 to below 1.
        self.draw = Random(f"{seed}:{part}").random

    def below(self, end: int) -> int:
        """A whole number from 0 to below ``end``."""
        return int(self.draw() * end)

    def skewed(self, end: int) -> int:
        """The same, but the lower, the likelier: a tenth get nearly half."""
        draw = self.draw()
        return int(draw * draw * draw * end)

    def passes(self, share: float) -> bool:
        """True as often as ``share`` says."""
        return self.draw() < share

    def one_of(self, values: Sequence[T]) -> T:
        """One of the values, each as often as another."""
        return values[int(self.draw() * len(values))]

    def shuffled(self, count: int) -> array[int]:
        """The numbers from 1 to ``count`` in a random order."""
        numbers = array(INTEGERS, range(1, count + 1))
        for last in range(count - 1, 0, -1):
            other = self.below(last + 1)
            numbers[last], numbers[other] = numbers[other], numbers[last]
        return numbers


class Lists:
    """Lists of whole numbers, one for each owner from 1 on, kept flat."""

    def __init__(self) -> None:
        self.values = array(INTEGERS)
        self._ends = array(INTEGERS, [0])

    def add(self, values: Sequence[int]) -> None:
        """Add the list of the next owner."""
        self.values.extend(values)
        self._ends.append(len(self.values))

    def __getitem__(self, owner: int) -> array[int]:
        """The list of an owner."""
        return self.values[self._ends[owner - 1] : self._ends[owner]]

    def __len__(self) -> int:
        """How many numbers there are in all lists together."""
        return len(self.values)

    @property
    def owners(self) -> range:
        """The owners there are lists of."""
        return range(1, len(self._ends))

    def pairs(self) -> Iterator[tuple[int, int]]:
        """(owner, number) for each number of each list."""
        for owner in self.owners:
            for number in self[owner]:
                yield owner, number


class Spans:
    """Ids in a row for each owner from 1 on: ``counts`` of them, from
    ``first``."""

    def __init__(self, counts: Iterable[int], first: int = 1):
        self._ends = array(INTEGERS, [first])
        for count in counts:
            self._ends.append(self._ends[-1] + count)

    def __getitem__(self, owner: int) -> range:
        """The ids of an owner."""
        return range(self._ends[owner - 1], self._ends[owner])

    def __len__(self) -> int:
        """How many ids there are of all owners together."""
        return self._ends[-1] - self._ends[0]

    @property
    def end(self) -> int:
        """The first id that is nobody's."""
        return self._ends[-1]

    def pairs(self) -> Iterator[tuple[int, range]]:
        """(owner, ids) for each owner."""
        for owner in range(1, len(self._ends)):
            yield owner, self[owner]
