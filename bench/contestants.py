"""Who takes part, by kind of store and graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, Final, NamedTuple, Protocol

from graphs import Graph


class Contestant(Protocol):
    """One way to load a graph."""

    #: How many the last call sent.
    statements: int

    def __call__(self, viewer: int | None, number: int) -> Any:
        """The graph, of so many bugs, or of what has this id."""

    def show(self, found: Any) -> list[Any]:
        """What a page would print; whatever was not loaded is by now."""

    def tell(self, found: Any) -> Iterator[Any]:
        """All that was asked for, as plain values in one order."""

    def end(self) -> None:
        """Leave the transaction."""


class Entry(NamedTuple):
    """A contestant, by the store's URI.

    ``is_same``: it claims to mean what the layer means. ``is_fast``: it is of
    interest from far away too, where a statement for each object takes minutes.
    """

    make: Callable[[str], Contestant]
    is_same: bool = True
    is_fast: bool = True


#: The yardstick, and what is measured by it.
YARDSTICK: Final = "by hand, same"
LAYER: Final = "lp_persistence"

#: Modules that need what only the extra ``bench`` installs, on PostgreSQL, by
#: graph: names with class and whether it is of interest from far away.
MAPPERS: Final = {
    "example": {
        "by_sqlalchemy": {
            "SQLAlchemy, joined": ("Joined", True),
            "SQLAlchemy, selectin": ("Selectin", True),
        },
        "by_django": {
            "Django, select_related": ("Joined", True),
            "Django, prefetch_related": ("Prefetched", True),
        },
        "by_storm": {
            "Storm, preloaded": ("Preloaded", True),
            "Storm, lazy": ("Lazy", False),
        },
    },
    "bug": {
        "by_sqlalchemy_bug": {
            "SQLAlchemy, joined": ("JoinedBug", True),
            "SQLAlchemy, selectin": ("SelectinBug", True),
        },
        "by_django_bug": {
            "Django, select_related": ("JoinedBug", True),
            "Django, prefetch_related": ("PrefetchedBug", True),
        },
        "by_storm_bug": {
            "Storm, preloaded": ("PreloadedBug", True),
            "Storm, lazy": ("LazyBug", False),
        },
    },
    "person": {
        "by_sqlalchemy_person": {
            "SQLAlchemy, joined": ("JoinedPerson", True),
            "SQLAlchemy, selectin": ("SelectinPerson", True),
        },
        "by_django_person": {
            "Django, select_related": ("JoinedPerson", True),
            "Django, prefetch_related": ("PrefetchedPerson", True),
        },
        "by_storm_person": {
            "Storm, preloaded": ("PreloadedPerson", True),
            "Storm, lazy": ("LazyPerson", False),
        },
    },
}

_missing: Final[set[str]] = set()


def entries_for(kind: str, graph: Graph) -> dict[str, Entry]:
    """The contestants for a graph on one kind of store, by name.

    Says of what is left out that it is, once: modules that can't be imported,
    and all mappers where they are not set up.
    """
    own = OWN[kind, graph.name]
    found = {
        name: Entry(getattr(import_module(module), cls), is_same)
        for name, (module, cls, is_same) in own.items()
    }
    if kind != "PostgreSQL":
        _leave_out(kind, f"Other mappers are left out on {kind}.")
        return found
    for module, classes in MAPPERS[graph.name].items():
        try:
            imported = import_module(module)
        except ImportError as error:
            _leave_out(module, f"{' and '.join(classes)} are left out: {error}")
            continue
        for name, (cls, is_fast) in classes.items():
            found[name] = Entry(getattr(imported, cls), True, is_fast)
    return found


def _leave_out(what: str, why: str) -> None:
    if what not in _missing:
        _missing.add(what)
        print(why)


#: By kind of store and graph: module, class, and whether it means the same.
OWN: Final = {
    ("PostgreSQL", "example"): {
        LAYER: ("layer", "Layer", True),
        "lp_persistence, collector at ease": ("layer", "AtEase", True),
        "lp_persistence, hot bugs by hand": ("layer", "ByHand", True),
        YARDSTICK: ("handwritten", "Same", True),
        "by hand, bare": ("handwritten_bare", "Bare", False),
    },
    ("PostgreSQL", "bug"): {
        LAYER: ("layer_pages", "BugPage", True),
        YARDSTICK: ("handwritten_bug", "SameBug", True),
    },
    ("PostgreSQL", "person"): {
        LAYER: ("layer_pages", "PersonPage", True),
        YARDSTICK: ("handwritten_person", "SamePerson", True),
    },
    ("SQLite", "example"): {
        LAYER: ("layer", "Layer", True),
        YARDSTICK: ("handwritten_sqlite", "SameOnSQLite", True),
    },
    ("SQLite", "bug"): {
        LAYER: ("layer_pages", "BugPage", True),
        YARDSTICK: ("handwritten_sqlite", "SameBugOnSQLite", True),
    },
    ("SQLite", "person"): {
        LAYER: ("layer_pages", "PersonPage", True),
        YARDSTICK: ("handwritten_sqlite", "SamePersonOnSQLite", True),
    },
}
