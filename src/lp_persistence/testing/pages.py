"""The pages that an application has registered, found by introspection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from zope.component import getGlobalSiteManager
from zope.interface import Interface
from zope.interface.interface import InterfaceClass
from zope.interface.interfaces import IComponents

from lp_persistence.publication.budgets import Budget
from lp_persistence.publication.interfaces import IBudget, IGroupView


class RegisteredPage(NamedTuple):
    """One page that takes part: what it is registered for, and by what name.

    ``declares``: the publication has it declare and renders it; else it goes
    from one phase to the other itself (``rendering``).
    """

    context: InterfaceClass
    layer: InterfaceClass
    name: str
    factory: Any
    declares: bool = True

    def __str__(self) -> str:
        return f"{self.name!r} for {self.context.__name__}"

    @property
    def budget(self) -> Budget | None:
        """The budget registered for it, or for something that it extends."""
        found: Budget | None = getGlobalSiteManager().adapters.lookup(
            (self.context, self.layer), IBudget, self.name
        )
        return found


def registered_pages() -> list[RegisteredPage]:
    """Every view that provides ``IGroupView``, and every other that has a
    budget, by context and name.

    What is registered again in a registry stacked over another counts once. A
    view in two phases can't be told from one that takes no part, but by the
    budget that stands beside it.
    """
    found: dict[Any, RegisteredPage] = {}
    for registry in _registries(getGlobalSiteManager()):
        for registration in registry.registeredAdapters():
            required = registration.required
            is_view = len(required) == 2 and registration.provided is Interface
            if is_view:
                context, layer = required
                name, factory = registration.name, registration.factory
                declares = IGroupView.implementedBy(factory)
                page = RegisteredPage(context, layer, name, factory, declares)
                if declares or page.budget is not None:
                    found.setdefault((required, name), page)
    return sorted(found.values(), key=str)


def _registries(registry: Any) -> Iterator[Any]:
    """A registry and those that it is stacked over, the nearest first."""
    yield registry
    bases: Iterable[IComponents] = registry.__bases__
    for base in bases:
        yield from _registries(base)
