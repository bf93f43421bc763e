"""What is loaded: the graphs that contestants give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from lp_persistence.sample.people import MEMBER


class Graph(NamedTuple):
    """One graph: its name, what it is, who looks, and of how many bugs.

    ``only``: the sizes it has, whatever is asked for; ``far_away``: for whom it
    is measured again with each trip taking longer.
    """

    name: str
    title: str
    viewers: Mapping[str, int | None]
    far_away: str
    only: tuple[int, ...] = ()

    def sizes(self, asked: Sequence[int]) -> Sequence[int]:
        """Of how many bugs it is loaded where some sizes are asked for."""
        return self.only or asked


MEMBERS: Final = "a member of a private team"

GRAPHS: Final = (
    Graph(
        "example",
        "the {size} hottest bugs with people and images",
        {"nobody": None, MEMBERS: MEMBER},
        MEMBERS,
    ),
)
