"""Formatters, which templates name by a path: ``person/fmt:link``."""

from datetime import datetime
from html import escape

from zope.component import adapter
from zope.interface import implementer
from zope.traversing.interfaces import IPathAdapter, ITraversable, TraversalError

from .url import canonical_url


@implementer(IPathAdapter, ITraversable)
class FormatterAPI:
    """Derived for each kind of object; ``traversable_names`` says what templates
    may call."""

    traversable_names = ()

    def __init__(self, context):
        self._context = context

    def traverse(self, name, furtherPath):
        """See ``ITraversable``."""
        if name not in self.traversable_names:
            raise TraversalError(self._context, name)
        return getattr(self, name)()


class ObjectFormatterAPI(FormatterAPI):
    """Of what has an address; ``text`` names it."""

    traversable_names = ("link", "url")

    def url(self):
        """The address of its page."""
        return canonical_url(self._context)

    def text(self):
        """What a link says."""
        return self._context.displayname

    def link(self):
        """A link to its page."""
        return f'<a href="{escape(self.url())}">{escape(self.text())}</a>'


class DateTimeFormatterAPI(FormatterAPI):
    """``bug/datecreated/fmt:displaydate``"""

    traversable_names = ("displaydate",)

    def displaydate(self):
        """The day."""
        return self._context.strftime("%Y-%m-%d")


@implementer(IPathAdapter)
@adapter(datetime)
def format_datetime(value):
    """Dates have no interface of their own."""
    return DateTimeFormatterAPI(value)


class NoneFormatterAPI(FormatterAPI):
    """``bugtask/assignee/fmt:link`` of a task that nobody does."""

    traversable_names = ("link", "displaydate", "icon")

    def link(self):
        """A dash."""
        return "—"

    displaydate = icon = link
