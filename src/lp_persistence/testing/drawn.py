"""What programs say of a model's declarations, and what there is to be said.

The differential machine proves what its programs say. So whatever is
registered has to be said by some: every attribute, edge, permission and URL
asked for, every verb called, a composed one with each of its arguments, every fact and
edge filtered by, every fact that has an order ordered by, every operator used,
every verb of groups of several types.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lp_persistence.arguments import Tests, arguments_of
from lp_persistence.errors import PersistenceError
from lp_persistence.fields import Edge, WayBack
from lp_persistence.launchpad.interfaces import ILaunchpad
from lp_persistence.model import Model
from lp_persistence.testing.programs import (
    OPERATORS,
    Program,
    composed_verbs,
    mixed_roots,
    mixed_verbs,
    names_in_programs,
    verbs_of,
)
from lp_persistence.testing.reference import TRACKER, Graph, Reference
from lp_persistence.testing.reference.expressions import Term
from lp_persistence.testing.reference.meanings import Law
from lp_persistence.testing.world import World

#: What is done, the interface, and the name that it is done with.
Said = tuple[str, str, str]


def to_be_said(model: Model) -> Iterator[Said]:
    """Everything that follows from the registrations."""
    verbs = verbs_of(model)
    for entity_type in model:
        name = entity_type.name
        for field_name, field in entity_type.fields.items():
            if isinstance(field, WayBack):
                continue
            yield "ask", name, field_name
            if isinstance(field, Edge):
                yield "filter", name, field_name
        for fact, field in entity_type.facts.items():
            yield "filter", name, field.__name__
            if field.is_ordered:
                yield "order", name, fact
        for verb in verbs[name]:
            yield "call", name, verb
        if name in model.canonical:
            yield "call", name, "need_url"
    for entity_type, verb, method in composed_verbs(model):
        place = f"{entity_type.group_interface.__name__}.{verb}"
        yield "compose", place, ""
        for argument, kind in arguments_of(method).items():
            if not isinstance(kind, Tests):
                yield "compose", place, argument
    for argument in arguments_of(ILaunchpad["search"]):
        yield "compose", "ILaunchpad.search", argument
    for name, interface in mixed_roots().items():
        for verb in mixed_verbs(interface):
            yield "call", name, verb
    for operator in OPERATORS:
        yield "operator", "", operator.__name__


def said(world: World, program: Program, model: Model) -> Iterator[Said]:
    """What one program says, as the naive interpreter understands it."""
    verbs = verbs_of(model)
    naive = Reference(Graph(world, model, TRACKER), verbs)
    names = naive.namespace() | names_in_programs(model)
    exec(f"context = Context(viewer={program.viewer})", names)
    for line in program.lines:
        with contextlib.suppress(PersistenceError):
            exec(line, names)
            yield from _address(line, names)
            yield from _mixed(line, names)
        yield from _operators(line)
    yield from _composed(names["context"].laws, program)
    terms: list[Term] = names["context"].terms.all
    for term in terms:
        yield from _of_term(term)
        if term.source is not None and term.edge is not None:
            for verb, edge in verbs[term.source.interface].items():
                if edge == term.edge and f".{verb}(" in str(program):
                    yield "call", term.source.interface, verb
        for verb, name in verbs[term.interface].items():
            if name in term.asked and f".{verb}(" in str(program):
                yield "call", term.interface, verb


def _address(line: str, names: dict[str, Any]) -> Iterator[Said]:
    asked = re.search(r"^(\w+)\.need_url\(\)$", line)
    if asked is not None:
        group = names[asked[1]]
        for term in getattr(group, "terms", None) or (group.term,):
            yield "call", term.interface, "need_url"


def _mixed(line: str, names: dict[str, Any]) -> Iterator[Said]:
    roots = mixed_roots()
    named = set(re.findall(r"\w+", line))
    kinds = {getattr(names.get(name), "interface", "") for name in named} | named
    for kind in roots.keys() & kinds:
        for verb in re.findall(r"\.(\w+)\(", line):
            yield "call", kind, verb


def _composed(laws: Iterable[Law], program: Program) -> Iterator[Said]:
    for law in laws:
        yield "compose", law.place, ""
        for argument in law.arguments:
            yield "compose", law.place, argument
    for line in program.lines:
        call = re.search(r"\bLaunchpad\.search\(context, (.*)\)$", line)
        for argument in re.findall(r"(\w+)=", call[1]) if call else ():
            yield "compose", "ILaunchpad.search", argument


def _of_term(term: Term) -> Iterator[Said]:
    for name in term.asked:
        yield "ask", term.interface, name
    for name in term.order or ():
        yield "order", term.interface, name.removeprefix("-")
    for test in term.where:
        yield "filter", term.interface, _name_of(test)


def _name_of(test: Any) -> str:
    return _name_of(test[1]) if test[0] == "not" else str(test[1])


def _operators(line: str) -> Iterator[Said]:
    for operator in OPERATORS:
        if f"{operator.__name__}(" in line:
            yield "operator", "", operator.__name__
