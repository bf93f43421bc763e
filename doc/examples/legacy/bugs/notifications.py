"""Mail about bugs, kept until somebody sends it."""

from zope.interface import Interface, implementer


class INotifications(Interface):
    """What is to be sent."""

    def add(recipients, subject, text):
        """Send a text to these addresses."""

    def pop():
        """Take all that is there: a list of (recipients, subject, text)."""


@implementer(INotifications)
class Notifications:
    """See ``INotifications``; in memory."""

    def __init__(self):
        self._kept = []

    def add(self, recipients, subject, text):
        """See ``INotifications``."""
        self._kept.append((tuple(recipients), subject, text))

    def pop(self):
        """See ``INotifications``."""
        kept, self._kept = self._kept, []
        return kept
