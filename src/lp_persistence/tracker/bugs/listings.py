"""Listings of bugs: all of them, and those of one target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile
from zope.interface import implementer

from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.interfaces import IContext
from lp_persistence.publication import IGroupView
from lp_persistence.tracker.bugs.asking import FORM, bugs_asked_for
from lp_persistence.tracker.bugs.rows import (
    ListedBug,
    ShowsBugs,
    listed,
    need_listed,
)
from lp_persistence.tracker.bugs.targets import target_link
from lp_persistence.tracker.frame import (
    COUNTED,
    Link,
    Listing,
    Page,
    Step,
    counted,
    number_of,
    size_so_far,
)


class BugListing(ShowsBugs, Page):
    """A page of bugs with the form that narrows it.

    A subclass calls ``ask`` with the tests that it adds.
    """

    template: ClassVar[ViewPageTemplateFile] = ViewPageTemplateFile("listing.pt")

    def ask(self, **tests: Any) -> None:
        """Ask for the bugs that the address asks for, among those that pass
        ``tests`` (see ``bugs_asked_for``). Raises BadRequest for what can't be
        asked."""
        self.given = FORM.read(self.request)
        found = bugs_asked_for(self, self.given, **tests)
        self._size = size_so_far(found)
        self.listing = Listing(self.request, found, self.given)
        need_listed(self.listing.group)

    @property
    def size(self) -> str:
        """How many there are, or that there are many."""
        return counted(self._size, "bug", most=COUNTED)

    @property
    def bugs(self) -> list[ListedBug]:
        """What the page shows."""
        return [listed(self, bug) for bug in self.listing.members]

    def __call__(self) -> Any:
        return self.template()


@implementer(IGroupView)
class BugsPage(BugListing, Step):
    """``/bugs``: all bugs; and ``/bugs/N``, one of them."""

    heading = "Bugs"

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        self.ask()

    def find(self, name: str) -> Any:
        """See ``Step``."""
        number = number_of(name)
        return None if number is None else IBugs(IContext(self.request)).of([number])


@implementer(IGroupView)
class TargetBugsPage(BugListing):
    """``/NAME/+bugs``: the bugs of a pillar, a series or a source package.

    What bears the name is found first: bugs of each kind of target have an
    index of their own, and its order.
    """

    target: Any = None

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        self.context.need_url()
        # The viewer is asked once: for the name's rule, and for that of bugs.
        self.root(IBugs).of(()).all()
        context.realise()
        self.target = next(iter(self.context), None)
        if self.target is not None:
            self.ask(target=self.target)

    @property
    def _link(self) -> Link:
        link = target_link(self, self.target)
        assert link is not None
        return link

    @property
    def crumbs(self) -> Sequence[Link]:  # type: ignore[override]
        """See ``Page``."""
        return (self._link,)

    @property
    def heading(self) -> str:
        return f"Bugs of {self._link.text}"


@implementer(IGroupView)
class PersonBugsPage(BugListing):
    """``/~NAME/+bugs``: what a person or team reported, works on or
    subscribed to.

    Who bears the name is found first: how many bugs that may be, a database
    knows of numbers and not of names.
    """

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        self.context.all()
        context.realise()
        for person in self.context:
            self.ask(person=person)

    @property
    def crumbs(self) -> Sequence[Link]:  # type: ignore[override]
        """See ``Page``."""
        person = self.context.one()
        return (Link(person.displayname, self.address(person)),)

    @property
    def heading(self) -> str:
        return f"Bugs of {self.context.one().displayname}"
