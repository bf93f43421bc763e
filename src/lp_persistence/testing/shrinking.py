"""Makes a failing program and its world small.

Hypothesis shrinks what was drawn; a program's values follow from its world, so
that little can be taken away there. Here both are plain data: lines, rows,
pairs and values go one by one as long as the failure stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from lp_persistence.fields import MISSING, Reference
from lp_persistence.model import Model
from lp_persistence.testing.programs import Program
from lp_persistence.testing.world import World
from lp_persistence.testing.worlds import NULLABLE, PLAIN

#: How many smaller ones are tried.
PATIENCE: Final = 3000

Case = tuple[World, Program]
Fails = Callable[[World, Program], bool]


def shrink(world: World, program: Program, model: Model, fails: Fails) -> Case:
    """The smallest case that is found in which something still fails."""
    case, tries = (world, program), 0
    changed = True
    while changed:
        changed = False
        for smaller in SMALLER:
            skip = 0
            while tries < PATIENCE:
                # What was refused once is passed over: few of these become
                # possible by what is taken away after them.
                candidates = smaller(*case, model)
                for _ in range(skip):
                    next(candidates, None)
                for candidate in candidates:
                    tries += 1
                    if fails(*candidate):
                        case, changed = candidate, True
                        break
                    skip += 1
                    if tries >= PATIENCE:
                        return case
                else:
                    break
    return case


def fewer_lines(world: World, program: Program, model: Model) -> Iterator[Case]:
    """Without a half, a quarter, one of its lines; for nobody."""
    lines = program.lines
    size = len(lines) // 2
    while size:
        for start in range(len(lines) - size, -1, -1):
            yield world, replace(program, lines=lines[:start] + lines[start + size :])
        size //= 2
    if program.viewer != "None":
        yield world, replace(program, viewer="None")
    if program.viewer not in ("None", "ALL_SEEING"):
        yield world, replace(program, viewer="ALL_SEEING")


def fewer_rows(world: World, program: Program, model: Model) -> Iterator[Case]:
    """Without the rows of one type; without one row."""
    for interface, rows in world.rows.items():
        if len(rows) > 1:
            yield without(world, interface, set(rows), model), program
    for interface, rows in world.rows.items():
        for key in rows:
            yield without(world, interface, {key}, model), program


def fewer_pairs(world: World, program: Program, model: Model) -> Iterator[Case]:
    """Without the pairs of one link; without one pair."""
    for link, pairs in world.links.items():
        if pairs:
            yield replace(world, links={**world.links, link: []}), program
        for place in range(len(pairs) if len(pairs) > 1 else 0):
            fewer = pairs[:place] + pairs[place + 1 :]
            yield replace(world, links={**world.links, link: fewer}), program


def plainer_values(world: World, program: Program, model: Model) -> Iterator[Case]:
    """With one value less peculiar."""
    for interface, rows in world.rows.items():
        for key, row in rows.items():
            for name, value in row.items():
                plain = PLAIN.get((interface, name), PLAIN.get(type(value), value))
                if name in NULLABLE.get(interface, ()):
                    plain = None
                if value != plain and plain is not MISSING and name != "id":
                    changed = {**rows, key: {**row, name: plain}}
                    smaller = {**world.rows, interface: changed}
                    yield replace(world, rows=smaller), program


def without(world: World, interface: str, keys: set[int], model: Model) -> World:
    """A world without some rows and what can't be without them."""
    rows = {name: dict(some) for name, some in world.rows.items()}
    gone = {(interface, key) for key in keys}
    waiting = list(gone)
    while waiting:
        name, key = waiting.pop()
        rows[name].pop(key, None)
        for entity_type in model:
            for edge in entity_type.edges.values():
                is_kept = isinstance(edge, Reference) and not edge.of
                if not is_kept or edge.target != name:
                    continue
                for other in list(rows.get(entity_type.name, {})):
                    row = rows[entity_type.name][other]
                    if row[edge.__name__] != key:
                        continue
                    if edge.__name__ in NULLABLE.get(entity_type.name, ()):
                        rows[entity_type.name][other] = {**row, edge.__name__: None}
                    elif (entity_type.name, other) not in gone:
                        gone.add((entity_type.name, other))
                        waiting.append((entity_type.name, other))
    links = {
        (owner, edge): [
            pair
            for pair in pairs
            if (owner, pair[0]) not in gone
            and (model.type_named(owner).edges[edge].target, pair[1]) not in gone
        ]
        for (owner, edge), pairs in world.links.items()
    }
    return World(rows, links)


SMALLER: Final = (fewer_lines, fewer_rows, fewer_pairs, plainer_values)
