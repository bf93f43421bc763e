"""Programs over the public interface of groups.

A program is text: lines that build groups, ask of them and realise them, in
the order in which real code would. The same text runs on a backend and on the
naive interpreter, and it is what a failure prints.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Any, Final

from zope.component import getGlobalSiteManager
from zope.interface import Attribute, Interface
from zope.interface.interface import InterfaceClass, Method
from zope.interface.ro import ro

from lp_persistence import conditions
from lp_persistence.arguments import Tests, arguments_of
from lp_persistence.fields import Choice
from lp_persistence.interfaces import ALL_SEEING, IGroup, IMixedGroup
from lp_persistence.model import EntityType, Model
from lp_persistence.root import Root

REALISE: Final = "context.realise()"
#: What a filter takes around a value: ``Not``, ``Before`` and so on.
OPERATORS: Final[tuple[type, ...]] = tuple(
    found
    for found in vars(conditions).values()
    if isinstance(found, type)
    and found.__module__ == conditions.__name__
    and is_dataclass(found)
)


class IPersonRow(Interface):
    """What a row of a template shows of a person."""

    displayname = Attribute("Name shown")
    is_valid = Attribute("Whether it is dimmed")
    icon = Attribute("Its image")
    teams = Attribute("Where it belongs")


class IBugRow(Interface):
    """What a row of a template shows of a bug."""

    description = Attribute("Its text")
    is_private = Attribute("Whether a lock is shown")
    reporter = Attribute("Who reported it")


ROWS: Final[Mapping[str, type[Interface]]] = {"IPerson": IPersonRow, "IBug": IBugRow}


@dataclass(frozen=True)
class Program:
    """``viewer``: the text of a value. ``lines``: statements; those whose
    numbers are in ``raising`` are refused, and the program goes on."""

    viewer: str
    lines: tuple[str, ...]
    raising: frozenset[int] = frozenset()

    def __str__(self) -> str:
        return "\n".join(self.source())

    def source(self) -> list[str]:
        """Its lines as Python, errors that belong to it caught."""
        found = [f"context = Context(viewer={self.viewer})"]
        for number, line in enumerate(self.lines):
            if number in self.raising:
                found += [
                    "with contextlib.suppress(PersistenceError):",
                    f"    {line}",
                ]
            else:
                found.append(line)
        return found


def names_in_programs(model: Model) -> dict[str, Any]:
    """Everything that programs name besides ``Context``, ``Launchpad`` and the
    roots of groups."""
    found: dict[str, Any] = {
        "ALL_SEEING": ALL_SEEING,
        "datetime": datetime,
        **{operator.__name__: operator for operator in OPERATORS},
    }
    for entity_type in model:
        found[entity_type.factory.__name__] = entity_type.factory
        for each in entity_type.fields.values():
            if isinstance(each, Choice):
                found[each.vocabulary.__name__] = each.vocabulary
    return found | {row.__name__: row for row in ROWS.values()}


def composed_verbs(model: Model) -> Iterator[tuple[EntityType, str, Method]]:
    """The verbs of groups that follow no edge: what a domain makes of others."""
    for entity_type in model:
        declared = entity_type.group_interface.namesAndDescriptions(all=True)
        for name, method in declared:
            follows = hasattr(getattr(entity_type.group_factory, name, None), "edge")
            if isinstance(method, Method) and name not in IGroup and not follows:
                yield entity_type, name, method


def mixed_roots() -> dict[str, InterfaceClass]:
    """The interfaces of registered roots of several types, by name."""
    return {
        each.provided.__name__: each.provided
        for registry in ro(getGlobalSiteManager())
        for each in registry.registeredUtilities()
        if isinstance(each.component, Root) and each.provided.isOrExtends(IMixedGroup)
    }


#: What is read of groups of several types after a realise(), what gives objects
#: that are an application's own, and how an adapter calls them.
NOT_ASKED: Final = ("first", "for_change", "of_type", "one")


def mixed_verbs(interface: InterfaceClass) -> dict[str, Method]:
    """By name what groups of several types are asked, but for NOT_ASKED."""
    declared = interface.namesAndDescriptions(all=True)
    return {
        verb: method
        for verb, method in declared
        if isinstance(method, Method)
        and not verb.startswith("__")
        and verb not in NOT_ASKED
    }


def narrowed_by(interface: InterfaceClass) -> str | None:
    """The interface by whose facts and edges groups of several types are narrowed
    and ordered: that whose tests ``filter`` says that it takes."""
    verbs = mixed_verbs(interface)
    said = arguments_of(verbs["filter"]).values() if "filter" in verbs else ()
    return next((each.interface for each in said if isinstance(each, Tests)), None)


def verbs_of(model: Model) -> dict[str, dict[str, str]]:
    """By interface the verbs of its groups, each with the edge or embedded
    value that it follows."""
    return {
        entity_type.name: {
            name: getattr(entity_type.group_factory, name).edge
            for name in dir(entity_type.group_factory)
            if hasattr(getattr(entity_type.group_factory, name), "edge")
        }
        for entity_type in model
    }
