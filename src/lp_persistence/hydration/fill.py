"""The function that fills objects from rows, generated for each layout.

Its source is one loop, readable in a debugger and in tracebacks::

    def fill(rows, out, frozen, origin, reporter, status, subscribers):
        for o, (o.id, o.title, k2, k3, k4) in zip(out, rows):
            o._origin = origin
            o.reporter = reporter[k2]
            o.status = status[k3]
            o.is_private = None if k4 is None else not not k4
            o.subscribers = subscribers.get(o.id, EMPTY)
            o.__class__ = frozen
"""

from __future__ import annotations

import linecache
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Final, TypeAlias
from weakref import finalize

from lp_persistence.model import Model

#: Fills objects from rows; see the module.
Filling: TypeAlias = Callable[..., None]

_numbers: Final = count(1)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the attributes of one unit stand in the rows of one set.

    ``plain``, ``truths`` and ``mapped``: pairs (name, column); a truth may be kept
    as a number, a mapped value is looked up (an item by its integer, an object by
    its id). ``collections`` and ``ways_back`` are looked up by the object's own id.
    """

    width: int
    id_at: int
    plain: tuple[tuple[str, int], ...]
    truths: tuple[tuple[str, int], ...]
    mapped: tuple[tuple[str, int], ...]
    collections: tuple[str, ...]
    ways_back: tuple[str, ...]
    #: Of a reference of several types, the names that it is one of.
    one_of: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def told(self) -> Layout:
        """For rows in which truths stand as such."""
        return replace(self, plain=self.plain + self.truths, truths=())

    @property
    def maps(self) -> tuple[str, ...]:
        """Names of the mappings that the function takes."""
        return (*(name for name, _ in self.mapped), *self.collections, *self.ways_back)


def fill_function(model: Model, entity: str, layout: Layout) -> Filling:
    """The function for a layout; cached with the model's registrations."""
    cache = model.cache("fill")
    key = (entity, layout)
    function: Filling | None = cache.get(key)
    if function is None:
        name = f"<fill {entity} {next(_numbers)}>"
        function = cache.keep(key, _compile(name, fill_source(layout)))
    return function


def fill_source(layout: Layout) -> str:
    """The text of the function; see the module."""
    targets = [f"_{place}" for place in range(layout.width)]
    for name, place in layout.plain:
        targets[place] = f"o.{name}"
    for _, place in (*layout.truths, *layout.mapped):
        targets[place] = f"k{place}"
    body: Iterable[str] = (
        "o._origin = origin",
        *(
            f"o.{name} = None if k{place} is None else not not k{place}"
            for name, place in layout.truths
        ),
        *(f"o.{name} = {name}[k{place}]" for name, place in layout.mapped),
        *(f"o.{name} = {name}.get(o.id, EMPTY)" for name in layout.collections),
        *(f"o.{name} = {name}[o.id]" for name in layout.ways_back),
        *(f"o.{name} = {_first_of(of)}" for name, of in layout.one_of),
        "o.__class__ = frozen",
    )
    maps = "".join(f", {name}" for name in layout.maps)
    lines = (
        f"def fill(rows, out, frozen, origin{maps}):",
        f"    for o, ({', '.join(targets)},) in zip(out, rows):",
        *(f"        {line}" for line in body),
    )
    return "\n".join(lines) + "\n"


def _first_of(names: tuple[str, ...]) -> str:
    some = [f"o.{name} if o.{name} is not None else" for name in names]
    return f"{' '.join(some)} None"


def _compile(name: str, source: str) -> Filling:
    namespace: dict[str, Any] = {"EMPTY": ()}
    exec(compile(source, name, "exec"), namespace)
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    function: Filling = namespace["fill"]
    # Its lines go with it.
    finalize(function, linecache.cache.pop, name, None)
    return function
