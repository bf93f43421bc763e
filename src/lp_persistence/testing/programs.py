"""Programs over the public interface of groups, for Hypothesis.

A program is text: lines that build groups, ask of them and realise them, in
the order in which real code would. The same text runs on a backend and on the
naive interpreter, and it is what a failure prints.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hypothesis import strategies as st
from zope.interface import Attribute, Interface

from lp_persistence.conditions import Before, Containing, Not
from lp_persistence.errors import PersistenceError
from lp_persistence.fields import (
    Bool,
    Choice,
    Collection,
    Datetime,
    Edge,
    Embedded,
    Int,
    Reference,
    WayBack,
)
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.model import EntityType, Model
from lp_persistence.testing.reference import NaiveContext, NaiveGroup
from lp_persistence.testing.reference import Reference as Naive
from lp_persistence.testing.reference.groups import key_value
from lp_persistence.testing.reference.members import RANK
from lp_persistence.testing.world import World
from lp_persistence.testing.worlds import CROWD, DATES, LARGEST_ID, NUMBERS, TEXTS

REALISE: Final = "context.realise()"
#: Ids that nobody has, within the tables' range, past it, and past 64 bits.
STRANGE_IDS: Final = (0, -1, 99, LARGEST_ID, 2**31, 2**40, 2**63 - 1, 2**63, -(10**30))


class IPersonRow(Interface):
    """What a row of a template shows of a person."""

    displayname = Attribute("Name shown")
    is_valid = Attribute("Whether it is dimmed")
    icon = Attribute("Its image")
    teams = Attribute("Where it belongs")


class IBugRow(Interface):
    """What a row of a template shows of a bug."""

    description = Attribute("Its text")
    is_private = Attribute("Whether a lock is shown")
    reporter = Attribute("Who reported it")


ROWS: Final[Mapping[str, type[Interface]]] = {"IPerson": IPersonRow, "IBug": IBugRow}


@dataclass(frozen=True)
class Program:
    """``viewer``: the text of a value. ``lines``: statements; those whose
    numbers are in ``raising`` are refused, and the program goes on."""

    viewer: str
    lines: tuple[str, ...]
    raising: frozenset[int] = frozenset()

    def __str__(self) -> str:
        return "\n".join(self.source())

    def source(self) -> list[str]:
        """Its lines as Python, errors that belong to it caught."""
        found = [f"context = Context(viewer={self.viewer})"]
        for number, line in enumerate(self.lines):
            if number in self.raising:
                found += [
                    "with contextlib.suppress(PersistenceError):",
                    f"    {line}",
                ]
            else:
                found.append(line)
        return found


def names_in_programs(model: Model) -> dict[str, Any]:
    """Everything that programs name besides ``Context``, ``Launchpad`` and the
    roots of groups."""
    found: dict[str, Any] = {
        "ALL_SEEING": ALL_SEEING,
        "Before": Before,
        "Containing": Containing,
        "Not": Not,
        "datetime": __import__("datetime"),
    }
    for entity_type in model:
        found[entity_type.factory.__name__] = entity_type.factory
        for each in entity_type.fields.values():
            if isinstance(each, Choice):
                found[each.vocabulary.__name__] = each.vocabulary
    return found | {row.__name__: row for row in ROWS.values()}


def verbs_of(model: Model) -> dict[str, dict[str, str]]:
    """By interface the verbs of its groups, each with the edge or embedded
    value that it follows."""
    return {
        entity_type.name: {
            name: getattr(entity_type.group_factory, name).edge
            for name in dir(entity_type.group_factory)
            if hasattr(getattr(entity_type.group_factory, name), "edge")
        }
        for entity_type in model
    }


Draw = Callable[[st.SearchStrategy[Any]], Any]


@st.composite
def programs(draw: Draw, world: World, model: Model, size: int = 10) -> Program:
    """Programs of about ``size`` lines whose values are at home in a world."""
    return Writer(draw, world, model).write(draw(st.integers(1, size)))


@dataclass
class Writer:
    """Writes one program, running it naively as it goes."""

    draw: Draw
    world: World
    model: Model
    lines: list[str] = field(default_factory=list)
    raising: set[int] = field(default_factory=set)
    counter: int = 0

    def write(self, size: int) -> Program:
        """A program of about so many lines."""
        naive = Naive(self.world, self.model, verbs_of(self.model))
        self.names = naive.namespace() | names_in_programs(self.model)
        viewer = self._viewer()
        self._run(f"context = Context(viewer={viewer})")
        self._root()
        for _ in range(size):
            self.draw(st.sampled_from(ACTIONS))(self)
            if REALISE in self.lines and not self._is_read():
                break  # it failed: nothing can follow
        else:
            self._add(REALISE)
            for _ in range(self.draw(st.integers(0, 2)) if self._is_read() else 0):
                self._narrow()  # answered at once, or not at all
        return Program(viewer, tuple(self.lines[1:]), frozenset(self.raising))

    @property
    def context(self) -> NaiveContext:
        """The naive context."""
        context: NaiveContext = self.names["context"]
        return context

    def _is_read(self) -> bool:
        """Whether the last realise() went well."""
        reading = self.context.reading
        return reading is not None and not reading.problems

    # --- lines -----------------------------------------------------------

    def _run(self, line: str) -> bool:
        """Add a line; False if it is refused."""
        self.lines.append(line)
        try:
            exec(line, self.names)
        except PersistenceError:
            # The context's own line is not among the program's.
            self.raising.add(len(self.lines) - 2)
            return False
        return True

    def _add(self, line: str) -> None:
        self._run(line)

    def _name(self, letter: str) -> str:
        self.counter += 1
        return f"{letter}{self.counter}"

    def _groups(self, interface: str | None = None) -> list[str]:
        return [
            name
            for name, value in self.names.items()
            if isinstance(value, NaiveGroup)
            and interface in (None, value.term.interface)
        ]

    def _group(self) -> tuple[str, EntityType]:
        name = self.draw(st.sampled_from(self._groups()))
        return name, self.model.type_named(self.names[name].term.interface)

    def _chance(self, of: int) -> bool:
        """Once in ``of`` times; shrinks to never."""
        return bool(self.draw(st.integers(0, of - 1)) == of - 1)

    # --- actions ---------------------------------------------------------

    def _viewer(self) -> str:
        people = list(self.world.rows.get("IPerson", {}))
        known = [f"Person(id={key})" for key in people[:10]]
        choices = ["None", *known, *known, "Person(id=99)", "ALL_SEEING"]
        return str(self.draw(st.sampled_from(choices)))

    def _root(self) -> None:
        types = [each for each in self.model if self.world.rows.get(each.name)]
        rich = [each for each in types if len(each.edges) > 1]
        entity_type = self.draw(st.sampled_from([*rich * 3, *types, *self.model]))
        root = f"{entity_type.group_interface.__name__}(context)"
        kinds = (".all()", ".of", ".filter", ".ordered_by", ".limit", "")
        kind = self.draw(st.sampled_from((*kinds[:4], *kinds)))
        name = self._name("g")
        if kind == ".of":
            self._add(f"{name} = {root}.of({self._ids(entity_type)})")
        elif kind in ("", ".all()"):
            self._add(f"{name} = {root}{kind}")
        else:
            self._add(f"{name} = {root}{self._narrowing(kind, entity_type)}")
        if name not in self.names:
            self._add(f"{name} = {root}.all()")

    def _search(self) -> None:
        kinds = {"distro_name": "IDistribution", "person_name": "IPerson"}
        chosen = self.draw(
            st.lists(st.sampled_from(sorted(kinds)), unique=True, min_size=1)
        )
        values = {kind: self._names_of(kinds[kind]) for kind in chosen}
        text = ", ".join(f"{kind}={value}" for kind, value in values.items())
        name = self._name("g")
        found = f"Launchpad.search(context, {text})"
        if len(chosen) > 1:
            target = self.model.type_named(kinds[self.draw(st.sampled_from(chosen))])
            found = f"{target.group_interface.__name__}({found})"
        self._add(f"{name} = {found}")

    def _names_of(self, interface: str) -> str:
        known = [row["name"] for row in self.world.rows.get(interface, {}).values()]
        name = self.draw(st.sampled_from([*known, "nobody"]))
        return repr({name, *known[:1]} if self._chance(3) else name)

    def _narrow(self) -> None:
        name, entity_type = self._group()
        kind = self.draw(
            st.sampled_from((".filter", ".ordered_by", ".limit", ".after", ".filter"))
        )
        term = self.names[name].term
        text = self._narrowing(kind, entity_type, term)
        self._add(f"{self._name('g')} = {name}{text}")

    def _narrowing(self, kind: str, entity_type: EntityType, term: Any = None) -> str:
        if kind == ".filter":
            return f".filter({self._tests(entity_type)})"
        if kind == ".ordered_by":
            return f".ordered_by({self._order(entity_type)})"
        if kind == ".after":
            return f".after({self._key(entity_type, term)!r})"
        each = ", each=True" if term is not None and self._chance(2) else ""
        return f".limit({self._limit()}{each})"

    def _follow(self) -> None:
        name, entity_type = self._group()
        self._follow_from(name, entity_type)

    def _chain(self) -> None:
        """Edges of edges, as long as they lead on."""
        name, entity_type = self._group()
        for _ in range(self.draw(st.integers(2, 5))):
            found = self._follow_from(name, entity_type, whole=3)
            if found is None:
                return
            name = found
            entity_type = self.model.type_named(self.names[name].term.interface)

    def _follow_from(
        self, name: str, entity_type: EntityType, whole: int = 2
    ) -> str | None:
        verbs = {
            verb: edge
            for verb, edge in verbs_of(self.model)[entity_type.name].items()
            if isinstance(entity_type.fields[edge], Edge)
        }
        if not verbs:
            return None
        fruitful = [
            verb for verb, edge in verbs.items() if self._leads(entity_type, edge)
        ]
        verb = self.draw(st.sampled_from(sorted(verbs) + sorted(fruitful) * 3))
        field_ = entity_type.edges[verbs[verb]]
        target = self.model.type_named(field_.target)
        said = []
        if not self.draw(st.integers(0, whole)):
            said.append(self._tests(target))
        if not self.draw(st.integers(0, whole)):
            said.append(f"limit={self._limit()}")
            if isinstance(field_, Collection) and self._chance(2):
                said.append("each=True")
        found = self._name("g")
        self._add(f"{found} = {name}.{verb}({', '.join(said)})")
        return found if found in self.names else None

    def _need(self) -> None:
        name, entity_type = self._group()
        names = [
            each
            for each, field_ in entity_type.fields.items()
            if not isinstance(field_, WayBack) or self._chance(20)
        ]
        chosen = self.draw(
            st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)
        )
        text = ", ".join(map(repr, chosen))
        row = ROWS.get(entity_type.name)
        if row is not None and self._chance(4):
            text = row.__name__
        self._add(f"{name}.need({text})")

    def _values(self) -> None:
        """Embedded values as a group, in one case united with others."""
        name, entity_type = self._group()
        verbs = [
            verb
            for verb, edge in verbs_of(self.model)[entity_type.name].items()
            if isinstance(entity_type.fields[edge], Embedded)
        ]
        if not verbs:
            return
        found = self._name("v")
        self._add(f"{found} = {name}.{self.draw(st.sampled_from(verbs))}()")
        others = [each for each in self.names if each[:1] == "v" and each[1:].isdigit()]
        if len(others) > 1 and self._chance(2):
            self._add(f"{self.draw(st.sampled_from(others))}.update({found})")

    def _update(self) -> None:
        name, entity_type = self._group()
        interface = None if self._chance(20) else entity_type.name
        self._add(
            f"{name}.update({self.draw(st.sampled_from(self._groups(interface)))})"
        )

    def _size(self) -> None:
        name, _ = self._group()
        self._add(f"{self._name('s')} = {name}.size()")

    def _all(self) -> None:
        name, _ = self._group()
        self._add(f"{name}.all()")

    def _realise(self) -> None:
        if self.lines.count(REALISE) < 2:
            self._add(REALISE)

    def _read_groups(self) -> list[str]:
        """Groups that have members now."""
        found = []
        for name in self._groups() if self._is_read() else ():
            with contextlib.suppress(PersistenceError):
                if next(iter(self.names[name]), None) is not None:
                    found.append(name)
        return found

    def _next_page(self) -> None:
        """What comes after the last of what was read."""
        for name in self._read_groups():
            term = self.names[name].term
            if term.limit is not None and not term.is_positional and not term.each:
                page, whole = name, self._name("g")
                root = self.model.type_named(term.interface).group_interface.__name__
                order = ", ".join(map(repr, term.order or ()))
                self._add(f"{whole} = {root}(context).ordered_by({order})")
                key = f"{page}.key(list({page})[-1])"
                self._add(f"{self._name('g')} = {whole}.after({key}).limit(2)")
                return

    def _members_of(self) -> None:
        """A root of what was read, or a filter by it."""
        names = self._read_groups()
        if not names:
            return
        name = self.draw(st.sampled_from(names))
        entity_type = self.model.type_named(self.names[name].term.interface)
        root = f"{entity_type.group_interface.__name__}(context)"
        others = [
            (other, edge)
            for other in self._groups()
            for edge, field_ in self._edges(other)
            if field_.target == entity_type.name
        ]
        if others and self._chance(2):
            other, edge = self.draw(st.sampled_from(others))
            value = self.draw(st.sampled_from((f"{{*{name}}}", f"list({name})[0]")))
            self._add(f"{self._name('g')} = {other}.filter({edge}={value})")
        else:
            self._add(f"{self._name('g')} = {root}.of({name})")

    def _edges(self, name: str) -> list[tuple[str, Edge]]:
        entity_type = self.model.type_named(self.names[name].term.interface)
        return [
            (edge, field_)
            for edge, field_ in entity_type.edges.items()
            if not isinstance(field_, WayBack)
        ]

    def _wrong(self) -> None:
        """What every group refuses, at the line that says it."""
        name, _ = self._group()
        wrong = self.draw(st.sampled_from(WRONG))
        self._add(f"{self._name('g')} = {name}.{wrong}")

    # --- values ----------------------------------------------------------

    def _known(self, interface: str) -> list[int]:
        """The ids of an interface, the crowd's apart."""
        return [
            key
            for key in self.world.rows.get(interface, {})
            if not CROWD <= key < LARGEST_ID
        ]

    def _leads(self, entity_type: EntityType, edge: str) -> bool:
        """Whether an edge leads anywhere from anybody."""
        graph = self.context.terms.graph
        return any(
            graph.targets(entity_type.name, key, edge)
            for key in self._known(entity_type.name)
        )

    def _ids(self, entity_type: EntityType) -> str:
        known = self._known(entity_type.name)
        strange = self.draw(st.lists(st.sampled_from(STRANGE_IDS), max_size=1))
        ids = strange
        if known:
            ids = self.draw(st.lists(st.sampled_from(known), max_size=6)) + strange
        factory = entity_type.factory.__name__
        texts = [f"{factory}(id={key})" if self._chance(6) else str(key) for key in ids]
        return f"[{', '.join(texts)}]"

    def _limit(self) -> int:
        return int(self.draw(st.sampled_from((1, 2, 3, 5, 2, 3, 4, 20, 2**40, 0))))

    def _order(self, entity_type: EntityType) -> str:
        names = [f"{sign}{name}" for name in entity_type.facts for sign in ("", "-")]
        chosen = self.draw(st.lists(st.sampled_from(names), min_size=1, max_size=2))
        return ", ".join(map(repr, chosen))

    def _key(self, entity_type: EntityType, term: Any) -> str:
        """A place in the order: of a member, or a made-up one."""
        known = list(self.world.rows.get(entity_type.name, {})) or [1]
        member = self.draw(st.sampled_from(known))
        graph = self.context.terms.graph
        values = []
        for name, _ in self.context.members.order_terms(term):
            if name == RANK:
                value: Any = self.draw(st.integers(0, 9))
            elif name == "id":
                value = member + self.draw(st.sampled_from((0, 0, -1)))
            elif graph.exists(entity_type.name, member):
                value = graph.value(entity_type.name, member, name)
            else:
                value = None
            values.append(key_value(value))
        return json.dumps(values, ensure_ascii=False)

    def _tests(self, entity_type: EntityType) -> str:
        names = [*entity_type.facts] + [
            name
            for name, edge in entity_type.edges.items()
            if not isinstance(edge, WayBack)
        ]
        chosen = self.draw(
            st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)
        )
        return ", ".join(f"{name}={self._value(entity_type, name)}" for name in chosen)

    def _value(self, entity_type: EntityType, name: str) -> str:
        """A test that, more often than not, somebody passes and somebody does
        not."""
        is_edge = name in entity_type.edges
        plain = self._edge_value if is_edge else self._fact_value
        kind = self.draw(st.sampled_from(("one", "one", "one", "not", "set", "not set")))
        if "set" in kind:
            count = self.draw(st.sampled_from((2, 1, 3, 0)))
            values = [plain(entity_type, name, True) for _ in range(count)]
            text = f"{{{', '.join(dict.fromkeys(values))}}}" if values else "set()"
        else:
            text = plain(entity_type, name, False)
        return f"Not({text})" if "not" in kind else text

    def _somebody(self, entity_type: EntityType) -> int | None:
        """An entity whose values a test takes; in one of six cases nobody."""
        known = self._known(entity_type.name)
        if not known or self._chance(6):
            return None
        return int(self.draw(st.sampled_from(known)))

    def _fact_value(self, entity_type: EntityType, name: str, plain: bool) -> str:
        field_ = entity_type.facts[name]
        somebody = self._somebody(entity_type)
        if somebody is not None:
            graph = self.context.terms.graph
            value = graph.value(entity_type.name, somebody, field_.__name__)
        elif self._chance(2):
            return "None"
        else:
            value = self.draw(_strange_values(field_))
        return self._fact_text(field_, value, plain)

    def _fact_text(self, field_: Any, value: Any, plain: bool) -> str:
        if isinstance(field_, Choice) and value is not None:
            item = field_.items.get(value, next(iter(field_.items.values())))
            return f"{field_.vocabulary.__name__}.{item.name}"
        if plain or value is None or not self._chance(2):
            return repr(value)
        if isinstance(field_, Datetime):
            return f"Before({value!r})"
        if field_.is_text:
            start = self.draw(st.integers(0, 2))
            piece = value[start : start + self.draw(st.integers(0, 3))]
            return f"Containing({(piece.swapcase() if self._chance(2) else piece)!r})"
        return repr(value)

    def _edge_value(self, entity_type: EntityType, name: str, plain: bool) -> str:
        target = self.model.type_named(entity_type.edges[name].target)
        groups = [] if plain else self._groups(target.name)
        if groups and self._chance(2):
            return str(self.draw(st.sampled_from(groups)))
        somebody = self._somebody(entity_type)
        found: list[int] = []
        if somebody is not None:
            graph = self.context.terms.graph
            found = [key for key, _ in graph.targets(entity_type.name, somebody, name)]
            if not found:
                return "None"
        elif self._chance(2):
            return "None"
        key = self.draw(
            st.sampled_from(found or [*self._known(target.name), *STRANGE_IDS])
        )
        return f"{target.factory.__name__}(id={key})"


def _strange_values(field_: Any) -> st.SearchStrategy[Any]:
    """Values of a fact that perhaps nobody has."""
    if isinstance(field_, Bool):
        return st.booleans()
    if isinstance(field_, Choice):
        return st.sampled_from(sorted(field_.items))
    if isinstance(field_, Datetime):
        return st.sampled_from(DATES)
    if isinstance(field_, Int):
        return st.sampled_from(STRANGE_IDS if field_.__name__ == "id" else NUMBERS)
    return st.sampled_from(TEXTS)


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
)
ACTIONS: Final = (
    *(Writer._follow,) * 6,
    *(Writer._need,) * 5,
    *(Writer._narrow,) * 5,
    *(Writer._chain,) * 2,
    *(Writer._root,) * 2,
    *(Writer._update,) * 3,
    Writer._next_page,
    Writer._next_page,
    Writer._members_of,
    Writer._members_of,
    Writer._realise,
    Writer._realise,
    Writer._search,
    Writer._size,
    Writer._values,
    Writer._all,
    Writer._wrong,
)
