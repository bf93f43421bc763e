"""Addresses of entities, as paths from where the tracker begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote


def quoted(name: str) -> str:
    """A name as one step of a path."""
    return quote(name, safe="~+")


def _named(entity: Any) -> str:
    return quoted(entity.name)


#: By the interface of the entity.
PATHS: Final[dict[str, Callable[[Any], str]]] = {
    "IPerson": lambda person: f"~{quoted(person.name)}",
    "IDistribution": _named,
    "IProduct": _named,
    "IProject": _named,
    "IBug": lambda bug: f"bugs/{bug.id}",
    "ICve": lambda cve: f"cve/{quoted(cve.sequence)}",
}


def path_of(entity: Any) -> str | None:
    """The path of an entity's page; None for what the viewer may not see."""
    if entity.id is None:
        return None
    return PATHS[entity.interface.__name__](entity)
