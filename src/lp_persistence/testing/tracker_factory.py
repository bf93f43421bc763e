"""The factory of the tracker's domain: what its tests say again and again.

What a database demands of a row beyond its declaration (a bug's reporter, a
distribution's owner, a task's bug) is made where it isn't given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from lp_persistence.bugs.interfaces import IBug, IBugTask
from lp_persistence.people.enums import (
    AccountStatus,
    EmailAddressStatus,
    PersonVisibility,
)
from lp_persistence.people.interfaces import IEmailAddress, IPerson
from lp_persistence.pillars.interfaces import (
    IDistribution,
    IDistroSeries,
    IMilestone,
    IProduct,
    IProductSeries,
    IProject,
)
from lp_persistence.testing.factory import Factory

#: Where a task can be.
TARGETS: Final = frozenset(
    ("product", "product_series", "distribution", "distro_series")
)


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

    def project(self, **given: Any) -> int:
        """A project group; its owner is a person of its own."""
        return self.make(IProject, **self._with("owner", self.person, given))

    def product(self, **given: Any) -> int:
        """An active product; its owner is a person of its own."""
        given = {"active": True, **given}
        return self.make(IProduct, **self._with("owner", self.person, given))

    def product_series(self, **given: Any) -> int:
        """A series of a product; product and owner are of its own."""
        given = self._with("product", self.product, given)
        return self.make(IProductSeries, **self._with("owner", self.person, given))

    def distro_series(self, **given: Any) -> int:
        """A series of a distribution of its own."""
        given = self._with("distribution", self.distribution, given)
        return self.make(IDistroSeries, **given)

    def milestone(self, **given: Any) -> int:
        """An active milestone; of a product of its own, if of no pillar."""
        given = {"active": True, **given}
        if not {"product", "distribution"} & given.keys():
            given = self._with("product", self.product, given)
        return self.make(IMilestone, **given)

    def bug(self, **given: Any) -> int:
        """A bug without tasks; its reporter is a person of its own."""
        return self.make(IBug, **self._with("reporter", self.person, given))

    def task(self, **given: Any) -> int:
        """A task; its bug is of its own, and so is the distribution that it is
        in, if nothing else is given."""
        if not TARGETS & given.keys():
            given = self._with("distribution", self.distribution, given)
        return self.make(IBugTask, **self._with("bug", self.bug, given))

    def _with(self, name: str, make: Any, given: dict[str, Any]) -> dict[str, Any]:
        return given if name in given else {name: make(), **given}
