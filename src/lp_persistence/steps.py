"""What a backend is asked: plain data that can be compared and pickled.

A step holds names and shape. What changes from one program of a shape to the
next stands beside it: ``Values``, and the keys (ids) that earlier steps gave.
Interfaces are named by their ``__name__``, attributes by theirs.

Every row is a tuple of neutral values (see ``lp_persistence.fields``). The id
of an entity that is made of others is one value, a tuple.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

#: Names from an entity over references to an attribute: ``('icon', 'sha256')``.
Path: TypeAlias = tuple[str, ...]

#: The column that holds the id.
ID: Path = ("id",)

#: The column that holds the rank of a ranked edge.
RANK: Path = ("#rank",)

#: What a path begins with that goes on from what an entity was reached over.
VIA: Final = "#via"

#: Whose rule a scope applies: someone not signed in, or somebody.
NOBODY = "nobody"
SOMEBODY = "somebody"
#: Whose permissions and counts: of a viewer who sees everything, and has all of
#: them.
ALL_PERMITTED = "all permitted"


class Values(NamedTuple):
    """What fills the slots of a step."""

    #: By slot: a neutral value, or a tuple of them for ``in`` and ``Given``.
    slots: tuple[object, ...] = ()
    #: The viewer's facts by name: ids each. Empty for nobody.
    viewer: Mapping[str, frozenset[int]] = {}
    #: How many rows are handed back at most, one or more; what is beyond is not
    #: read. None for all.
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Test:
    """A fact compared with a value.

    ``operator`` is ``is``, ``in`` (the slot holds a tuple, without None),
    ``before`` or ``containing`` (A–Z folded, nothing else). A slot of None
    stands for None itself and goes with ``is`` alone. Comparing None with a
    value is False, never unknown.
    Of several texts: ``holding``, one of the tuple in the slot is among them;
    with a slot of None, there is any. ``whose``: see ``Column``.
    """

    name: str
    operator: str
    slot: int | None
    whose: str | None = None


class Hop(NamedTuple):
    """A part of an edge that is made of others: ``edge``, from those of
    ``owner`` that its ``rule`` (see Scope) shows."""

    owner: str
    edge: str
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Matches:
    """The texts of these names hold, together, each of the words in the slot (a
    tuple with at least one); see ``lp_persistence.matching``."""

    names: tuple[str, ...]
    slot: int


@dataclass(frozen=True, slots=True)
class Leads:
    """An edge leads to at least one of ``target``.

    ``over``: the parts of an edge that is made of others.
    """

    edge: str
    target: Scope
    over: tuple[Hop, ...] = ()

    def in_turn(self) -> Leads:
        """The same as one condition within the other: an edge leads to
        somebody whom the next one leads on from."""
        first, *others = self.over
        target = self.target
        for hop in reversed(others):
            led_on = (Leads(hop.edge, target),)
            target = Scope(hop.owner, Everything(), led_on, hop.rule)
        return Leads(first.edge, target)


@dataclass(frozen=True, slots=True)
class Not:
    """The complement: True wherever ``condition`` is False."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one holds."""

    conditions: tuple[Condition, ...]


Condition: TypeAlias = Test | Matches | Leads | Not | AnyOf


@dataclass(frozen=True, slots=True)
class Everything:
    """All entities of the scope's interface."""


@dataclass(frozen=True, slots=True)
class Given:
    """Those whose ids a slot holds (a tuple); ``single``: it is of one at most,
    so that an engine can read what belongs to it in the order of an index."""

    slot: int
    single: bool = False


@dataclass(frozen=True, slots=True)
class Keys:
    """Those whose ids an earlier step gave: ``keys[index]``."""

    index: int


@dataclass(frozen=True, slots=True)
class Followed:
    """Those that ``edge`` of ``owner`` leads to from the source's entities.

    ``over``: the parts of an edge that is made of others.
    """

    owner: str
    edge: str
    source: Scope | Keys
    over: tuple[Hop, ...] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """Those that the reference ``edge`` of ``owner`` leads to from the
    source's entities, which are read by nobody.

    Terms of the order and columns may begin with VIA: they go on from the
    source's entity then. Whoever is reached from several stands where the
    first of them, in the order, puts it.
    """

    owner: str
    edge: str
    source: Scope


