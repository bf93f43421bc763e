"""Who looks at what is planned, and what that asks of the viewer."""

from __future__ import annotations

from lp_persistence.composed import hops_of
from lp_persistence.expression import Node
from lp_persistence.fields import Collection, Count, Permitted
from lp_persistence.model import EntityType, Model, PermittedTo
from lp_persistence.steps import ALL_PERMITTED, NOBODY, VIA, Path


class Looking:
    """Names who looks, for the steps of a plan; see ``lp_persistence.binding``.

    ``who``: NOBODY, SOMEBODY, or None for who sees everything. Remembers what it
    was asked for: the viewer's ``facts`` that rules and facts need, and the
    ``interfaces`` whose entities are counted.
    """

    def __init__(self, model: Model, who: str | None):
        self._model = model
        self._who = who
        self.facts: set[str] = set()
        self.interfaces: set[str] = set()

    def rule(self, interface: str) -> str | None:
        """The rule of a scope on ``interface``."""
        visible_to = self._model.type_named(interface).visible_to
        if visible_to is None or self._who is None:
            return None
        self.facts.update(visible_to.facts)
        return self._who

    def whose(self, interface: str, name: str) -> str | None:
        """With whose eyes an attribute of ``interface`` is seen; None for what is
        the same for all."""
        type_ = self._model.type_named(interface)
        field = type_.fields.get(name)  # a rank is none
        if field is None or field.is_blind:
            return None
        if isinstance(field, Count):
            return self._counted(type_, field)
        if isinstance(field, Permitted):
            rule = type_.permissions[field.permission]
            assert isinstance(rule, PermittedTo)
            self.facts.update(rule.facts)
            return self._who or ALL_PERMITTED
        assert field.viewer is not None
        self.facts.update(field.viewer)
        # Who sees everything is nobody in particular.
        return self._who or NOBODY

    def _counted(self, type_: EntityType, field: Count) -> str:
        """Where nothing that is counted can be hidden, all see the same; nor can it
        where whoever has it is seen, and that is all that the rule asks."""
        counted = [type_.edges[field.edge].target]
        counted += [hop.owner for hop in hops_of(self._model, type_, field.edge)[1:]]
        self.interfaces.update(counted)
        if self._seen_with_owner(type_, field):
            return ALL_PERMITTED
        rules = [rule for rule in map(self.rule, counted) if rule is not None]
        return rules[0] if rules else ALL_PERMITTED

    def _seen_with_owner(self, type_: EntityType, field: Count) -> bool:
        edge = type_.edges[field.edge]
        visible_to = self._model.type_named(edge.target).visible_to
        return (
            isinstance(edge, Collection)
            and visible_to is not None
            and edge.inverse is not None
            and edge.inverse == visible_to.through
        )

    def whose_path(self, node: Node, path: Path) -> str | None:
        """With whose eyes a column of a node's rows is seen."""
        type_ = node.type
        if path[0] == VIA:
            assert node.over is not None
            type_, path = node.over, path[1:]
        for name in path[:-1]:
            # What is read along has no rule of its own.
            type_ = self._model.type_named(type_.edges[name].target)
        return self.whose(type_.name, path[-1])
