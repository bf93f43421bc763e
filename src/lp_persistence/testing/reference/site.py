"""What a program finds in place of the real groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lp_persistence.testing.reference.graph import Graph
from lp_persistence.testing.reference.groups import NaiveContext, NaiveGroup, Verbs


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
        return {**roots, "Context": self.context, "Launchpad": NaiveLaunchpad()}

    def context(self, viewer: Any = None) -> NaiveContext:
        """See ``IContext``."""
        return NaiveContext(self.graph, self.verbs, viewer)


def _root(interface: str) -> Callable[[Any], NaiveGroup]:
    def adapt(adapted: Any) -> NaiveGroup:
        if isinstance(adapted, Mapping):
            group: NaiveGroup = adapted[interface]
            return group
        if isinstance(adapted, NaiveGroup):
            return adapted
        naive: NaiveGroup = adapted.root(interface)
        return naive

    return adapt


class NaiveLaunchpad:
    """See ``ILaunchpad``."""

    KINDS = (
        ("distro_name", "IDistribution"),
        ("person_name", "IPerson"),
        ("product_name", "IProduct"),
    )

    def search(self, context: NaiveContext, **names: Any) -> Any:
        """One kind gives its group, several a mapping of groups."""
        found = {
            interface: context.root(interface).filter(name=names[kind])
            for kind, interface in self.KINDS
            if names.get(kind) is not None
        }
        return next(iter(found.values())) if len(found) == 1 else found
