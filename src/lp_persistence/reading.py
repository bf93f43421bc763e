"""What a context has found, and how it is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lp_persistence.bounds import is_bare_root
from lp_persistence.counts import counted, in_order, unknown_items
from lp_persistence.errors import NotAllowed, NotRealised
from lp_persistence.expression import Node, describe
from lp_persistence.fields import Attribute, Bool
from lp_persistence.hydration.absorb import Absorber
from lp_persistence.hydration.at_once import Answer, answer_at_once, told_values
from lp_persistence.hydration.hydrate import Hydration
from lp_persistence.hydration.order import (
    grouped_as_they_come,
    ordered_ids,
    positions,
)
from lp_persistence.hydration.rows import Found, Row
from lp_persistence.hydration.shapes import readable_names
from lp_persistence.hydration.units import units_of, units_to_make
from lp_persistence.model import Model
from lp_persistence.ordering import field_of, order_terms
from lp_persistence.planning.columns import is_ordered_follow
from lp_persistence.planning.plan import Counted, Plan
from lp_persistence.steps import ID, RANK, By, Path


class Reading:
    """The results of the plans of one context.

    Nothing can be read before ``finish()``: after an error a context begins a
    new one, which says of it why nothing can be read.
    """

    def __init__(
        self, model: Model, nodes: list[Node], failure: BaseException | None = None
    ):
        self._model = model
        self._nodes = nodes
        self._found: dict[int, Found] = {}
        #: What was counted, as rows.
        self.counted: dict[Counted, list[Row]] = {}
        #: How many rows all steps have given.
        self.rows = 0
        #: What rules ask of the viewer, by name.
        self.facts: dict[str, frozenset[int]] = {}
        self._loaded: frozenset[int] = frozenset()
        self._asked: dict[int, tuple[str, ...]] = {}
        self._absorber: Absorber | None = None
        self._at_once: dict[Node, Answer | None] = {}
        self._realised_nodes = 0
        # As a text: an error holds all that was read until then.
        self._failure: str | None = None
        if failure is not None:
            self._failure = f"{type(failure).__name__}: {failure}".rstrip(": .")

    def known(self) -> dict[int, frozenset[Path]]:
        """By number of a node whose rows were brought, their columns."""
        return {
            number: found.columns
            for number, found in self._found.items()
            if found.rows is not None
        }

    def begin(self, plan: Plan) -> Absorber:
        """Takes in the rows of a plan's steps."""
        for number in plan.loaded:
            self._found.setdefault(number, Found())
        return Absorber(plan, self._nodes, self._found, self.counted)

    def finish(self, plan: Plan, absorber: Absorber, loaded: Iterable[Node]) -> None:
        """Make the objects: from now on they can be read.

        Raises RowError or RealiseError for rows that no entity can be made of.
        """
        nodes = list(loaded)
        units = plan.memo.get("units")
        if units is None:
            units = plan.memo["units"] = units_of(nodes)
        make = units_to_make(units, self._nodes, self._asked, self._found)
        wrong = [
            error
            for (number, by), rows in self.counted.items()
            if by is not None
            for error in unknown_items(self._nodes[number], by, dict(rows))
        ]
        Hydration(
            self._model,
            self._nodes,
            self._found,
            absorber.ids,
            units,
            make,
            plan.memo,
        ).run(wrong)
        self._failure = None
        self._absorber = absorber
        self._at_once = {}
        self._realised_nodes = len(self._nodes)
        self._loaded = frozenset(plan.loaded)
        self._asked = {node.number: tuple(node.asked) for node in nodes}
        for node in nodes:
            node.wanted = True  # whatever is made of it now, it stays readable

    def _found_of(self, node: Node) -> Found:
        """What was found of a node; NotRealised where it was not loaded."""
        found = self._found.get(node.number)
        if found is None or node.number not in self._loaded or found.links is None:
            group = node.type.group_interface.__name__
            built = f"{group} built at {node.place}"
            if is_bare_root(node) and not node.complete:
                text = "is not loaded: nothing narrows it. Narrow it, or say .all()."
            elif node.is_left_to_windows:
                text = "is read in windows alone. Say .all() to load it as well."
            elif node.wanted or node.needed or node.handles or node.sized:
                text = self._not_yet("realised")
            else:
                text = "was only made use of. Say .all() to load it as well."
            raise NotRealised(f"{built} {text}")
        return found

    def _not_yet(self, what: str) -> str:
        """That it takes realise(), and how the last one failed."""
        if self._failure is None:
            return f"was not {what} yet. Call context.realise() before it is read."
        return (
            f"was not {what}: realise() failed: {self._failure}. Mend that, and call "
            f"context.realise() again before it is read."
        )

    def members(self, node: Node) -> tuple[Any, ...]:
        """The members of a realised group, in its order."""
        if node.number not in self._loaded:
            at_once = self._answer(node)
            if at_once is not None:
                return at_once.members
        found = self._found_of(node)
        if found.members is None:
            assert found.links is not None and self._absorber is not None
            ids = ordered_ids(node, self._found, self._absorber.ids)
            found.members = tuple(map(found.links.__getitem__, ids))
        return found.members

    def reads(self, node: Node, name: str) -> bool:
        """Whether the members that a group has now can be read for a name."""
        answer = self._answer(node)
        return answer is not None and name in answer.readable

    def reached_from(self, node: Node, key: Any) -> tuple[Any, ...]:
        """The members that a collection's follow gave the owner with an id, in
        order."""
        found = self._found_of(node)
        if found.of_each is None:
            found.of_each = self._of_each(node, found)
        return found.of_each.get(key, ())

    def _of_each(self, node: Node, found: Found) -> dict[Any, tuple[Any, ...]]:
        assert found.links is not None and self._absorber is not None
        pairs, ids = found.pairs, self._absorber.ids(node)
        assert pairs is not None
        if not is_ordered_follow(node):
            place = positions(ordered_ids(node, self._found, self._absorber.ids))
            known = [row for row in pairs if row[1] in ids]
            pairs = sorted(known, key=lambda row: place[row[1]])
        return {
            owner: tuple(map(found.links.__getitem__, keys))
            for owner, keys in grouped_as_they_come(pairs, ids)
        }

    def member(self, node: Node, key: Any) -> Any:
        """The member with an id, or None."""
        if not node.type.has_id(key):
            return None
        if node.number not in self._loaded:
            return next((each for each in self.members(node) if each.id == key), None)
        found = self._found_of(node)
        assert found.links is not None and self._absorber is not None
        if key not in self._absorber.ids(node):
            return None
        return found.links[key]

    def _answer(self, node: Node) -> Answer | None:
        """What is known of a group that was realised, or that was made since
        and is told by the objects of one that was."""
        if node.number in self._loaded:
            readable = readable_names(node.type, self._asked[node.number])
            return Answer(self.members(node), readable)
        if node.number < self._realised_nodes:
            return None
        if node not in self._at_once:
            realised = [self._nodes[number] for number in sorted(self._loaded)]
            self._at_once[node] = answer_at_once(node, realised, self._answer)
        return self._at_once[node]

    def size(self, node: Node) -> int:
        """How many members a group has that was asked for its size."""
        rows = self.counted.get((node.number, None))
        if rows is not None:
            size: int = rows[0][0]
            return size
        answer = self._answer(node)
        if answer is None:
            raise NotRealised(
                f"The size of {describe(node)} built at {node.place} "
                f"{self._not_yet('realised')}"
            )
        return len(answer.members)

    def counts(self, node: Node, field: Attribute) -> dict[Any, int]:
        """How many members of a group have each value of a fact, in the order
        of the fact."""
        name: str = field.__name__
        rows = self.counted.get((node.number, name))
        if rows is not None:
            return in_order(field, dict(rows))
        answer = self._answer(node)
        if answer is None or name not in answer.readable:
            raise NotRealised(
                f"{describe(node)} built at {node.place} "
                f"{self._not_yet(f'counted by {name}')}"
            )
        return in_order(field, counted(field, answer.members))

    def order_values(self, node: Node, key: int) -> tuple[Any, ...]:
        """The values by which a member stands where it stands."""
        if node.narrowing.limit is None:
            raise NotAllowed(
                f"{describe(node)} has no limit, so there is no next page. Say "
                f"limit(…) before realise()."
            )
        answer = self._answer(node)
        if answer is not None and node.number not in self._loaded:
            values = told_values(node, answer, key)
            if values is not None:
                return values
        found = self._found_of(node)
        terms = order_terms(node)
        known = found.pairs_index.keys() | {ID}
        if found.pairs is not None and known >= {term.path for term in terms}:
            row = next(row for row in found.pairs if row[1] == key)
            index = found.pairs_index
        else:
            rows = found.rows if node.reached is None else found.placed
            assert rows is not None
            row, index = rows.row(key), rows.index
        return tuple(
            key if term.path == ID else _told(node, term, row[index[term.path]])
            for term in terms
        )


def _told(node: Node, term: By, value: Any) -> Any:
    """The neutral value of what stands in a row: a truth may be a number there."""
    if value is None or term.path == RANK or not isinstance(field_of(node, term), Bool):
        return value
    return bool(value)
