"""Menus: what can be done with an object, a method for each link."""

from zope.interface import implementer
from zope.security.management import queryInteraction

from ..registry.interfaces.person import IPerson
from .interfaces import IContextMenu
from .url import canonical_url


class Link:
    """A link of a menu; ``target`` is the name of a view of the object, a place on
    its page or a path from the root."""

    def __init__(self, target, text, enabled=True):
        self.target = target
        self.text = text
        self.enabled = enabled
        self.url = None


@implementer(IContextMenu)
class ContextMenu:
    """Derived for each kind of object: ``links`` names its methods, each of which
    gives a ``Link``."""

    links = ()

    def __init__(self, context):
        self.context = context

    @property
    def user(self):
        """The person who looks, or None."""
        (participation,) = queryInteraction().participations
        return IPerson(participation.principal, None)

    def iterlinks(self):
        """See ``IContextMenu``."""
        for name in self.links:
            link = getattr(self, name)()
            if link.enabled:
                link.url = link.target
                if not link.target.startswith(("/", "#")):
                    link.url = canonical_url(self.context, link.target)
                yield link
