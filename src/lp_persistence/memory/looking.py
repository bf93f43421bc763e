"""What is asked of live objects, for who looks: whom rules show, who may do
what, and facts that take the viewer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lp_persistence.fields import Attribute
from lp_persistence.memory.run import Column, Mask, Run
from lp_persistence.model import EntityType, PermittedTo, VisibleTo
from lp_persistence.steps import ALL_PERMITTED, NOBODY


def asked(entity_type: EntityType, what: str, question: Callable[[Any], Any]) -> Column:
    """The answers that live objects give to a question.

    What their code raises comes as it is, with a note of what was asked of
    whom.
    """
    name = entity_type.name

    def answers(run: Run, ids: Sequence[int]) -> list[Any]:
        entities = run.world.entities[name]
        found = []
        for key in ids:
            try:
                found.append(question(entities[key]))
            except Exception as error:
                error.add_note(f"{what} was asked of {name} {key}.")
                raise
        return found

    return answers


def verdict(entity_type: EntityType, who: str) -> Mask | None:
    """Whom of ids the visibility rule shows; None where all are shown."""
    visible_to = entity_type.visible_to
    if visible_to is None:
        return None
    return _by_rule(entity_type, visible_to, f"The visibility rule for {who}", who)


def permits(entity_type: EntityType, permission: str, whose: str | None) -> Mask:
    """Who of ids the viewer has a permission on."""
    rule = entity_type.permissions[permission]
    if whose == ALL_PERMITTED or not isinstance(rule, PermittedTo):
        return lambda run, ids: [True] * len(ids)
    who = whose or NOBODY
    return _by_rule(entity_type, rule, f"{permission} for {who}", who)


def _by_rule(entity_type: EntityType, by: VisibleTo, what: str, who: str) -> Mask:
    rule, facts = by.rule, by.facts

    def answers(run: Run, ids: Sequence[int]) -> list[bool]:
        viewer = run.viewer(who, facts)
        ask = asked(entity_type, what, lambda entity: bool(rule(entity, viewer)))
        return ask(run, ids)

    return answers


def told(entity_type: EntityType, field: Attribute, who: str) -> Column:
    """What a fact that takes the viewer is, as the entity's code has it."""
    name, facts = field.__name__, field.viewer or ()
    compute = getattr(entity_type.factory, name)
    what = f"{entity_type.name}.{name} for {who}"

    def answers(run: Run, ids: Sequence[int]) -> list[Any]:
        viewer = run.viewer(who, facts)
        return asked(entity_type, what, lambda each: compute(each, viewer))(run, ids)

    return answers
