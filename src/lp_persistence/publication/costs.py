"""What a request cost, and the response header that says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from zope.interface import implementer
from zope.security.management import queryInteraction

from lp_persistence.interfaces import IRealised
from lp_persistence.publication.interfaces import ICosts


@implementer(ICosts)
@dataclass(slots=True)
class Costs:
    """See ``ICosts``."""

    statements: int = 0
    trips: int = 0
    rows: int = 0
    realise: float = 0.0
    render: float = 0.0
    tolerated: int = 0
    unlocked: list[str] = field(default_factory=list)

    @contextmanager
    def rendering(self) -> Iterator[None]:
        """Count the time of the block as rendering."""
        began = perf_counter()
        try:
            yield
        finally:
            self.render += (perf_counter() - began) * 1000

    def server_timing(self) -> str:
        """The value of the header ``Server-Timing``.

        Counts go as descriptions: browsers show these as they are, and read
        a ``dur`` as milliseconds. What should not be is told where it was.
        """
        told = [
            f'statements;desc="{self.statements}"',
            f'trips;desc="{self.trips}"',
            f"realise;dur={self.realise:.1f}",
            f"render;dur={self.render:.1f}",
        ]
        if self.tolerated:
            told.append(f'tolerated;desc="{self.tolerated}"')
        if self.unlocked:
            told.append(f'unlocked;desc="{len(self.unlocked)}"')
        return ", ".join(told)

    def tell(self, response: Any) -> None:
        """Write it into the head of a response, if it has one."""
        set_header = getattr(response, "setHeader", None)
        if set_header is not None:
            set_header("Server-Timing", self.server_timing())


def costs_here() -> Iterator[ICosts]:
    """The costs of the requests that this thread serves just now: the
    interaction knows them."""
    interaction = queryInteraction()
    for participation in () if interaction is None else interaction.participations:
        costs = ICosts(participation, None)
        if costs is not None:
            yield costs


def count_realised(event: IRealised) -> None:
    """Add what a realise() cost to the request that it ran for.

    Whatever context it was, the request's own or one that a view made.
    """
    realisation = event.realisation
    for costs in costs_here():
        costs.statements += realisation.statements
        costs.trips += realisation.trips
        costs.rows += realisation.rows
        costs.realise += realisation.milliseconds
