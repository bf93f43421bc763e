"""Groups: handles on expressions, with the verbs of the domain's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Self

from zope.interface import Interface, implementer
from zope.security.proxy import removeSecurityProxy

from lp_persistence.asking import names_of
from lp_persistence.bounds import is_bare_root
from lp_persistence.canonical import ask_for_path
from lp_persistence.conditions import Conditions, Slots, nested_scope
from lp_persistence.counts import Counts, counted_fact
from lp_persistence.entity import Entity
from lp_persistence.errors import (
    InvalidValue,
    NoSuchMember,
    NotAllowed,
    NotOne,
    PicklingRefused,
    UnknownName,
)
from lp_persistence.expression import (
    EVERYTHING,
    FOLLOWED,
    WHOLE,
    Narrowing,
    Node,
    describe,
    with_narrowing,
)
from lp_persistence.fields import (
    ID_RANGE,
    Collection,
    Reference,
    is_id,
    permitted_name,
)
from lp_persistence.interfaces import IGroup
from lp_persistence.model import SEEN, EntityType
from lp_persistence.ordering import (
    check_order,
    is_positional,
    key_text,
    parse_key,
)
from lp_persistence.others import key_of_other, originals
from lp_persistence.place import calling_place
from lp_persistence.size import Size
from lp_persistence.steps import Reached

if TYPE_CHECKING:
    from lp_persistence.context import Context


@implementer(IGroup)
class Group:
    """See ``IGroup``. A domain's groups derive from it.

    A handle: the expression is ``node``; several handles may share it.
    """

    def __init__(self, context: Context, node: Node):
        self.context = context
        self.node = node
        self._counted = True
        node.handles += 1

    def __repr__(self) -> str:
        return f"<{describe(self.node)}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Group):
            return NotImplemented
        return self.node is other.node

    #: A group changes what it is equal to by ``update()``.
    __hash__ = None  # type: ignore[assignment]

    def __reduce_ex__(self, protocol: object) -> Any:
        raise PicklingRefused(repr(self))

    @property
    def is_root(self) -> bool:
        """Whether it is everything of its type."""
        return is_bare_root(self.node)

    def used_up(self) -> None:
        """This handle served to say something else: it alone is no reason to
        load its members."""
        if self._counted:
            self._counted = False
            self.node.handles -= 1

    def _handle(self, node: Node) -> Any:
        """A group of this one's context on another expression."""
        return node.type.group_factory(self.context, node)

    def need(self, *names: str | type[Interface]) -> Self:
        expressions, place = self.context.expressions, calling_place()
        owner = self.node.type.name
        asked = [each for name in names for each in names_of(owner, name)]
        for name in asked:
            expressions.check_need(self.node, name)
        for name in asked:
            expressions.ask(self.node, name, place)
        return self

    def need_permission(self, *permissions: str) -> Self:
        type_, place = self.node.type, calling_place()
        for permission in permissions:
            if permission not in type_.permissions:
                raise UnknownName(
                    "permission", type_.name, permission, type_.permissions
                )
        for permission in permissions:
            if type_.permissions[permission] is not SEEN:
                self.context.expressions.ask(
                    self.node, permitted_name(permission), place
                )
        return self

    def need_url(self) -> Self:
        ask_for_path(self.context.expressions, self.node, calling_place())
        return self

    def all(self) -> Self:
        self.node.complete = True
        return self.kept()

    def kept(self) -> Self:
        """Have it loaded whatever it serves for, as ``all()`` does, but not without
        bounds: what nothing narrows is refused."""
        self.node.wanted = True
        return self

    def filter(self, **tests: Any) -> Self:
        if not tests:
            return self
        base = self._base(self.node.narrowing.limit is not None)
        slots = Slots(base.values)
        conditions = Conditions(self.context.expressions, base.type, slots)
        where = tuple(conditions.build(name, tests[name]) for name in sorted(tests))
        for group in conditions.groups:
            group.used_up()
        narrowing = with_narrowing(base, where=base.narrowing.where + where)
        return self._narrowed(base, narrowing, slots)

    def ordered_by(self, *names: str) -> Self:
        old = self.node.narrowing
        settled = old.limit is not None or old.after is not None
        check_order(self.node.type, names, None if settled else self.node.over)
        base = self._base(settled)
        narrowing = with_narrowing(base, order=names)
        return self._narrowed(base, narrowing, Slots(base.values))

    def limit(self, count: int, each: bool = False) -> Self:
        name = self.node.type.group_interface.__name__
        if type(count) is not int or not 0 <= count < ID_RANGE.stop:
            raise InvalidValue(
                name, "limit", count, "expected a whole number from 0 to 2**63 - 1"
            )
        old = self.node.narrowing
        if each:
            follows = self.node.kind == FOLLOWED and isinstance(
                self.node.edge_field, Collection
            )
            unions = self.node.is_whole_edge and self.node.follows_collection
            if old.limit is not None or not (follows or unions):
                raise NotAllowed(
                    f"{describe(self.node)} has no parents to limit it for. "
                    f"Say limit(…, each=True) of a collection's group, first."
                )
        base = self._base(old.limit is not None)
        slots = Slots(base.values)
        narrowing = with_narrowing(base, limit=slots.add(count), each=each)
        return self._narrowed(base, narrowing, slots)

    def after(self, key: str) -> Self:
        old = self.node.narrowing
        if old.limit is not None or old.after is not None or is_positional(self.node):
            raise NotAllowed(
                f"{describe(self.node)} can't go on after a key: say after(…) "
                f"once, before limit(…), or ordered_by(…) in between."
            )
        values = parse_key(self.node, key)
        slots = Slots(self.node.values)
        after = tuple(None if value is None else slots.add(value) for value in values)
        return self._narrowed(self.node, with_narrowing(self.node, after=after), slots)

    def _base(self, settled: bool) -> Node:
        """What to narrow: this expression, or where what it says already is
        settled, its members as they are."""
        if not settled:
            return self.node
        return self.context.expressions.among(self.node, calling_place())

    def _narrowed(self, base: Node, narrowing: Narrowing, slots: Slots) -> Self:
        self.used_up()
        node = self.context.expressions.narrow(
            base, narrowing, tuple(slots.values), calling_place()
        )
        # Whoever said .all() means what is narrowed of it as well.
        node.complete = node.complete or (node.kind == base.kind and base.complete)
        handle: Self = self._handle(node)
        return handle

    def of(self, members: Iterable[Any]) -> Self:
        if self.node.kind != EVERYTHING or self.node.narrowing != WHOLE:
            raise NotAllowed(
                f"of(…) is for roots. Say {self.node.type.group_interface.__name__}"
                f"(context).of(…)."
            )
        self.used_up()
        if not isinstance(members, Iterable):
            raise InvalidValue(
                self.node.type.group_interface.__name__,
                "of",
                members,
                "expected several, as a list",
            )
        ids = dict.fromkeys(self._id(member) for member in members)
        kept = tuple(filter(is_id, ids))
        handle: Self = self._handle(
            self.context.expressions.given(self.node.type, kept, calling_place())
        )
        return handle

    def _id(
        self, member: Any, verb: str = "of", other: EntityType | None = None
    ) -> Any:
        """The id of an entity of this type, or of another; what stands for one."""
        type_ = other or self.node.type
        member = removeSecurityProxy(member)
        key, reason = member, f"expected ids or {type_.name} entities"
        if isinstance(member, Entity):
            _, key = member.identity() or (None, None)
            if member.interface is not type_.interface:
                key = None
            elif key is None:
                reason = "it has no id"
        elif not type_.has_id(key):
            key = key_of_other(member, type_)
        if not type_.has_id(key):
            raise InvalidValue(
                self.node.type.group_interface.__name__, verb, member, reason
            )
        return key

    def reach(self, edge: str) -> Any:
        type_ = self.node.type
        field = type_.edges.get(edge)
        if not isinstance(field, Reference):
            edges = type_.edges.items()
            known = [name for name, each in edges if isinstance(each, Reference)]
            raise UnknownName("reference", type_.name, str(edge), known)
        slots, model = Slots(), self.context.expressions.model
        reached = Reached(type_.name, edge, nested_scope(model, self.node, slots))
        self.used_up()
        return self._handle(
            self.context.expressions.reach(
                reached, tuple(slots.values), calling_place()
            )
        )

    def update(self, other: Group) -> None:
        other = removeSecurityProxy(other)
        if not isinstance(other, Group) or other.node.type is not self.node.type:
            raise NotAllowed(
                f"{self!r} can't take in {other!r}: a union is of one type of group."
            )
        if other.context is not self.context:
            raise NotAllowed(
                f"{self!r} can't take in {other!r}: it belongs to another context."
            )
        union = self.context.expressions.union(self.node, other.node, calling_place())
        if union is self.node:
            return
        self.used_up()
        self.node = union
        self._counted = True
        union.handles += 1

    def lead(self, edge: str) -> Any:
        """The group of a whole edge, which is asked for as long as this group
        is there to be loaded: being narrowed ends that."""
        target = self.context.expressions.ask(
            self.node, edge, calling_place(), needed=False
        )
        assert target is not None
        return self._handle(target)

    def size(self) -> Size:
        """See ``IGroup``."""
        try:
            nested_scope(self.context.expressions.model, self.node, Slots())
        except NotAllowed:  # no backend could count it: it is loaded
            self.node.wanted = True
        self.used_up()
        self.node.sized = True
        return Size(self.context, self.node)

    def counted_by(self, fact: str) -> Counts:
        """See ``IGroup``."""
        name = counted_fact(self.node.type, fact)
        expressions = self.context.expressions
        try:
            nested_scope(expressions.model, self.node, Slots())
        except NotAllowed:  # no backend could count it: its members tell
            expressions.ask(self.node, name, calling_place())
            self.node.wanted = True
        self.used_up()
        self.node.counted[name] = None
        return Counts(self.context, self.node, name)

    def _members(self) -> tuple[Any, ...]:
        return self.context.reading.members(self.node)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._members())

    def __len__(self) -> int:
        return len(self._members())

    def __bool__(self) -> bool:
        return bool(self._members())

    def __contains__(self, entity: object) -> bool:
        self._members()
        entity = removeSecurityProxy(entity)
        identity = entity.identity() if isinstance(entity, Entity) else None
        return (
            identity is not None
            and identity[0] is self.node.type.interface
            and self.context.reading.member(self.node, identity[1]) is not None
        )

    def __reversed__(self) -> Iterator[Any]:
        raise NotAllowed(
            f"{self!r} has one order. Say ordered_by(…), with - before a fact."
        )

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            raise NotAllowed(
                f"{self!r} is looked into by an id. Iterate it, or say limit(…)."
            )
        self._members()
        found = self.context.reading.member(self.node, key)
        if found is None:
            raise NoSuchMember(f"{self!r} has no member with the id {key!r}.")
        return found

    def one(self) -> Any:
        members = self._members()
        if len(members) != 1:
            raise NotOne(f"{self!r} has {len(members)} members, not one.")
        return members[0]

    def first(self) -> Any:
        members = self._members()
        return members[0] if members else None

    def reached_from(self, owner: Any) -> tuple[Any, ...]:
        node = self.node
        in_all = node.narrowing.limit is not None and not node.narrowing.each
        if node.kind != FOLLOWED or not node.follows_collection or in_all:
            raise NotAllowed(
                f"{self!r} does not tell whom it was reached from: that takes what a "
                f"collection led to, whole, filtered, or limited for each owner."
            )
        assert node.source is not None
        key = self._id(owner, "reached_from", node.source.type)
        self._members()
        if self.context.reading.member(node.source, key) is None:
            raise NoSuchMember(
                f"{self!r} was reached from no {node.source.type.name} with the id "
                f"{key!r}."
            )
        return self.context.reading.reached_from(node, key)

    def for_change(self, *attributes: str) -> tuple[Any, ...]:
        ids = [member.id for member in self._members()]
        return originals(self.node.type, ids, attributes)

    def key(self, member: Entity) -> str:
        """See ``IGroup``."""
        key = self._id(member)
        self[key]
        values = self.context.reading.order_values(self.node, key)
        return key_text(values)
