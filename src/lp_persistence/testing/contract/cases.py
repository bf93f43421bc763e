"""Programs that say what an entity interface declares, all of it.

Each function takes a ``Site`` and an entity type and gives cases: what of the
declaration a program is about, and the program. What it has to give is the
naive interpreter's to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

from lp_persistence.conditions import Not
from lp_persistence.counts import is_counted_by
from lp_persistence.fields import (
    Attribute,
    Collection,
    Edge,
    Embedded,
    Permitted,
    WayBack,
)
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.model import EntityType, Model
from lp_persistence.testing.drawing import corners
from lp_persistence.testing.programs import OPERATORS, REALISE, Program, verbs_of
from lp_persistence.testing.reference import Graph
from lp_persistence.testing.reference.expressions import Terms
from lp_persistence.testing.reference.members import Members
from lp_persistence.testing.values import strange_ids, text_of

#: How many values of a world a fact is compared with, and how many that
#: perhaps nobody has.
FROM_THE_WORLD: Final = 3
STRANGE: Final = 2


@dataclass(frozen=True)
class Case:
    """A program about ``place``: an interface's name, and an attribute's."""

    place: str
    program: Program


class Site:
    """A world to write programs for."""

    def __init__(self, graph: Graph, model: Model):
        self.graph = graph
        self.model = model
        self.verbs = verbs_of(model)
        #: By viewer the members of a world as they are seen.
        self.seen = cache(self._members)

    def root(self, entity_type: EntityType) -> str:
        """The text of a type's root."""
        return f"{entity_type.group_interface.__name__}(context)"

    def entity(self, entity_type: EntityType, key: object) -> str:
        """The text of an entity."""
        return f"{entity_type.factory.__name__}(id={key!r})"

    def verb(self, entity_type: EntityType, name: str) -> str | None:
        """The verb that follows an edge; None where there is none."""
        verbs = self.verbs[entity_type.name]
        return next((verb for verb, edge in verbs.items() if edge == name), None)

    @cached_property
    def viewing(self) -> dict[int, str]:
        """Those who can look, by id, as text."""
        return {
            key: self.entity(viewer, key)
            for interface in self.model.viewers
            for viewer in (self.model.type_of(interface),)
            for key in self.graph.ids(viewer.name)
        }

    @cached_property
    def viewers(self) -> list[str]:
        """Who sees everything, then nobody, then one of each kind of those who
        see the same."""
        seen: dict[Any, str] = {self._seen_by(None): "None"}
        for key, text in self.viewing.items():
            seen.setdefault(self._seen_by(key), text)
        return [repr(ALL_SEEING), *seen.values()]

    def _members(self, viewer: Any) -> Members:
        return Members(Terms(self.graph), viewer)

    def told(
        self, entity_type: EntityType, field: Attribute, viewer: Any
    ) -> tuple[Any, ...]:
        """What a fact is of everybody, for one viewer."""
        value, interface = self.seen(viewer).value, entity_type.name
        keys = self.graph.ids(interface)
        return tuple(value(interface, key, field.__name__) for key in keys)

    def viewers_of_fact(
        self, entity_type: EntityType, field: Attribute
    ) -> dict[str, Any]:
        """Who sees everything; where a fact depends on who looks nobody too, and
        one of each kind of those to whom it is the same. By the text of each."""
        viewers: dict[str, Any] = {repr(ALL_SEEING): ALL_SEEING}
        if field.is_blind:
            return viewers
        kinds: dict[Any, Any] = {self.told(entity_type, field, None): None}
        for key in self.viewing:
            kinds.setdefault(self.told(entity_type, field, key), key)
        for viewer in kinds.values():
            viewers["None" if viewer is None else self.viewing[viewer]] = viewer
        return viewers

    def sees_any(self, entity_type: EntityType, viewer: Any) -> bool:
        """Whether somebody sees any entity of a type."""
        keys = self.graph.ids(entity_type.name)
        return any(self.graph.sees(viewer, entity_type.name, key) for key in keys)

    def viewers_of(self, interface: str, keys: Iterable[int]) -> list[str]:
        """Who sees everything, nobody, and who sees least of these entities."""
        viewers = [repr(ALL_SEEING)]
        if self.graph.types[interface].visible_to is None:
            return viewers

        def seen(viewer: int) -> int:
            return sum(self.graph.sees(viewer, interface, key) for key in keys)

        keys = tuple(keys)
        least = min(self.viewing, key=seen, default=None)
        return [*viewers, "None", *([self.viewing[least]] if least is not None else [])]

    def _seen_by(self, viewer: int | None) -> Any:
        return frozenset(
            (each.name, key)
            for each in self.model
            if each.visible_to is not None
            for key in self.graph.ids(each.name)
            if self.graph.sees(viewer, each.name, key)
        )


