"""Programs about groups of several types that have a root."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from zope.interface.interface import InterfaceClass, Method

from lp_persistence.arguments import arguments_of, undeclared
from lp_persistence.interfaces import IGroup
from lp_persistence.model import EntityType
from lp_persistence.testing.contract.calls import NoArguments, finds, texts_of
from lp_persistence.testing.contract.cases import (
    Case,
    Site,
    edge_tests,
    fact_tests,
    named,
)
from lp_persistence.testing.programs import (
    REALISE,
    Program,
    mixed_roots,
    mixed_verbs,
    narrowed_by,
)
from lp_persistence.testing.reference import NoRootMeaning, Reference

#: What is said with others: of a page, of two groups, of a need.
TOGETHER: Final = ("after", "key", "limit", "need", "ordered_by", "update")


def mixed(site: Site) -> Iterator[Case]:
    """Every registered root of several types: all of them, each of their types, each
    verb, and narrowed and paged where they say by what."""
    for name, interface in mixed_roots().items():
        if name not in site.graph.rules.mixed:
            raise NoRootMeaning(name)
        for verb, method in mixed_verbs(interface).items():
            missing = undeclared(method)
            if missing and (verb == "filter" or verb not in IGroup):
                raise NoArguments(name, verb, missing)
        yield from Groups(site, name, interface).cases()


@dataclass
class Groups:
    """The groups of one root."""

    site: Site
    name: str
    interface: InterfaceClass

    def __post_init__(self) -> None:
        self.root = f"{self.name}(context)"
        self.verbs = mixed_verbs(self.interface)
        naive = Reference(self.site.graph, self.site.verbs).namespace()
        parts = naive[self.name](naive["Context"]()).terms
        self.types = [self.site.model.type_named(part.interface) for part in parts]
        narrowing = narrowed_by(self.interface)
        self.by = None if narrowing is None else self.site.model.type_named(narrowing)

    def cases(self) -> Iterator[Case]:
        """All of them."""
        for viewer in self.site.viewers:
            yield self._case("", viewer, self._types())
            yield self._case("need", viewer, self._needs())
            for verb, method in self.verbs.items():
                if verb not in TOGETHER and verb != "filter":
                    yield self._case(verb, viewer, self._calls(verb, method))
        if self.by is not None:
            yield from self._narrowed(self.by)

    def _narrowed(self, by: EntityType) -> Iterator[Case]:
        for viewer in self.site.viewers_of(by.name, self.site.graph.ids(by.name)):
            for place, tests in self._tests(by):
                groups = [f"f = {self.root}.filter({test}).all()" for test in tests]
                yield self._case(f"filter({place})", viewer, groups)
                yield self._union(place, viewer, tests)
            yield from self._pages(by, viewer)

    def _case(self, place: str, viewer: str, *parts: Iterable[str]) -> Case:
        lines = [line for part in parts for line in (*part, REALISE)]
        whole = f"{self.name}.{place}" if place else self.name
        return Case(whole, Program(viewer, named(lines)))

    def _types(self) -> Iterator[str]:
        yield f"r = {self.root}.all()"
        yield f"s = {self.root}.size()"
        for each in self.types:
            yield f"f = {each.group_interface.__name__}(r)"

    def _needs(self) -> Iterator[str]:
        """What all types have, and what only some do."""
        every = dict.fromkeys(name for each in self.types for name in each.fields)
        for name in every:
            yield f"f = {self.root}.all().need({name!r})"

    def _calls(self, verb: str, method: Method) -> Iterator[str]:
        yield f"f = {self.root}.all().{verb}()"
        for name, kind in arguments_of(method).items():
            for text in texts_of(self.site, name, kind):
                yield f"f = {self.root}.all().{verb}({text})"

    def _tests(self, by: EntityType) -> Iterator[tuple[str, list[str]]]:
        """By fact or edge the texts of tests of it."""
        for name, field in by.facts.items():
            found = fact_tests(self.site, by, field)
            yield name, [f"{name}={test}" for test in found]
        for name, edge in by.edges.items():
            found = edge_tests(self.site, by, name, edge)
            yield name, [f"{name}={test}" for test in found]

    def _union(self, place: str, viewer: str, tests: list[str]) -> Case:
        """Of two narrowed groups, which are no longer told apart."""
        lines = [f"u = {self.root}.filter({tests[0]}).all()"]
        lines += [f"u.update({self.root}.filter({test}).all())" for test in tests[1:3]]
        return self._case(f"update({place})", viewer, lines)

    def _pages(self, by: EntityType, viewer: str) -> Iterator[Case]:
        """The first two in every order, and those behind them."""
        for name, field in by.facts.items():
            if not field.is_ordered:
                continue
            for order in (name, f"-{name}"):
                whole = f"{self.root}.ordered_by({order!r})"
                first, behind = [f"o = {whole}.limit(2)"], []
                if finds(self.site, viewer, f"{whole}.limit(2)"):
                    behind.append(f"p = {whole}.after(o.key(list(o)[-1])).limit(3)")
                yield self._case(f"ordered_by({name})", viewer, first, behind)
