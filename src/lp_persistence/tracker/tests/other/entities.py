"""Bugs with what the other package knows of them."""

from __future__ import annotations

from lp_persistence.bugs.entities import Bug


class LoudBug(Bug):
    """A bug that knows how to be told loudly."""

    @property
    def told(self) -> str:
        """The title, in capitals."""
        return str(self.title).upper()