def attributes(site: Site, entity_type: EntityType) -> Iterator[Case]:
    """Everything that can be asked for, read at once; what is computed, alone
    as well."""
    root = site.root(entity_type)
    fields = {
        name: field
        for name, field in entity_type.fields.items()
        if not isinstance(field, (Permitted, WayBack))
    }
    needs = f"r.need({', '.join(map(repr, fields))})"
    program = (f"r = {root}.all()", needs, REALISE)
    for viewer in site.viewers_of(entity_type.name, site.graph.ids(entity_type.name)):
        yield Case(entity_type.name, Program(viewer, program))
    for name, field in fields.items():
        if not isinstance(field, Edge) and not field.is_stored:
            alone = (f"r = {root}.all().need({name!r})", REALISE)
            for viewer in site.viewers_of_fact(entity_type, field):
                yield Case(f"{entity_type.name}.{name}", Program(viewer, alone))


def visibility(site: Site, entity_type: EntityType) -> Iterator[Case]:
    """Who is shown what: in groups, by ids, in counts."""
    if entity_type.visible_to is None:
        return
    root = site.root(entity_type)
    ids = [
        *site.graph.ids(entity_type.name),
        *strange_ids(entity_type.fields["id"]),
    ]
    for viewer in site.viewers:
        lines = (
            f"r = {root}.all()",
            f"s = {root}.size()",
            f"o = {root}.of({ids!r})",
            f"l = {root}.ordered_by('-id').limit(2)",
            REALISE,
        )
        yield Case(entity_type.name, Program(viewer, lines))
        facts = entity_type.facts.items()
        counts = [f"s = {root}.size()", f"o = {root}.of({ids!r}).size()"]
        counts += [
            f"f = {root}.counted_by({name!r})"
            for name, field in facts
            if is_counted_by(field)
        ]
        yield Case(entity_type.name, Program(viewer, named([*counts, REALISE])))


def addresses(site: Site, entity_type: EntityType) -> Iterator[Case]:
    """Canonical URLs: of all, of a union, and of what edges lead to, hidden or not;
    refused where there are none."""
    root = site.root(entity_type)
    ids = list(site.graph.ids(entity_type.name))
    lines = [f"r = {root}.all().need_url()"]
    lines += [f"u = {root}.of({ids[:1]})", f"u.update({root}.of({ids[1:]}))"]
    lines += ["u.need_url()", REALISE]
    yield from (Case(entity_type.name, Program(v, tuple(lines))) for v in site.viewers)
    for name, edge in entity_type.edges.items():
        verb = site.verb(entity_type, name)
        if isinstance(edge, WayBack) or verb is None:
            continue
        led = (f"r = {root}.all()", f"w = r.{verb}().need_url()", REALISE)
        for viewer in site.viewers_of(edge.target, _led_to(site, entity_type, name)):
            yield Case(f"{entity_type.name}.{name}", Program(viewer, led))


def permissions(site: Site, entity_type: EntityType) -> Iterator[Case]:
    """Who may do what with whom they see."""
    root = site.root(entity_type)
    for permission in entity_type.permissions:
        line = f"r = {root}.all().need_permission({permission!r})"
        for viewer in site.viewers:
            yield Case(entity_type.name, Program(viewer, (line, REALISE)))


def facts(site: Site, entity_type: EntityType) -> Iterator[Case]:
    """Filters by every operator, and orders with the pages behind them."""
    for name, field in entity_type.facts.items():
        place = f"{entity_type.name}.{field.__name__}"
        for text, viewer in site.viewers_of_fact(entity_type, field).items():
            is_any = site.sees_any(entity_type, viewer)
            lines = _fact_lines(site, entity_type, name, field, is_any)
            yield Case(place, Program(text, named(lines)))


def _fact_lines(
    site: Site, entity_type: EntityType, name: str, field: Attribute, is_any: bool
) -> Iterator[str]:
    root = site.root(entity_type)
    ids = list(site.graph.ids(entity_type.name))
    tests = list(fact_tests(site, entity_type, field))
    yield from (f"f = {root}.filter({name}={test}).all()" for test in tests)
    yield from (f"f = {root}.of({ids}).filter({name}={test})" for test in tests[:3])
    for both in _pairs(name, tests, ids):
        yield f"f = {root}.filter({both}).all()"
    if is_counted_by(field):
        yield f"f = {root}.counted_by({name!r})"
        yield f"f = {root}.ordered_by('-id').limit(3).counted_by({name!r})"
    orders = [f"{name!r}", f"'-{name}'"] if is_any else []
    for number, order in enumerate(orders):
        yield f"o{number} = {root}.ordered_by({order}).limit(2)"
    yield REALISE
    for number, order in enumerate(orders):
        key = f"o{number}.key(list(o{number})[-1])"
        yield f"p = {root}.ordered_by({order}).after({key}).limit(3)"
    yield REALISE


