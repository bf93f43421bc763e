"""Values in programs: texts of tests, orders, keys and ids that are at home in
a world, so that more often than not somebody fits and somebody does not."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Sequence
from typing import Any, Final

from hypothesis import strategies as st

from lp_persistence.fields import (
    Attribute,
    Choice,
    Datetime,
    Edge,
    Key,
    OneOf,
    Texts,
    WayBack,
)
from lp_persistence.model import EntityType, Model
from lp_persistence.testing.drawing import LARGEST_ID, TAGS, TEXTS, Draw, corners
from lp_persistence.testing.reference import Graph
from lp_persistence.testing.reference.keys import key_value
from lp_persistence.testing.reference.members import RANK, VIA
from lp_persistence.testing.worlds import CROWD

#: Ids that nobody has, within the tables' range, past it, and past 64 bits.
STRANGE_IDS: Final = (0, -1, 99, LARGEST_ID, 2**31, 2**40, 2**63 - 1, 2**63, -(10**30))
LIMITS: Final = (1, 2, 3, 5, 2, 3, 4, 20, 2**40, 0)
#: How a test's value is given; plain values more often than others.
KINDS: Final = ("one", "one", "one", "not", "set", "not set")


class Values:
    """Draws the texts of values.

    ``groups`` gives the names of groups of an interface that a program has,
    ``seen`` what an attribute is for who looks, by interface, id and name.
    """

    def __init__(
        self,
        draw: Draw,
        model: Model,
        graph: Graph,
        groups: Callable[[str], list[str]],
        seen: Callable[[str, Any, str], Any],
    ):
        self.draw = draw
        self.model = model
        self.graph = graph
        self.groups = groups
        self.seen = seen

    def chance(self, of: int) -> bool:
        """Once in ``of`` times; shrinks to never."""
        return bool(self.draw(st.integers(0, of - 1)) == of - 1)

    def known(self, interface: str) -> list[Any]:
        """The ids of an interface, but for the crowd's."""
        return [
            key
            for key in self.graph.ids(interface)
            if isinstance(key, tuple) or not CROWD <= key < LARGEST_ID
        ]

    def leads(self, entity_type: EntityType, edge: str) -> bool:
        """Whether an edge leads anywhere from anybody."""
        return any(
            self.graph.targets(entity_type.name, key, edge)
            for key in self.known(entity_type.name)
        )

    def viewer(self) -> str:
        """Nobody, somebody or ALL_SEEING."""
        known = [f"Person(id={key})" for key in self.known("IPerson")]
        choices = ["None", *known, *known, "Person(id=99)", "ALL_SEEING"]
        return str(self.draw(st.sampled_from(choices)))

    def ids(self, entity_type: EntityType) -> str:
        """A list of ids and entities, with none or one that is not there."""
        known = self.known(entity_type.name)
        strange = self.draw(
            st.lists(strange_values(entity_type.fields["id"]), max_size=1)
        )
        some = self.draw(st.lists(st.sampled_from(known), max_size=6)) if known else []
        factory = entity_type.factory.__name__
        texts = [
            f"{factory}(id={key})" if self.chance(6) else str(key)
            for key in some + strange
        ]
        return f"[{', '.join(texts)}]"

    def limit(self) -> int:
        """How many."""
        return int(self.draw(st.sampled_from(LIMITS)))

    def order(self, entity_type: EntityType, over: EntityType | None = None) -> str:
        """One or two facts, at times of what members are reached over."""
        facts = [*entity_type.facts]
        if over is not None:
            facts += [f"{VIA}{name}" for name in over.facts]
        names = [f"{sign}{name}" for name in facts for sign in ("", "-")]
        chosen = self.draw(st.lists(st.sampled_from(names), min_size=1, max_size=2))
        return ", ".join(map(repr, chosen))

    def key(
        self,
        entity_type: EntityType,
        terms: list[tuple[str, bool]],
        over: EntityType | None = None,
    ) -> str:
        """A place in an order: of a member, or beside one."""
        one = (entity_type, self._anybody(entity_type))
        way = (over, self._anybody(over)) if over is not None else one
        values = []
        for place, _ in terms:
            name = place.removeprefix(VIA)
            entity_type, member = one if name == place else way
            if name == RANK:
                values.append(self.draw(st.integers(0, 9)))
            elif name == "id":
                beside = self.draw(st.sampled_from((0, 0, -1)))
                is_made = isinstance(member, tuple)
                values.append(
                    [*member[:-1], member[-1] + beside] if is_made else member + beside
                )
            elif self.graph.exists(entity_type.name, member):
                value = self.seen(entity_type.name, member, name)
                values.append(key_value(value))
            else:
                values.append(None)
        return json.dumps(values, ensure_ascii=False)

    def _anybody(self, entity_type: EntityType) -> Any:
        nobody = (1,) * len(entity_type.key) or 1
        return self.draw(st.sampled_from(self.known(entity_type.name) or [nobody]))

    def search_name(self, interface: str) -> str:
        """A name, or a set of them."""
        ids = self.known(interface)
        known = [self.seen(interface, key, "name") for key in ids]
        name = self.draw(st.sampled_from([*known, "nobody"]))
        return repr({name, *known[:1]} if self.chance(3) else name)

    def tests(self, entity_type: EntityType, but: Container[str] = ()) -> str:
        """The arguments of ``filter()``, ``but`` for some."""
        edges = [
            name
            for name, edge in entity_type.fields.items()
            if isinstance(edge, Edge | OneOf) and not isinstance(edge, WayBack)
        ]
        facts = [name for name in entity_type.facts for _ in (1, 2)]
        long = [name for name, field in entity_type.fields.items() if field.is_long]
        names = facts + edges * 2 + self._at_times_none(entity_type) * 3
        names += [*long, *entity_type.searched, *entity_type.searched]
        names = [name for name in names if name not in but]
        chosen = self.draw(
            st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)
        )
        return ", ".join(f"{name}={self.value(entity_type, name)}" for name in chosen)

    def _at_times_none(self, entity_type: EntityType) -> list[str]:
        """Facts that somebody does not have."""
        return [
            name
            for name, field in entity_type.facts.items()
            if any(
                self.seen(entity_type.name, key, field.__name__) is None
                for key in self.known(entity_type.name)
            )
        ]

    def value(self, entity_type: EntityType, name: str) -> str:
        """What a test of this name may be given."""
        texts = entity_type.texts(name)
        if texts is not None and (name not in entity_type.facts or self.chance(6)):
            return self._words(entity_type, texts)
        is_fact = name in entity_type.facts
        one = self._fact_value if is_fact else self._edge_value
        kind = self.draw(st.sampled_from(KINDS))
        if "set" in kind:
            count = self.draw(st.sampled_from((2, 1, 3, 0)))
            values = [one(entity_type, name, True) for _ in range(count)]
            text = f"{{{', '.join(dict.fromkeys(values))}}}" if values else "set()"
        else:
            text = one(entity_type, name, False)
        return f"Not({text})" if "not" in kind else text

    def _words(self, entity_type: EntityType, texts: tuple[str, ...]) -> str:
        text = f"Matching({self.words(entity_type, texts)!r})"
        return f"Not({text})" if self.chance(4) else text

    def words(self, entity_type: EntityType, texts: tuple[str, ...]) -> str:
        """Words of somebody's texts, whole ones or nearly, in any order."""
        found = self.draw(st.lists(st.sampled_from((*TEXTS, "Long")), max_size=1))
        somebody = self._somebody(entity_type)
        for name in texts if somebody is not None else ():
            value = self.seen(entity_type.name, somebody, name) or ""
            if self.chance(2):
                found.append(value[: self.draw(st.integers(1, 6))].swapcase())
        return "-".join(found)

    def _somebody(self, entity_type: EntityType) -> Any:
        """An entity whose value is taken; in one of six cases nobody."""
        known = self.known(entity_type.name)
        if not known or self.chance(6):
            return None
        return self.draw(st.sampled_from(known))

    def _fact_value(self, entity_type: EntityType, name: str, in_set: bool) -> str:
        field = entity_type.facts[name]
        somebody = self._somebody(entity_type)
        if isinstance(field, Texts):
            return self._text_among(entity_type, field, somebody)
        if somebody is not None:
            value = self.seen(entity_type.name, somebody, field.__name__)
        elif self.chance(2):
            return "None"
        else:
            value = self.draw(strange_values(field))
        return self._fact_text(field, value, in_set)

    def _text_among(
        self, entity_type: EntityType, field: Texts, somebody: int | None
    ) -> str:
        texts: tuple[str, ...] = TAGS
        if somebody is not None:
            texts = self.seen(entity_type.name, somebody, field.__name__)
        elif self.chance(6):
            return "1"
        return repr(self.draw(st.sampled_from(texts or (None,))))

    def _fact_text(self, field: Any, value: Any, in_set: bool) -> str:
        if in_set or value is None or isinstance(field, Choice) or not self.chance(2):
            return text_of(field, value)
        if isinstance(field, Datetime):
            return f"Before({value!r})"
        if field.is_text:
            start = self.draw(st.integers(0, 2))
            piece = value[start : start + self.draw(st.integers(0, 3))]
            return f"Containing({(piece.swapcase() if self.chance(2) else piece)!r})"
        return repr(value)

    def _edge_value(self, entity_type: EntityType, name: str, in_set: bool) -> str:
        one_of = entity_type.fields[name]
        if isinstance(one_of, OneOf):
            name = self.draw(st.sampled_from(one_of.of))
        target = self.model.type_named(entity_type.edges[name].target)
        groups = [] if in_set else self.groups(target.name)
        if groups and self.chance(2):
            return str(self.draw(st.sampled_from(groups)))
        somebody = self._somebody(entity_type)
        found: list[int] = []
        if somebody is not None:
            pairs = self.graph.targets(entity_type.name, somebody, name)
            found = [key for key, _ in pairs]
            if not found:
                return "None"
        elif self.chance(2):
            return "None"
        known = found or self.known(target.name)
        if known and (found or self.chance(2)):
            key = self.draw(st.sampled_from(known))
        else:
            key = self.draw(strange_values(target.fields["id"]))
        return f"{target.factory.__name__}(id={key})"


def text_of(field: Any, value: Any) -> str:
    """A neutral value as programs say it."""
    if isinstance(field, Choice) and value is not None:
        item = field.items.get(value, next(iter(field.items.values())))
        return f"{field.vocabulary.__name__}.{item.name}"
    return repr(value)


def strange_values(field: Any) -> st.SearchStrategy[Any]:
    """Values of a fact that perhaps nobody has."""
    is_id = field.__name__ == "id"
    return st.sampled_from(strange_ids(field) if is_id else corners(field))


def strange_ids(field: Attribute) -> Sequence[Any]:
    """Ids that perhaps nobody has, for a field of ids."""
    if not isinstance(field, Key):
        return STRANGE_IDS
    some = (1,) * (len(field.of) - 1)
    return [key for each in STRANGE_IDS for key in ((*some, each), (each, *some))]
