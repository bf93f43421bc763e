"""Programs that call the verbs which groups compose, with all that they take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product, starmap
from typing import Any

from zope.interface.interface import Method

from lp_persistence.arguments import (
    Count,
    Either,
    Like,
    Tests,
    Word,
    Words,
    arguments_of,
    signature_of,
    undeclared,
)
from lp_persistence.fields import OneOf
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.model import EntityType
from lp_persistence.testing.contract.cases import (
    FROM_THE_WORLD,
    Case,
    Site,
    edge_tests,
    fact_tests,
    named,
)
from lp_persistence.testing.programs import (
    REALISE,
    Program,
    composed_verbs,
    names_in_programs,
)
from lp_persistence.testing.reference import NoMeaning, Reference
from lp_persistence.testing.reference.members import naive_words


class NoArguments(AssertionError):
    """A composed verb does not say what some of its parameters take."""

    def __init__(self, interface: str, verb: str, missing: tuple[str, ...]):
        super().__init__(
            f"{interface}.{verb} takes {', '.join(missing)}, and does not say what "
            f"that may be. Say it beside the method: @taking({missing[0]}=…), of "
            f"lp_persistence.arguments."
        )


def verbs(site: Site, entity_type: EntityType) -> Iterator[Case]:
    """Every composed verb, with each of its arguments, two at once, counted, and
    page by page; of a root and of a group."""
    interface = entity_type.group_interface.__name__
    for composing, verb, method in composed_verbs(site.model):
        if composing is not entity_type:
            continue
        if (interface, verb) not in site.graph.rules.verbs:
            raise NoMeaning(interface, verb)
        missing = undeclared(method)
        if missing:
            raise NoArguments(interface, verb, missing)
        yield from Calls(site, entity_type, verb, method).cases()


@dataclass
class Calls:
    """The calls of one verb.

    ``said``: by name of an argument that may be left out its texts, ``name=value``
    each; ``required``: one text of each of the others.
    """

    site: Site
    entity_type: EntityType
    verb: str
    method: Method

    def __post_init__(self) -> None:
        self.root = self.site.root(self.entity_type)
        self.ids = list(self.site.graph.ids(self.entity_type.name))
        self.declared = arguments_of(self.method)
        every = {
            name: list(dict.fromkeys(texts_of(self.site, name, kind)))
            for name, kind in self.declared.items()
        }
        needed = signature_of(self.method)["required"]
        self.needed = {name: every.pop(name) for name in needed}
        self.required = [texts[0] for texts in self.needed.values()]
        self.said = every

    def cases(self) -> Iterator[Case]:
        """All of them."""
        for texts in self.needed.values():
            yield self._case(map(self._of_all, texts))
        for texts in self.said.values():
            calls = [self._arguments(text) for text in texts]
            counted = [f"{self.root}.{self.verb}({call}).size()" for call in calls]
            sizes = [f"s{number} = {size}" for number, size in enumerate(counted)]
            yield self._case(map(self._of_all, calls), sizes)
        together = starmap(self._arguments, self._pairs())
        yield self._case(map(self._of_all, together))
        first = [self._arguments(texts[0]) for texts in self.said.values()]
        calls = [self._arguments(), *first]
        of_some = [f"{self.root}.of({self.ids}).{self.verb}({call})" for call in calls]
        for viewer in self.site.viewers_of(self.entity_type.name, self.ids):
            yield self._case([*map(self._of_all, calls), *of_some], viewer=viewer)
            yield self._pages(viewer)

    def _case(
        self,
        groups: Iterable[str],
        others: Iterable[str] = (),
        viewer: str = repr(ALL_SEEING),
    ) -> Case:
        lines = [f"f = {group}" for group in groups]
        return self._program(viewer, *lines, *others, REALISE)

    def _program(self, viewer: str, *lines: str) -> Case:
        place = f"{self.entity_type.name}.{self.verb}"
        return Case(place, Program(viewer, named(lines)))

    def _arguments(self, *more: str) -> str:
        return ", ".join([*self.required, *more])

    def _of_all(self, arguments: str) -> str:
        return f"{self.root}.all().{self.verb}({arguments})"

    def _pairs(self) -> Iterator[tuple[str, str]]:
        """Two arguments at once. Those that speak of others than the members with
        several values: whether of one and the same, or of any, shows in few."""
        for one, other in combinations(self.said, 2):
            kinds = [_first_like(self.declared[name]) for name in (one, other)]
            of_others = all(kind not in (None, self.entity_type.name) for kind in kinds)
            count = FROM_THE_WORLD if of_others else 1
            yield from product(self.said[one][:count], self.said[other][:count])

    def _pages(self, viewer: str) -> Case:
        """The first two in every order, and those behind them."""
        orders = [
            self._arguments(text)
            for name, texts in self.said.items()
            if isinstance(self.declared[name], Word)
            for text in texts
        ]
        lines, behind = [], []
        for number, order in enumerate(orders or [self._arguments()]):
            page = f"{self._of_all(order)}.limit(2)"
            lines.append(f"o{number} = {page}")
            if finds(self.site, viewer, page):
                key = f"o{number}.key(list(o{number})[-1])"
                behind.append(f"p = {self._of_all(order)}.after({key}).limit(3)")
        return self._program(viewer, *lines, REALISE, *behind, REALISE)


def _first_like(kind: Any) -> str | None:
    """The interface of whom an argument speaks, if of anybody."""
    if isinstance(kind, Either):
        return _first_like(kind[0])
    return kind.interface if isinstance(kind, Like) else None


def finds(site: Site, viewer: str, text: str) -> bool:
    """Whether a group has members."""
    names = Reference(site.graph, site.verbs).namespace()
    names |= names_in_programs(site.model)
    exec(f"context = Context(viewer={viewer})\ng = {text}\n{REALISE}", names)
    return bool(list(names["g"]))


def texts_of(site: Site, name: str, kind: Any) -> Iterator[str]:
    """Arguments of a kind, with the name: values that fit and some that don't."""
    if isinstance(kind, Tests):
        entity_type = site.model.type_named(kind.interface)
        for fact, field in entity_type.facts.items():
            yield f"{fact}={next(fact_tests(site, entity_type, field))}"
        return
    for value in _values(site, kind):
        yield f"{name}={value}"


