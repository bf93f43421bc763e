"""Writes programs for Hypothesis.

A ``Writer`` runs each line naively as it writes it, so that it knows which
groups there are, which of them have members, and which lines are refused.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hypothesis import strategies as st

from lp_persistence.errors import PersistenceError
from lp_persistence.fields import Collection, Edge, Embedded, OneOf, Reference, WayBack
from lp_persistence.model import EntityType, Model
from lp_persistence.testing import composing
from lp_persistence.testing.drawing import Draw
from lp_persistence.testing.programs import (
    REALISE,
    ROWS,
    Program,
    names_in_programs,
    verbs_of,
)
from lp_persistence.testing.reference import (
    TRACKER,
    Graph,
    NaiveContext,
    NaiveGroup,
    Rules,
)
from lp_persistence.testing.reference import Reference as NaiveReference
from lp_persistence.testing.reference.bounds import reads_everything
from lp_persistence.testing.reference.groups import COUNTED, NaiveValues
from lp_persistence.testing.values import Values
from lp_persistence.testing.world import World

#: Lines that are refused whatever the group.
WRONG: Final = (
    "limit(-1)",
    "limit('3')",
    "after('nowhere')",
    "after('[1, 2, 3, 4, 5, 6]')",
    "filter(nothing=1)",
    "filter(id='1')",
    "ordered_by('nothing')",
    "need('nothing')",
    "need_permission('nothing')",
)


@st.composite
def programs(
    draw: Draw,
    world: World,
    model: Model,
    size: int = 18,
    viewer: str | None = None,
) -> Program:
    """Programs of up to ``size`` lines or so whose values are at home in a world;
    of this viewer, or of any."""
    return Writer(draw, world, model).write(draw(st.integers(3, size)), viewer)


@dataclass
class Writer:
    """Writes one program."""

    draw: Draw
    world: World
    model: Model
    rules: Rules = TRACKER
    lines: list[str] = field(default_factory=list)
    raising: set[int] = field(default_factory=set)
    counter: int = 0
    #: By name of a page of what a composed verb gave the text of all of it.
    pages: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.verbs = verbs_of(self.model)
        graph = Graph(self.world, self.model, self.rules)
        naive = NaiveReference(graph, self.verbs)
        self.names: dict[str, Any] = naive.namespace() | names_in_programs(self.model)
        self.values = Values(self.draw, self.model, graph, self.groups, self._seen)

    def write(self, size: int, viewer: str | None = None) -> Program:
        """A program of about so many lines."""
        viewer = viewer or self.values.viewer()
        exec(f"context = Context(viewer={viewer})", self.names)
        self._root()
        for _ in range(size):
            self.draw(st.sampled_from(ACTIONS))(self)
            if REALISE in self.lines and not self._is_read():
                break  # it failed: nothing can follow
        else:
            self.add(REALISE)
            for _ in range(self.draw(st.integers(0, 2)) if self._is_read() else 0):
                self._narrow()  # answered at once, or not at all
        return Program(viewer, tuple(self.lines), frozenset(self.raising))

    @property
    def context(self) -> NaiveContext:
        """The naive context."""
        context: NaiveContext = self.names["context"]
        return context

    def add(self, line: str) -> None:
        """One more line; if it is refused, it is one that has to be."""
        self.lines.append(line)
        try:
            exec(line, self.names)
        except PersistenceError:
            self.raising.add(len(self.lines) - 1)

    def bounded(self, name: str) -> None:
        """Let a group be loaded, mostly: what looks at everybody is refused
        else, and ends the program."""
        if self.is_unbounded(name) and not self.values.chance(12):
            self.add(f"{name}.all()")

    def is_unbounded(self, name: str) -> bool:
        """Whether a group, or a part of a mixed one, looks at everybody."""
        group = self.names.get(name)
        groups = (getattr(group, "names", None), *getattr(group, "parts", (group,)))
        return any(
            isinstance(each, NaiveGroup)
            and not each.term.is_root
            and reads_everything(self.context.members, each.term)
            for each in groups
        )

    def name(self, letter: str = "g") -> str:
        self.counter += 1
        return f"{letter}{self.counter}"

    def _is_read(self) -> bool:
        """Whether the last realise() went well."""
        reading = self.context.reading
        return reading is not None and not reading.problems

    def groups(self, interface: str | None = None) -> list[str]:
        return [
            name
            for name, value in self.names.items()
            if isinstance(value, NaiveGroup)
            and interface in (None, value.term.interface)
        ]

    def _seen(self, interface: str, key: Any, name: str) -> Any:
        """What an attribute is for who looks."""
        return self.context.members.value(interface, key, name)

    def _group(self) -> tuple[str, EntityType]:
        name = self.draw(st.sampled_from(self.groups()))
        return name, self.type_of(name)

    def type_of(self, name: str) -> EntityType:
        return self.model.type_named(self.names[name].term.interface)

    def _read_groups(self) -> list[str]:
        """Groups that have members now."""
        return self.read(self.groups())

    def read(self, names: Iterable[str]) -> list[str]:
        """Those of the names whose groups have members now."""
        found = []
        for name in list(names) if self._is_read() else ():
            with contextlib.suppress(PersistenceError):
                if next(iter(self.names[name]), None) is not None:
                    found.append(name)
        return found

    def _root(self) -> None:
        types = [each for each in self.model if self.values.known(each.name)]
        rich = [each for each in types if len(each.edges) > 1]
        entity_type = self.draw(st.sampled_from([*rich * 3, *types, *self.model]))
        root = f"{entity_type.group_interface.__name__}(context)"
        kinds = (".all()", ".of", ".filter", ".ordered_by", ".limit", "")
        kind = self.draw(st.sampled_from((*kinds[:4], *kinds)))
        name = self.name()
        if kind == ".of":
            self.add(f"{name} = {root}.of({self.values.ids(entity_type)})")
        elif kind in ("", ".all()"):
            self.add(f"{name} = {root}{kind}")
        else:
            self.add(f"{name} = {root}{self.narrowing(kind, entity_type)}")
            self.bounded(name)
        if name not in self.names:
            self.add(f"{name} = {root}.all()")

    def _members_of(self) -> None:
        """A root of what was read, or a filter by it."""
        names = self._read_groups()
        if not names:
            return
        name = self.draw(st.sampled_from(names))
        entity_type = self.type_of(name)
        root = f"{entity_type.group_interface.__name__}(context)"
        others = [
            (other, edge)
            for other in self.groups()
            for edge, field_ in self.type_of(other).edges.items()
            if field_.target == entity_type.name and not isinstance(field_, WayBack)
        ]
        if others and self.values.chance(2):
            other, edge = self.draw(st.sampled_from(others))
            values = (f"{{*{name}}}", f"list({name})[0]", f"{root}.of({name})")
            ways = st.lists(st.sampled_from(values), min_size=1, unique=True)
            for value in self.draw(ways):
                self.add(f"{self.name()} = {other}.filter({edge}={value})")
        else:
            self.add(f"{self.name()} = {root}.of({name})")

    def _next_page(self) -> None:
        """What comes after the last of what was read."""
        for name in self._read_groups():
            term = self.names[name].term
            if term.limit is None or term.is_positional or term.each or term.over:
                continue
            root = self.type_of(name).group_interface.__name__
            order = ", ".join(map(repr, term.order or ()))
            whole = self.name()
            self.add(f"{whole} = {root}(context).ordered_by({order})")
            key = f"{name}.key(list({name})[-1])"
            self.add(f"{self.name()} = {whole}.after({key}).limit(2)")
            return

    def _narrow(self) -> None:
        name, entity_type = self._group()
        kinds = (".filter", ".ordered_by", ".limit", ".after", ".filter")
        kind = self.draw(st.sampled_from(kinds))
        text = self.narrowing(kind, entity_type, name)
        narrowed = self.name()
        self.add(f"{narrowed} = {name}{text}")
        self.bounded(narrowed)

    def narrowing(
        self, kind: str, entity_type: EntityType, name: str | None = None
    ) -> str:
        if kind == ".filter":
            return f".filter({self.values.tests(entity_type)})"
        if kind == ".ordered_by":
            return f".ordered_by({self.values.order(entity_type, self._over(name))})"
        if kind == ".after" and name is not None:
            terms = self.context.members.order_terms(self.names[name].term)
            key = self.values.key(entity_type, terms, self._over(name, ordered=True))
            return f".after({key!r})"
        each = ", each=True" if name is not None and self.values.chance(3) else ""
        return f".limit({self.values.limit()}{each})"

    def _over(self, name: str | None, ordered: bool = False) -> EntityType | None:
        """The type that the members of a group are reached over, if any;
        ``ordered``: those of the group whose order it has."""
        term = None if name is None else self.names[name].term
        while ordered and term is not None and term.base is not None:
            if term.order is not None:
                break
            term = term.base
        over = None if term is None else term.over
        return None if over is None else self.model.type_named(over.interface)

    def _reach(self) -> None:
        """What a reference leads to from members that are not loaded, in an
        order of both, and at times the page behind one of its members."""
        name, entity_type = self._group()
        edges = [
            each
            for each, field_ in entity_type.edges.items()
            if isinstance(field_, Reference) or self.values.chance(20)
        ]
        if not edges:
            return
        fruitful = [edge for edge in edges if self._leads(entity_type, edge)]
        edge = self.draw(st.sampled_from(edges + fruitful * 4))
        found = self.name()
        self.add(f"{found} = {name}.reach({edge!r})")
        for kind in (".ordered_by", ".filter", ".after", ".limit"):
            if found in self.names and self.values.chance(2):
                text = self.narrowing(kind, self.type_of(found), found)
                narrowed = self.name()
                self.add(f"{narrowed} = {found}{text}")
                found = narrowed

    def _leads(self, entity_type: EntityType, edge: str) -> bool:
        is_back = isinstance(entity_type.edges[edge], WayBack)
        return not is_back and self.values.leads(entity_type, edge)

    def _follow(self) -> None:
        self._follow_from(self._group()[0])

    def _chain(self) -> None:
        """Edges of edges, as long as they lead on."""
        name: str | None = self._group()[0]
        for _ in range(self.draw(st.integers(2, 5))):
            if name is not None:
                name = self._follow_from(name, whole=3)

    def _company(self) -> None:
        """Several edges of one group and of what they lead to: follows that
        may travel together."""
        groups = self.groups()
        most = max(len(self.type_of(name).edges) for name in groups)
        rich = [name for name in groups if len(self.type_of(name).edges) == most]
        names = [self.draw(st.sampled_from(rich))]
        for _ in range(self.draw(st.integers(3, 7))):
            found = self._follow_from(self.draw(st.sampled_from(names)), whole=8)
            if found is not None:
                names.append(found)

    def _again(self) -> None:
        """An expression once more, as another part of a page says it."""
        texts = [
            text
            for number, line in enumerate(self.lines)
            for name, is_said, text in [line.partition(" = ")]
            if is_said
            and name.startswith("g")
            and number not in self.raising
            # What is read has to be there when it is said again.
            and "list(" not in text
        ]
        self.add(f"{self.name()} = {self.draw(st.sampled_from(texts))}")

    def _follow_from(self, name: str, whole: int = 2) -> str | None:
        entity_type = self.type_of(name)
        verbs = self._verbs(entity_type, Edge)
        if not verbs:
            return None
        edges = {verb: self.verbs[entity_type.name][verb] for verb in verbs}
        fruitful = [
            verb for verb in verbs if self.values.leads(entity_type, edges[verb])
        ]
        back = [
            verb for verb in fruitful if self._has_way_back(entity_type, edges[verb])
        ]
        verb = self.draw(st.sampled_from(verbs + fruitful * 3 + back * 5))
        edge = entity_type.edges[edges[verb]]
        said = []
        if not self.draw(st.integers(0, whole)):
            said.append(self.values.tests(self.model.type_named(edge.target)))
        if not self.draw(st.integers(0, whole)):
            said.append(f"limit={self.values.limit()}")
            if isinstance(edge, Collection) and self.values.chance(2):
                said.append("each=True")
        found = self.name()
        self.add(f"{found} = {name}.{verb}({', '.join(said)})")
        return found if found in self.names else None

    def _has_way_back(self, entity_type: EntityType, edge: str) -> bool:
        """Whether only the group knows where a target was reached from."""
        target = self.model.type_named(entity_type.edges[edge].target)
        return any(
            isinstance(way, WayBack) and way.target == entity_type.name
            for way in target.edges.values()
        )

    def _verbs(self, entity_type: EntityType, kind: type) -> list[str]:
        return sorted(
            verb
            for verb, name in self.verbs[entity_type.name].items()
            if isinstance(entity_type.fields[name], kind)
        )

    def _update(self) -> None:
        """A union, and at times an edge of it."""
        name, entity_type = self._group()
        interface = None if self.values.chance(20) else entity_type.name
        others = [other for other in self.groups(interface) if other != name]
        if not others or self.values.chance(3):
            root = f"{entity_type.group_interface.__name__}(context)"
            others = [self.name()]
            self.add(f"{others[0]} = {root}.of({self.values.ids(entity_type)})")
        self.add(f"{name}.update({self.draw(st.sampled_from(others))})")
        if self.values.chance(2):
            self._follow_from(name)

    def _need(self) -> None:
        name, entity_type = self._group()
        names = [
            each
            for each, field_ in entity_type.fields.items()
            if not isinstance(field_, WayBack) or self.values.chance(20)
        ]
        chosen = self.draw(
            st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)
        )
        text = ", ".join(map(repr, chosen))
        row = ROWS.get(entity_type.name)
        if row is not None and self.values.chance(4):
            text = row.__name__
        self.add(f"{name}.need({text})")
        permissions = sorted(entity_type.permissions)
        if permissions and self.values.chance(3):
            permission = self.draw(st.sampled_from(permissions))
            self.add(f"{name}.need_permission({permission!r})")
        if self.values.chance(4):
            self.add(f"{name}.need_url()")

    def _embedded(self) -> None:
        """Embedded values as a group, at times united with others."""
        name, entity_type = self._group()
        verbs = self._verbs(entity_type, Embedded)
        if not verbs:
            return
        found = self.name("v")
        self.add(f"{found} = {name}.{self.draw(st.sampled_from(verbs))}()")
        others = [
            each
            for each, value in self.names.items()
            if isinstance(value, NaiveValues) and each != found
        ]
        if others and self.values.chance(2):
            self.add(f"{self.draw(st.sampled_from(others))}.update({found})")

    def _target(self) -> None:
        """A reference of several types, and one of these."""
        name, entity_type = self._group()
        verbs = self._verbs(entity_type, OneOf)
        if not verbs:
            return
        mixed, verb = self.name("m"), self.draw(st.sampled_from(verbs))
        self.add(f"{mixed} = {name}.{verb}()")
        one_of = entity_type.fields[self.verbs[entity_type.name][verb]]
        assert isinstance(one_of, OneOf)
        edge = entity_type.edges[self.draw(st.sampled_from(one_of.of))]
        target = self.model.type_named(edge.target).group_interface.__name__
        self.add(f"{self.name()} = {target}({mixed})")

    def _size(self) -> None:
        self.add(f"{self.name('s')} = {self._group()[0]}.size()")

    def _counted_by(self) -> None:
        name, entity_type = self._group()
        facts = entity_type.facts.items()
        shared = [fact for fact, field_ in facts if isinstance(field_, COUNTED)]
        fact = self.draw(st.sampled_from([*shared, *shared, *entity_type.fields]))
        self.add(f"{self.name('c')} = {name}.counted_by({fact!r})")

    def _all(self) -> None:
        self.add(f"{self._group()[0]}.all()")

    def realise(self) -> None:
        if self.lines.count(REALISE) < 2:
            self.add(REALISE)

    def _wrong(self) -> None:
        wrong = self.draw(st.sampled_from(WRONG))
        self.add(f"{self.name()} = {self._group()[0]}.{wrong}")


#: How often each kind of line is written.
OFTEN: Final[Mapping[Any, int]] = {
    Writer._follow: 6,
    Writer._need: 5,
    Writer._narrow: 5,
    Writer._update: 3,
    Writer._reach: 2,
    Writer._chain: 2,
    Writer._company: 2,
    Writer._again: 1,
    Writer._root: 2,
    Writer.realise: 3,
    Writer._next_page: 2,
    Writer._members_of: 2,
    composing.compose: 4,
    composing.next_page: 1,
    composing.search: 2,
    composing.mixed_root: 2,
    composing.mixed: 1,
    Writer._size: 1,
    Writer._counted_by: 2,
    Writer._embedded: 1,
    Writer._target: 2,
    Writer._all: 1,
    Writer._wrong: 1,
}
ACTIONS: Final = tuple(action for action, times in OFTEN.items() for _ in range(times))
