"""The factory of the tracker's domain: what its tests say again and again.

What a database demands of a row beyond its declaration (a bug's reporter, a
distribution's owner, a task's bug) is made where it isn't given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lp_persistence.bugs.interfaces import IBug, IBugTask
from lp_persistence.people.enums import (
    AccountStatus,
    EmailAddressStatus,
    PersonVisibility,
)
from lp_persistence.people.interfaces import IEmailAddress, IPerson
from lp_persistence.pillars.interfaces import IDistribution
from lp_persistence.testing.factory import Factory


class TrackerFactory(Factory):
    """Each method returns the id of what it made; attributes go by name."""

    def person(self, valid: bool = True, **given: Any) -> int:
        """A person; ``valid`` with an active account and a preferred address."""
        status = AccountStatus.ACTIVE if valid else AccountStatus.SUSPENDED
        person = self.make(IPerson, **{"account_status": status, **given})
        if valid:
            preferred = EmailAddressStatus.PREFERRED
            self.make(IEmailAddress, person=person, status=preferred)
        return person

    def team(
        self, members: Iterable[Any] = (), private: bool = False, **given: Any
    ) -> int:
        """A team of these members; its owner is a person of its own."""
        visibility = PersonVisibility.PRIVATE if private else PersonVisibility.PUBLIC
        made = {"account_status": None, "visibility": visibility, **given}
        made = self._with("team_owner", self.person, made)
        return self.make(IPerson, members=tuple(members), **made)

    def distribution(self, **given: Any) -> int:
        """A distribution; its owner is a person of its own."""
        return self.make(IDistribution, **self._with("owner", self.person, given))

    def bug(self, **given: Any) -> int:
        """A bug without tasks; its reporter is a person of its own."""
        return self.make(IBug, **self._with("reporter", self.person, given))

    def task(self, **given: Any) -> int:
        """A task; its bug and its distribution are of its own."""
        given = self._with("distribution", self.distribution, given)
        return self.make(IBugTask, **self._with("bug", self.bug, given))

    def _with(self, name: str, make: Any, given: dict[str, Any]) -> dict[str, Any]:
        return given if name in given else {name: make(), **given}
