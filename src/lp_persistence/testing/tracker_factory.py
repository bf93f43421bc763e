"""The factory of the tracker's domain: what its tests say again and again.

What a database demands of a row beyond its declaration (a bug's reporter, a
distribution's owner, a task's bug) is made where it isn't given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from zope.interface.interface import InterfaceClass

from lp_persistence.bugs.enums import BugTaskStatus, InformationType
from lp_persistence.bugs.interfaces import IBug, IBugTask
from lp_persistence.model import get_model
from lp_persistence.people.enums import (
    AccountStatus,
    EmailAddressStatus,
    PersonVisibility,
)
from lp_persistence.people.interfaces import IEmailAddress, IPerson
from lp_persistence.people.membership.enums import TeamMembershipStatus
from lp_persistence.people.membership.interfaces import ITeamMembership
from lp_persistence.pillars.interfaces import IDistribution, IProduct, IProject
from lp_persistence.pillars.names.interfaces import IPillarName
from lp_persistence.pillars.packages.interfaces import ISourcePackageName
from lp_persistence.pillars.series.interfaces import (
    IDistroSeries,
    IMilestone,
    IProductSeries,
)
from lp_persistence.testing.factory import Factory

#: Where a task can be.
TARGETS: Final = frozenset(
    ("product", "product_series", "distribution", "distro_series")
)


class TrackerFactory(Factory):
    """Each method returns the id of what it made; attributes go by name."""

    def __init__(self, backend: Any):
        super().__init__(backend)
        #: By bug who reported it.
        self._reporters: dict[Any, Any] = {}

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
        none = dict.fromkeys(("account_status", "creation_rationale"))
        made = {**none, "visibility": visibility, **given}
        made = self._with("team_owner", self.person, made)
        team = self.make(IPerson, **made)
        for member in members:
            self.join(team, member)
        return team

    def join(
        self,
        team: Any,
        person: Any,
        status: TeamMembershipStatus = TeamMembershipStatus.APPROVED,
        **given: Any,
    ) -> int:
        """A membership; ends are entities or their ids."""
        ends = {"team": team, "person": person}
        return self.make(ITeamMembership, status=status, **ends, **given)

    def membership(self, **given: Any) -> int:
        """One of a person in a team, each of its own if not given."""
        given = self._with("person", self.person, given)
        return self.join(**self._with("team", self.team, given))

    def distribution(self, **given: Any) -> int:
        """A distribution, with its name; its owner is a person of its own, who
        registered it."""
        return self._pillar(IDistribution, "distribution", given)

    def project(self, **given: Any) -> int:
        """An active project group, with its name; its owner is a person of its
        own."""
        return self._pillar(IProject, "project_group", {"active": True, **given})

    def product(self, **given: Any) -> int:
        """An active product, with its name; its owner is a person of its own."""
        return self._pillar(IProduct, "product", {"active": True, **given})

    def alias(self, name: str, stands_for: str) -> int:
        """Another name of the pillar that is named so."""
        place = get_model().type_of(IPillarName).stored.index("name")
        rows = self.backend.dump(IPillarName)
        (known,) = (row[0] for row in rows if row[place] == stands_for)
        return self.make(IPillarName, name=name, active=True, alias_for=known)

    def pillar_name(self, **given: Any) -> int:
        """A name of no pillar, unless one is given."""
        return self.make(IPillarName, **{"active": True, **given})

    def product_series(self, **given: Any) -> int:
        """A series of a product; product and owner are of its own."""
        given = self._with("product", self.product, given)
        return self.make(IProductSeries, **self._with("owner", self.person, given))

    def distro_series(self, **given: Any) -> int:
        """A series of a distribution; that and who registered it are of its
        own."""
        given = self._with("distribution", self.distribution, given)
        return self.make(IDistroSeries, **self._with("registrant", self.person, given))

    def milestone(self, **given: Any) -> int:
        """An active milestone; of a product of its own, if of no pillar."""
        given = {"active": True, **given}
        if not {"product", "distribution"} & given.keys():
            given = self._with("product", self.product, given)
        return self.make(IMilestone, **given)

    def package_name(self, **given: Any) -> int:
        """A name of source packages."""
        return self.make(ISourcePackageName, **given)

    def bug(self, **given: Any) -> int:
        """A bug without tasks; its reporter is a person of its own."""
        given = self._with("reporter", self.person, given)
        bug = self.make(IBug, **given)
        self._reporters[bug] = given["reporter"]
        return bug

    def task(self, **given: Any) -> int:
        """A task; its bug is of its own, and so is the distribution that it is
        in, if nothing else is given. Who reported the bug owns it."""
        if not TARGETS & given.keys():
            given = self._with("distribution", self.distribution, given)
        given = self._with("bug", self.bug, given)
        reporter = self._reporters.get(given["bug"]) or self.person()
        return self.make(IBugTask, **{"owner": reporter, **given})

    def one(self, interface: InterfaceClass, **given: Any) -> Any:
        """See ``Factory``."""
        makers: dict[str, Callable[..., int]] = {
            "IPerson": self.person,
            "ITeamMembership": self.membership,
            "IDistribution": self.distribution,
            "IProject": self.project,
            "IProduct": self.product,
            "IProductSeries": self.product_series,
            "IDistroSeries": self.distro_series,
            "IMilestone": self.milestone,
            "IPillarName": self.pillar_name,
            "IBug": self.bug,
            "IBugTask": self.task,
        }
        make = makers.get(interface.__name__)
        return super().one(interface, **given) if make is None else make(**given)

    def hidden(self, interface: InterfaceClass) -> int | None:
        """See ``Factory``."""
        if interface is IPerson:
            return self.team(private=True)
        if interface is IEmailAddress:
            return self.make(IEmailAddress, person=self.hidden(IPerson))
        if interface is ITeamMembership:
            return self.join(self.hidden(IPerson), self.person())
        if interface is IBug:
            return self.bug(information_type=InformationType.PROPRIETARY)
        if interface is IPillarName:
            return self.pillar_name(active=False)
        if interface is IBugTask:
            return self.task(bug=self.hidden(IBug))
        return super().hidden(interface)

    def growers(self) -> dict[tuple[str, str], Callable[[int, int], object]]:
        """See ``Factory``."""

        def hot_bugs(place: str) -> Callable[[int, int], object]:
            def grow(owner: int, count: int) -> object:
                bugs = self.populate(IBug, count)
                return [self._open_task(bug, **{place: owner}) for bug in bugs]

            return grow

        def assignees(bug: int, count: int) -> object:
            persons = self.populate(IPerson, count)
            place = self._shared(IDistribution)
            return [
                self._open_task(bug, assignee=person, distribution=place)
                for person in persons
            ]

        def members(team: int, count: int) -> object:
            persons = self.populate(IPerson, count)
            return [self._grown(team, each) for each in (*persons, *unseen())]

        def teams(person: int, count: int) -> object:
            owner = {"team_owner": self._shared(IPerson)}
            found = self.populate(IPerson, count, **owner)
            return [self._grown(each, person) for each in (*found, *unseen())]

        def unseen() -> list[int]:
            return [self.team(private=True)]

        return {
            ("IDistribution", "hot_bugs"): hot_bugs("distribution"),
            ("IProduct", "hot_bugs"): hot_bugs("product"),
            ("IBug", "assignees"): assignees,
            ("IPerson", "memberships"): teams,
            ("IPerson", "member_memberships"): members,
            ("IPerson", "members"): members,
            ("IPerson", "participants"): members,
            ("IPerson", "teams"): teams,
            ("IPerson", "participations"): teams,
        }

    def _grown(self, team: int, person: int) -> int:
        """A membership whose references lead where grown ones do."""
        leading = self._leading.get(ITeamMembership.__name__, ())
        others = dict.fromkeys(leading, self._shared(IPerson))
        return self.membership(**{**others, "team": team, "person": person})

    def _pillar(
        self, interface: InterfaceClass, kind: str, given: dict[str, Any]
    ) -> int:
        pillar = self._next(get_model().type_of(interface))
        given = {"id": pillar, "name": f"{kind}-{pillar}", **given}
        given = self._with("owner", self.person, given)
        given = {"registrant": given["owner"], **given}
        key = self.make(interface, **given)
        of = {kind: key, "active": given.get("active", True)}
        self.make(IPillarName, name=given["name"], **of)
        return key

    def _open_task(self, bug: int, **given: Any) -> int:
        return self.task(bug=bug, status=BugTaskStatus.NEW, **given)

    def _with(self, name: str, make: Any, given: dict[str, Any]) -> dict[str, Any]:
        return given if name in given else {name: make(), **given}
