"""What a request cost, and the response header that says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
    realise: float = 0.0
    render: float = 0.0

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
        a ``dur`` as milliseconds.
        """
        return (
            f'statements;desc="{self.statements}", trips;desc="{self.trips}", '
            f"realise;dur={self.realise:.1f}, render;dur={self.render:.1f}"
        )

    def tell(self, response: Any) -> None:
        """Write it into the head of a response, if it has one."""
        set_header = getattr(response, "setHeader", None)
        if set_header is not None:
            set_header("Server-Timing", self.server_timing())


def count_realised(event: IRealised) -> None:
    """Add what a realise() cost to the request that it ran for.

    Whatever context it was, the request's own or one that a view made: the
    interaction knows which request this thread serves.
    """
    interaction = queryInteraction()
    for participation in () if interaction is None else interaction.participations:
        costs = ICosts(participation, None)
        if costs is not None:
            realisation = event.realisation
            costs.statements += realisation.statements
            costs.trips += realisation.trips
            costs.realise += realisation.milliseconds
