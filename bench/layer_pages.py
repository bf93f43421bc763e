"""The graphs of pages by the layer, as its tests of statements have them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from layer import Layer, images
from telling_graphs import shown_bug, shown_person, told_bug, told_person

from lp_persistence import Context
from lp_persistence.bugs.tests import test_figures
from lp_persistence.canonical import canonical_path
from lp_persistence.people.entities import Person


class Page(Layer):
    """One page's graph; the groups are built within what is measured."""

    ask: ClassVar[Callable[[Context, int], Any]]

    def __call__(self, viewer: int | None, number: int) -> Any:
        context = Context(viewer=viewer and Person(id=viewer), most_rows=None)
        group = type(self).ask(context, number)
        self.statements = context.realise().statements
        return group.one()


class BugPage(Page):
    """Everything about a bug."""

    ask = staticmethod(test_figures.bug)

    def show(self, bug: Any) -> list[Any]:
        return shown_bug(bug)

    def tell(self, bug: Any) -> Iterator[Any]:
        return told_bug(bug, told_images, canonical_path)


class PersonPage(Page):
    """A person with addresses, owner, members and teams."""

    ask = staticmethod(test_figures.person)

    def show(self, person: Any) -> list[Any]:
        return shown_person(person)

    def tell(self, person: Any) -> Iterator[Any]:
        return told_person(person, told_images, canonical_path)


def told_images(owner: Any, _: str | None = None) -> tuple[str, ...]:
    """The names of three images; the layer knows by itself which are stock."""
    return images(owner)
