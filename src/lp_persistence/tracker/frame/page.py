"""The base of all pages of the tracker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from zope.interface import implementer

from lp_persistence.publication import ICosts
from lp_persistence.tracker.frame.interfaces import IFramed
from lp_persistence.tracker.frame.shown import Link, Shown, counted

#: How pages are asked for that change nothing.
READING: Final = ("GET", "HEAD")


class Bare(Shown):
    """A page in the frame that has no parts of it: nothing is fetched for it."""

    #: How the page may be asked for.
    methods: ClassVar[tuple[str, ...]] = READING
    #: The pages above this one, the outermost first.
    crumbs: Sequence[Link] = ()

    def __init__(self, context: Any, request: Any):
        super().__init__(context, request)
        #: The parts of the frame that were prepared, by name.
        self.parts: dict[str, Any] = {}

    @property
    def heading(self) -> str:
        """Stands before the tracker's name in the title of the window, and
        behind the crumbs."""
        raise NotImplementedError(type(self))

    def costs(self) -> str:
        """What the page cost the store, as a sentence's part."""
        costs = ICosts(self.request)
        return (
            f"{counted(costs.statements, 'statement')}, "
            f"{counted(costs.trips, 'trip')}, {costs.realise:.1f} ms"
        )


@implementer(IFramed)
class Page(Bare):
    """A page within the frame. Templates read what it offers as ``view``."""
