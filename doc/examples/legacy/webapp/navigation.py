"""Steps of paths, a class of methods for each kind of object.

::

    class ProductNavigation(Navigation):

        @stepthrough("+bug")
        def traverse_bug(self, name):
            return self.context.getBugTask(name)
"""

from zope.component import queryMultiAdapter
from zope.interface import implementer
from zope.publisher.browser import BrowserView
from zope.publisher.interfaces import NotFound
from zope.publisher.interfaces.browser import IBrowserPublisher


def stepthrough(name):
    """The method finds what the step behind ``name`` names."""

    def decorate(method):
        method.steps_through = name
        return method

    return decorate


@implementer(IBrowserPublisher)
class Navigation(BrowserView):
    """Derived for each kind of object; None means that there is no such step."""

    default_view_name = "+index"

    def traverse(self, name):
        """What a name leads to that nothing else knows."""
        return None

    def publishTraverse(self, request, name):
        """See ``IBrowserPublisher``."""
        method = self._methods().get(name)
        step = None if method is None else request.consume()
        if step is not None:
            found = method(step)
        else:
            found = queryMultiAdapter((self.context, request), name=name)
            if found is None:
                found = self.traverse(name)
        if found is None:
            raise NotFound(self.context, name, request)
        return found

    def browserDefault(self, request):
        """See ``IBrowserPublisher``."""
        return self.context, (self.default_view_name,)

    def _methods(self):
        return {
            value.steps_through: getattr(self, name)
            for cls in reversed(type(self).__mro__)
            for name, value in vars(cls).items()
            if hasattr(value, "steps_through")
        }