def edges(site: Site, entity_type: EntityType) -> Iterator[Case]:
    """Every edge: whole, of each, filtered, counted, as a filter."""
    root = site.root(entity_type)
    for name, edge in entity_type.edges.items():
        if isinstance(edge, WayBack):
            lines = [f"f = {root}.need({name!r})", f"f = {root}.filter({name}=None)"]
        else:
            lines = [f"r = {root}.all()", f"r.need({name!r})"]
            lines += _followed(site, entity_type, name, edge)
            tests = edge_tests(site, entity_type, name, edge)
            lines += [f"f = {root}.filter({name}={test}).all()" for test in tests]
        lines.append(REALISE)
        place = f"{entity_type.name}.{name}"
        for viewer in site.viewers_of(edge.target, _led_to(site, entity_type, name)):
            yield Case(place, Program(viewer, named(lines)))


def embedded(site: Site, entity_type: EntityType) -> Iterator[Case]:
    """Values that others make, as groups."""
    root = site.root(entity_type)
    for name, field in entity_type.fields.items():
        verb = site.verb(entity_type, name)
        if isinstance(field, Embedded) and verb is not None:
            lines = [f"v = {root}.all().{verb}()", REALISE]
            place = f"{entity_type.name}.{name}"
            yield Case(place, Program(repr(ALL_SEEING), tuple(lines)))


def named(lines: Iterable[str]) -> tuple[str, ...]:
    """Lines whose groups have a name each, so that each is compared."""
    found = []
    for number, line in enumerate(lines):
        name, equals, rest = line.partition(" = ")
        is_reused = bool(equals) and name in ("f", "p")
        found.append(f"{name}{number} = {rest}" if is_reused else line)
    return tuple(found)


def _values(site: Site, entity_type: EntityType, field: Attribute) -> list[Any]:
    """Values of a fact that somebody has, then some that perhaps nobody has."""
    viewers = [ALL_SEEING] if field.is_blind else [ALL_SEEING, None, *site.viewing]
    there = dict.fromkeys(
        value for viewer in viewers for value in site.told(entity_type, field, viewer)
    )
    known = [value for value in there if value is not None]
    strange = [
        value
        for value in (strange_ids(field) if field.__name__ == "id" else corners(field))
        if value not in there
    ]
    return known[:FROM_THE_WORLD] + strange[:STRANGE] + strange[-1:]


def fact_tests(site: Site, entity_type: EntityType, field: Attribute) -> Iterator[str]:
    """Every way to compare, with values that fit and some that don't."""
    texts = [text_of(field, value) for value in _values(site, entity_type, field)]
    yield from texts
    yield "None"
    yield f"{{{', '.join(dict.fromkeys(texts[:2]))}}}"
    yield f"{{{texts[0]}, None}}"
    yield "set()"
    for operator in OPERATORS:
        if operator is not Not:
            for text in texts[:3]:
                yield f"{operator.__name__}({text})"
                yield f"Not({operator.__name__}({text}))"
    yield f"Not({texts[0]})"
    yield "Not(None)"
    yield f"Not({{{texts[0]}, None}})"


def _pairs(name: str, tests: list[str], ids: list[int]) -> Iterator[str]:
    """Two tests at once, each of which leaves somebody out."""
    for key in ids[:1] if name != "id" else ():
        yield f"{name}={tests[0]}, id=Not({key})"
        yield f"id=Not({key}), {name}={tests[0]}"
        yield f"{name}={tests[0]}, id={key}"


def _followed(
    site: Site, entity_type: EntityType, name: str, edge: Edge
) -> Iterator[str]:
    verb = site.verb(entity_type, name)
    if verb is None:
        return
    yield f"w = r.{verb}()"
    yield "s = w.size()"
    yield f"f = r.{verb}(limit=2)"
    target = site.model.type_named(edge.target)
    for key in site.graph.ids(target.name)[:1]:
        yield f"f = r.{verb}(id=Not({key}))"
        yield f"c = r.{verb}(id=Not({key}), limit=40).size()"
    if isinstance(edge, Collection):
        yield f"f = r.{verb}(limit=1, each=True)"


def edge_tests(
    site: Site, entity_type: EntityType, name: str, edge: Edge
) -> Iterator[str]:
    target = site.model.type_named(edge.target)
    keys = _led_to(site, entity_type, name)
    strange = strange_ids(target.fields["id"])[-2:]
    texts = [site.entity(target, key) for key in (*keys[:2], *strange)]
    yield "None"
    yield "Not(None)"
    yield from texts
    yield f"Not({texts[0]})"
    yield f"{{{texts[0]}, None}}"
    yield "set()"
    group = f"{site.root(target)}.of({list(keys)})"
    yield group
    yield f"Not({group})"
    for interface in (entity_type, *site.model):
        if interface is not target:
            yield site.entity(interface, 1)  # refused
            return


def _led_to(site: Site, entity_type: EntityType, name: str) -> Sequence[int]:
    if isinstance(entity_type.edges[name], WayBack):
        return ()
    found: dict[int, None] = {}
    for key in site.graph.ids(entity_type.name):
        for target, _ in site.graph.targets(entity_type.name, key, name):
            found[target] = None
    return tuple(found)
