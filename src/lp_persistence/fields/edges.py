"""The fields that lead to entities, and those that are made of them."""

from __future__ import annotations

from typing import Any

from zope.interface.interface import InterfaceClass

from lp_persistence.fields.attributes import Attribute


class Edge(Attribute):
    """An attribute that leads to entities."""

    is_fact = False

    def __init__(self, target: str, **options: Any):
        super().__init__(**options)
        #: Name of the entity interface that it leads to.
        self.target = target

    @property
    def is_stored(self) -> bool:
        return False


class Reference(Edge):
    """An edge to at most one entity, whose id the owner's row holds.

    ``apart=True``
        never read along with its owner, always by a step of its own [faster
        where thousands lead to almost as many];
    ``of``
        names of the owner's references that make the id: the target is made
        of what these lead to. Where one is None, so is this;
    ``unless``
        with ``of``: names of references beside which this is None.
    """

    def __init__(
        self,
        target: str,
        apart: bool = False,
        of: tuple[str, ...] = (),
        unless: tuple[str, ...] = (),
        **options: Any,
    ):
        super().__init__(target, **options)
        self.apart = apart
        self.of = of
        self.unless = unless

    @property
    def is_stored(self) -> bool:
        return not self.of


class Collection(Edge):
    """An edge to any number of entities; read as a tuple.

    ``inverse``
        name of the target's Reference or Collection that is the same edge
        seen from its other end, and is where it is kept;
    ``derived``
        nobody keeps it: the entity's class computes it, and backends may
        keep what follows from the same rule;
    ``ranked``
        derived, and the class yields pairs (entity, rank): an integer that
        orders the targets of one owner before their ids do;
    ``over``
        names of two edges or more that make it, each followed from where the
        one before it led: ``over=('duplicates', 'subscribers')``. Nobody keeps
        it, and what lies between must be seen by the viewer;
    ``together``
        it leads to few, whom no rule hides, or whose rows refer to the owner: what
        was asked of them comes with their ids, and saves them a step of their own;
    ``ordered_by``
        facts of the target, ``-`` before one for descending; where it is
        empty the target's own order holds.

    With none of ``inverse``, ``derived`` and ``over`` it is a link, kept as
    pairs.
    """

    def __init__(
        self,
        target: str,
        inverse: str | None = None,
        derived: bool = False,
        ranked: bool = False,
        over: tuple[str, ...] = (),
        ordered_by: tuple[str, ...] = (),
        together: bool = False,
        **options: Any,
    ):
        super().__init__(target, **options)
        self.together = together
        self.over = over
        self.inverse = inverse
        self.derived = derived or ranked
        self.ranked = ranked
        self.ordered_by = ordered_by

    @property
    def is_link(self) -> bool:
        """Whether it is kept as pairs of ids of its own."""
        return self.inverse is None and not self.derived and not self.over


class WayBack(Edge):
    """The one entity that a member was reached from; no row keeps it."""


class Embedded(Attribute):
    """A value made at the read from attributes ``of`` its owner.

    The entity's class has a property of this name that makes it.
    """

    is_fact = False

    def __init__(self, schema: InterfaceClass, of: tuple[str, ...], **options: Any):
        super().__init__(**options)
        self.schema: InterfaceClass = schema
        self.of = of

    @property
    def is_stored(self) -> bool:
        return False


class OneOf(Attribute):
    """A reference of several types: what the one of the references ``of`` its
    owner leads to that is not None. Asking for it asks for these.
    """

    is_fact = False

    def __init__(self, of: tuple[str, ...], **options: Any):
        super().__init__(**options)
        self.of = of

    @property
    def is_stored(self) -> bool:
        return False
