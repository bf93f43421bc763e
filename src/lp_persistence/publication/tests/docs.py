"""The small site that ``doc/publication.rst`` publishes its views in."""

from __future__ import annotations

from typing import Any

import transaction
from zope.publisher.publish import publish
from zope.security.management import endInteraction, newInteraction, setSecurityPolicy
from zope.security.simplepolicies import ParanoidSecurityPolicy

from lp_persistence.errors import PersistenceError
from lp_persistence.permissions import with_entity_permissions
from lp_persistence.publication import UNLOCKED, ICosts
from lp_persistence.publication.tests.site import ADA, BOB, published
from lp_persistence.publication.tests.test_costs import Quiet
from lp_persistence.testing.tracker_factory import TrackerFactory


class Site:
    """In the world of the publication's tests, with a team that both Ada and
    Bob are in; ``show`` publishes a view.

    ``server_timing`` is that of the last page. Between pages there is an
    interaction of nobody's.
    """

    server_timing = ""

    def __init__(self, backend: Any):
        factory = TrackerFactory(backend)
        factory.team([ADA, BOB], name="folks", team_owner=ADA)
        factory.done()
        UNLOCKED.clear()
        policy = with_entity_permissions(ParanoidSecurityPolicy)
        self._policy = setSecurityPolicy(policy)
        newInteraction()

    def show(self, view: Any) -> None:
        """Print what a view gives at ``/page``, or the error that it raises."""
        endInteraction()
        site = Quiet(page=published(view))
        request = site.request("/page")
        try:
            publish(request, handle_errors=False)
            print(request.response.consumeBody().decode() or None)
        except PersistenceError as error:
            print(f"{type(error).__name__}: {error}")
        self.server_timing = ICosts(request).server_timing()
        transaction.abort()
        endInteraction()
        newInteraction()

    def close(self) -> None:
        """Take back what is not in the component registry."""
        endInteraction()
        setSecurityPolicy(self._policy)