@dataclass(frozen=True, slots=True)
class United:
    """Those of any part."""

    parts: tuple[Scope, ...]


Origin: TypeAlias = Everything | Given | Keys | Followed | Reached | United


class By(NamedTuple):
    """One term of an order. None is the largest value; text by code point.
    ``whose``: see ``Column``."""

    path: Path
    descending: bool = False
    whose: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which entities, in which order.

    ``rule``: None, or NOBODY or SOMEBODY: only those that the interface's
    visibility rule shows to them.
    ``order`` is total: its last term is the id, of a ``Reached`` that of what
    the entity was reached over (of a ``Followed`` with
    ``each``, the parents' order is not part of it).
    ``after``: by term of the order, the slot that holds the value after
    which members come; a slot of None stands for the value None. Whoever is
    reached from several parents has the place of the lowest rank.
    ``each``: the limit holds for every parent of a ``Followed``, else in all.
    """

    interface: str
    origin: Origin
    where: tuple[Condition, ...] = ()
    rule: str | None = None
    order: tuple[By, ...] = ()
    after: tuple[int | None, ...] | None = None
    limit: int | None = None  # the slot
    each: bool = False


class Column(NamedTuple):
    """What a row brings. ``among``: for the ids in ``keys[among]`` only, None
    for others (long texts).

    ``whose``: who looks, where the value depends on that, else None. Of a path
    that ends in the name of a permission or of a count: NOBODY, SOMEBODY or
    ALL_PERMITTED, to whom nothing is hidden; in that of a fact that takes the
    viewer: NOBODY, whose facts are all empty, or SOMEBODY.
    """

    path: Path
    among: int | None = None
    whose: str | None = None


@dataclass(frozen=True, slots=True)
class Select:
    """Rows ``(id, *columns)``, one for each entity of the scope, in its order.

    A reference's own path gives the id that it leads to; a longer path what
    its target holds (read along, None where the reference is).
    With ``verdict`` (a fetch, a name of NOBODY or SOMEBODY): rows
    ``(id, verdict, *columns)`` for all ids that there are; whether the viewer
    may see it, and None in the columns where not.
    """

    scope: Scope
    columns: tuple[Column, ...] = ()
    verdict: str | None = None


@dataclass(frozen=True, slots=True)
class Follow:
    """Rows ``(parent, id, *columns)``, one for each edge, in the scope's order.

    The scope's origin is a ``Followed`` whose source is ``Keys``. Where an
    edge is kept twice (duplicates in a link table), a row may come twice
    unless the scope has a limit; duplicates never count against a limit.
    A ranked edge gives a pair once, with its lowest rank.
    A limit: the first of every parent, also where it holds in all; the layer
    cuts what is too many then.
    Where the scope has no order the rows come as they like.
    """

    scope: Scope
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """Several ``Follow`` in one trip; their keys are of one integer. A part has
    neither order nor limit, or a limit for each parent.

    Rows ``(parent, id, number of the part, *columns)``: those of the first part
    that has any, then those of the next, within a part as they like; None in the
    columns of others. Where an edge leads to a row that isn't there, a part with the
    column ID has nothing but None in its columns.
    """

    parts: tuple[Follow, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """One row ``(number of entities in the scope,)``, without duplicates.

    With the name of a fact to count ``by``: rows ``(value, number)``, one for
    each value that there is, in any order; ``whose``: see ``Column``.
    """

    scope: Scope
    by: str | None = None
    whose: str | None = None


@dataclass(frozen=True, slots=True)
class ViewerFacts:
    """Rows ``(number of the fact, id)`` for the viewer, an entity of
    ``interface`` whose id is slot 0."""

    facts: tuple[str, ...]
    interface: str


Step: TypeAlias = Select | Follow | Beside | Count | ViewerFacts
