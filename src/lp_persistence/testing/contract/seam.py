"""What a backend promises beside its answers: loading, dumping, the lock, the
end of a snapshot; and that what is registered is what interfaces say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest import TestCase

import transaction
from zope.interface.verify import verifyClass, verifyObject

from lp_persistence import Context, Not
from lp_persistence.errors import (
    DatabaseLocked,
    InvalidRow,
    NotAllowed,
    NotRealised,
    StaleContext,
    TooManyRows,
)
from lp_persistence.fields import Collection, WayBack
from lp_persistence.interfaces import ALL_SEEING, IBackend, IContext, ISnapshot
from lp_persistence.model import EntityType, Model
from lp_persistence.testing.contract.worlds import Shown
from lp_persistence.testing.stores import Store

if TYPE_CHECKING:

    class _Case(TestCase):
        @property
        def model(self) -> Model: ...

        @property
        def shown(self) -> list[Shown]: ...

        def stores(self) -> Any: ...

else:
    _Case = object


class Token:
    """Somebody who locks a backend."""

    view = "the page of the contract"


class Seam(_Case):
    """A part of ``Contract``."""

    def test_declarations(self) -> None:
        """Classes of entities and groups have all that interfaces promise."""
        for store, _ in self._filled():
            context = Context()
            verifyObject(IContext, context)
            for each in self.model:
                with self.subTest(each.name, store=store.name):
                    self.assertTrue(each.interface.implementedBy(each.factory))
                    verifyClass(each.interface, each.factory)
                    verifyClass(each.group_interface, each.group_factory)
                    verifyObject(each.group_interface, each.group_interface(context))

    def test_what_is_loaded_is_dumped(self) -> None:
        """Rows and pairs as they were loaded, by id, and from a place on."""
        for store, backend in self._filled():
            verifyObject(IBackend, backend)
            for each in self._with_rows():
                rows = self._rows(each)
                with self.subTest(each.name, store=store.name):
                    self.assertEqual(rows, list(backend.dump(each.interface)))
                    for place in range(len(rows)):
                        after = backend.dump(each.interface, rows[place][0])
                        self.assertEqual(rows[place + 1 :], list(after))
                for name, pairs in self._links(each):
                    with self.subTest(f"{each.name}.{name}", store=store.name):
                        found = backend.dump(each.interface[name])
                        self.assertEqual(pairs, list(map(tuple, found)))

    def test_rows_that_do_not_fit(self) -> None:
        """Are refused, and nothing of what came with them is kept."""
        for store, backend in self._filled():
            for each in self._with_rows():
                rows = self._rows(each)
                for wrong in [(), rows[0][:-1]] if rows else [()]:
                    with self.subTest(each.name, store=store.name, wrong=wrong):
                        with self.assertRaises(InvalidRow):
                            backend.load(each.interface, [wrong])
                        self.assertEqual(rows, list(backend.dump(each.interface)))

    def test_what_is_made_of_others(self) -> None:
        """Has no rows."""
        for store, backend in self._filled():
            for each in self.model:
                if not each.key:
                    continue
                with self.subTest(each.name, store=store.name):
                    with self.assertRaisesRegex(NotAllowed, "has no rows"):
                        backend.load(each.interface, [])
                    with self.assertRaisesRegex(NotAllowed, "has no rows"):
                        backend.dump(each.interface)

    def test_the_lock(self) -> None:
        """Refuses every access, names the view, and counts its tokens."""
        for store, backend in self._filled():
            first, second = Token(), Token()
            with self.subTest(store=store.name):
                backend.refuse(first)
                backend.refuse(second)
                backend.allow(first)
                try:
                    with self.assertRaisesRegex(DatabaseLocked, Token.view):
                        self._read()
                finally:
                    backend.allow(second)
                self._read()

    def test_the_end_of_a_snapshot(self) -> None:
        """What was read stays; more is refused after the transaction's end."""
        for store, backend in self._filled():
            with self.subTest(store=store.name):
                context, groups = self._read()
                verifyObject(ISnapshot, backend.snapshot(context))
                before = [member for group in groups for member in group]
                transaction.abort()
                self.assertTrue(all(member.id is not None for member in before))
                groups[0].filter(id=Not(None)).all()
                with self.assertRaises(StaleContext):
                    context.realise()

    def test_the_bound_of_rows(self) -> None:
        """One row beyond it, and nothing is readable until it is moved."""
        for store, _ in self._filled():
            with self.subTest(store=store.name):
                context, groups = self._asked()
                rows = context.realise().rows
                context, groups = self._asked(most_rows=rows - 1)
                with self.assertRaisesRegex(TooManyRows, " built at "):
                    context.realise()
                with self.assertRaises(NotRealised):
                    len(groups[0])
                context.most_rows = rows
                self.assertEqual(rows, context.realise().rows)
                self.assertEqual(rows, sum(map(len, groups)))

    def test_windows(self) -> None:
        """Are the group, whatever their size, with all that its members lead to."""
        for store, _ in self._filled():
            for each in self.model:
                context = Context(ALL_SEEING)
                whole = self._with_edges(each, context)
                context.realise()
                expected = [self._ends(each, member) for member in whole]
                for size in (1, 2, 1000):
                    context = Context(ALL_SEEING)
                    group = self._with_edges(each, context)
                    windows = list(context.windows(group, size))
                    found = [self._ends(each, m) for window in windows for m in window]
                    with self.subTest(each.name, store=store.name, size=size):
                        self.assertEqual(expected, found)
                        self.assertLessEqual(max(map(len, windows), default=0), size)

    def _with_edges(self, entity_type: EntityType, context: Context) -> Any:
        return entity_type.group_interface(context).all().need(*_edges(entity_type))

    def _ends(self, entity_type: EntityType, member: Any) -> tuple[Any, ...]:
        """The member and, by edge, all that it leads to."""
        return (member, *(getattr(member, name) for name in _edges(entity_type)))

    def _read(self) -> tuple[Any, list[Any]]:
        context, groups = self._asked()
        context.realise()
        return context, groups

    def _asked(self, **options: Any) -> tuple[Any, list[Any]]:
        """A context that is asked for everything there is."""
        context = Context(ALL_SEEING, **options)
        groups = [each.group_interface(context).all() for each in self.model]
        return context, groups

    @contextmanager
    def _open(self, store: Store) -> Iterator[Any]:
        with store.opened() as backend:
            self.shown[0].world.load(backend, self.model)
            yield backend

    def _filled(self) -> Iterator[tuple[Store, Any]]:
        for store in self.stores():
            with self._open(store) as backend:
                yield store, backend

    def _with_rows(self) -> Iterator[EntityType]:
        return (each for each in self.model if not each.key)

    def _rows(self, entity_type: EntityType) -> list[tuple[Any, ...]]:
        rows = self.shown[0].world.rows.get(entity_type.name, {})
        names = entity_type.stored
        return [tuple(rows[key][name] for name in names) for key in sorted(rows)]

    def _links(self, entity_type: EntityType) -> Iterator[tuple[str, Any]]:
        for name, field in entity_type.fields.items():
            if isinstance(field, Collection) and field.is_link:
                pairs = self.shown[0].world.links.get((entity_type.name, name), [])
                yield name, sorted(pairs)


def _edges(entity_type: EntityType) -> list[str]:
    """What can be asked for that leads to entities."""
    edges = entity_type.edges.items()
    return [name for name, edge in edges if not isinstance(edge, WayBack)]