def _values(site: Site, kind: Any) -> Iterator[str]:
    match kind:
        case Either():
            for each in kind:
                yield from _values(site, each)
        case Word():
            yield from map(repr, kind)
        case Count():
            yield from ("2", "0", "1")
        case Words(interface, name):
            yield from map(repr, _words(site, interface, name))
        case Like(interface, name):
            yield from _like(site, site.model.type_named(interface), name)


def _like(site: Site, entity_type: EntityType, name: str) -> Iterator[str]:
    """What a filter of that name takes."""
    field = entity_type.facts.get(name) or entity_type.fields.get(name)
    if name in entity_type.searched:
        for words in _words(site, entity_type.name, name):
            yield f"Matching({words!r})"
            yield f"Not(Matching({words!r}))"
    elif isinstance(field, OneOf):
        for edge in field.of:
            yield from edge_tests(site, entity_type, edge, entity_type.edges[edge])
    elif name in entity_type.edges:
        yield from edge_tests(site, entity_type, name, entity_type.edges[name])
    elif field is not None:
        yield from fact_tests(site, entity_type, field)


def _words(site: Site, interface: str, name: str) -> list[str]:
    """What somebody's texts hold, in any order, what nobody's do, and nothing."""
    texts = site.graph.types[interface].searched[name]
    found = []
    for key in site.graph.ids(interface):
        values = (site.graph.value(interface, key, text) for text in texts)
        words = sorted(naive_words(" ".join(each for each in values if each)))
        if words:
            found.append("-".join(reversed(words[:2])).swapcase())
    return [*found[:2], "nobody holds this", ""]
