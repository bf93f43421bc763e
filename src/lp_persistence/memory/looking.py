"""What is asked of live objects, for who looks: whom rules show, who may do
what, and facts that take the viewer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from lp_persistence.fields import Attribute
from lp_persistence.memory.live import Made
from lp_persistence.memory.run import Column, Mask, Run, told_of
from lp_persistence.model import EntityType, PermittedTo, VisibleTo
from lp_persistence.steps import ALL_PERMITTED, NOBODY, SOMEBODY

#: What is asked of a live entity.
Question: TypeAlias = Callable[[Any], Any]


def asked(entity_type: EntityType, what: str, question: Question) -> Column:
    """The answers that live objects give to a question, whoever looks: each is
    asked once, and what it says is kept as long as the world.

    What their code raises comes as it is, with a note of what was asked of
    whom. ``what`` stands for the question: equal ones are one.
    """
    kept = entity_type.name, what

    def answers(run: Run, ids: Sequence[Any]) -> list[Any]:
        known = run.world.kept.get(kept)
        if known is None:
            ask = _asking(run, entity_type, what, question)
            known = run.world.kept.setdefault(kept, Made(ask))
        return list(map(known.__getitem__, ids))

    return answers


def _asking(
    run: Run, entity_type: EntityType, what: str, question: Question
) -> Callable[[Any], Any]:
    """Asks whoever has an id."""
    name = entity_type.name
    entities = run.world.entities[name]

    def ask(key: Any) -> Any:
        try:
            return question(entities[key])
        except Exception as error:
            error.add_note(f"{what} was asked of {name} {key}.")
            raise

    return ask


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


def told(entity_type: EntityType, field: Attribute, who: str) -> Column:
    """What a fact that takes the viewer is, as the entity's code has it."""
    name, facts = field.__name__, field.viewer or ()
    compute = getattr(entity_type.factory, name)
    return _of_viewer(
        entity_type, f"{entity_type.name}.{name} for {who}", compute, facts, who
    )


def _by_rule(entity_type: EntityType, by: VisibleTo, what: str, who: str) -> Mask:
    rule = by.rule
    return _of_viewer(
        entity_type, what, lambda each, viewer: bool(rule(each, viewer)), by.facts, who
    )


def _of_viewer(
    entity_type: EntityType,
    what: str,
    question: Callable[[Any, Any], Any],
    facts: Sequence[str],
    who: str,
) -> Column:
    """The answers to a question that takes the viewer, who is told by facts."""
    if who != SOMEBODY:
        nobody = told_of({}, facts)
        return asked(entity_type, what, lambda each: question(each, nobody))

    def answers(run: Run, ids: Sequence[Any]) -> list[Any]:
        viewer = run.viewer(facts)
        ask = _asking(run, entity_type, what, lambda each: question(each, viewer))
        return list(map(ask, ids))

    return answers
