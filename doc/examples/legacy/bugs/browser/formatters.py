"""Addresses of bugs and tasks, links to them, and what stands above their pages."""

from html import escape

from zope.component import adapter
from zope.interface import implementer

from ...webapp.breadcrumb import Breadcrumb
from ...webapp.interfaces import ICanonicalUrlData
from ...webapp.tales import ObjectFormatterAPI
from ..interfaces.bug import IBug
from ..interfaces.bugtask import IBugTask


@implementer(ICanonicalUrlData)
@adapter(IBug)
class BugUrlData:
    """``/bugs/N``"""

    inside = None

    def __init__(self, context):
        self.context = context

    @property
    def path(self):
        """See ``ICanonicalUrlData``."""
        return f"bugs/{self.context.id}"


@implementer(ICanonicalUrlData)
@adapter(IBugTask)
class BugTaskUrlData:
    """``TARGET/+bug/N``"""

    def __init__(self, context):
        self.context = context

    @property
    def inside(self):
        """See ``ICanonicalUrlData``."""
        return self.context.target

    @property
    def path(self):
        """See ``ICanonicalUrlData``."""
        return f"+bug/{self.context.bug.id}"


class BugFormatterAPI(ObjectFormatterAPI):
    """``bug/fmt:link``"""

    def text(self):
        """See ``ObjectFormatterAPI``."""
        return f"#{self._context.id} {self._context.title}"


class BugTaskFormatterAPI(ObjectFormatterAPI):
    """``bugtask/fmt:icon``, ``bugtask/fmt:link``"""

    traversable_names = ("link", "url", "icon")

    def icon(self):
        """How much it matters."""
        importance = self._context.importance
        return (
            f'<span class="sprite bug-{importance.name.lower()}"'
            f' title="{escape(importance.title)}"></span>'
        )

    def text(self):
        """See ``ObjectFormatterAPI``."""
        return self._context.bugtargetdisplayname


class BugBreadcrumb(Breadcrumb):
    """``Bug #1``"""

    @property
    def text(self):
        """See ``IBreadcrumb``."""
        return f"Bug #{self.context.id}"


class BugTaskBreadcrumb(Breadcrumb):
    """Of a task its bug."""

    @property
    def text(self):
        """See ``IBreadcrumb``."""
        return f"Bug #{self.context.bug.id}"
