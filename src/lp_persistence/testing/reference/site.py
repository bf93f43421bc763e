"""What a program finds in place of the real groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lp_persistence.testing.reference.graph import Graph
from lp_persistence.testing.reference.groups import NaiveContext, NaiveGroup, Verbs
from lp_persistence.testing.reference.launchpad import NaiveLaunchpad
from lp_persistence.testing.reference.mixed import NaiveMixed


class Reference:
    """The naive interpreter over the graph of one world."""

    def __init__(self, graph: Graph, verbs: Verbs):
        self.graph = graph
        self.verbs = verbs

    def namespace(self) -> dict[str, Any]:
        """``Context``, ``Launchpad`` and the root of each group interface."""
        roots: dict[str, Any] = {
            each.group_interface.__name__: _root(each.name)
            for each in self.graph.types.values()
        }
        launchpad = NaiveLaunchpad()
        return {
            **roots,
            **self.graph.rules.mixed,
            "Context": self.context,
            "Launchpad": launchpad,
        }

    def context(self, viewer: Any = None) -> NaiveContext:
        """See ``IContext``."""
        return NaiveContext(self.graph, self.verbs, viewer)


def _root(interface: str) -> Callable[[Any], NaiveGroup]:
    def adapt(adapted: Any) -> NaiveGroup:
        if isinstance(adapted, NaiveMixed):
            return adapted.of_type(interface)
        if isinstance(adapted, NaiveGroup):
            return adapted
        naive: NaiveGroup = adapted.root(interface)
        return naive

    return adapt
