"""The bugs of a generated world, their tasks, people, duplicates and heat.

As in ``people``: what others count on is drawn at once and kept in arrays,
texts and dates are made as the rows are read.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from lp_persistence.bugs import heat
from lp_persistence.bugs.enums import (
    PUBLIC_TYPES,
    BugTaskImportance,
    BugTaskStatus,
    InformationType,
)
from lp_persistence.sample.chance import INTEGERS, Chance, Lists, Weighted
from lp_persistence.sample.people import MEMBER, VAULT, People
from lp_persistence.sample.pillars import Pillars
from lp_persistence.sample.words import (
    CIRCUMSTANCES,
    DISTRIBUTIONS,
    PARTS,
    SENTENCES,
    TAGS,
    TROUBLES,
)

_PUBLIC: Final = frozenset(item.value for item in PUBLIC_TYPES)

#: Of a thousand bugs, so many have this type; a hundred are private.
INFORMATION_TYPES: Final = Weighted(
    (880, InformationType.PUBLIC.value),
    (20, InformationType.PUBLICSECURITY.value),
    (8, InformationType.PRIVATESECURITY.value),
    (67, InformationType.USERDATA.value),
    (20, InformationType.PROPRIETARY.value),
    (5, InformationType.EMBARGOED.value),
)
STATUSES: Final = Weighted(
    (20, BugTaskStatus.NEW.value),
    (2, BugTaskStatus.INCOMPLETE_WITH_RESPONSE.value),
    (3, BugTaskStatus.INCOMPLETE_WITHOUT_RESPONSE.value),
    (2, BugTaskStatus.INCOMPLETE.value),
    (2, BugTaskStatus.OPINION.value),
    (10, BugTaskStatus.INVALID.value),
    (4, BugTaskStatus.WONTFIX.value),
    (6, BugTaskStatus.EXPIRED.value),
    (14, BugTaskStatus.CONFIRMED.value),
    (9, BugTaskStatus.TRIAGED.value),
    (4, BugTaskStatus.INPROGRESS.value),
    (1, BugTaskStatus.DEFERRED.value),
    (3, BugTaskStatus.FIXCOMMITTED.value),
    (17, BugTaskStatus.FIXRELEASED.value),
    (1, BugTaskStatus.DOESNOTEXIST.value),
    (2, BugTaskStatus.UNKNOWN.value),
)
IMPORTANCES: Final = Weighted(
    (3, BugTaskImportance.UNKNOWN.value),
    (2, BugTaskImportance.CRITICAL.value),
    (9, BugTaskImportance.HIGH.value),
    (20, BugTaskImportance.MEDIUM.value),
    (12, BugTaskImportance.LOW.value),
    (4, BugTaskImportance.WISHLIST.value),
    (50, BugTaskImportance.UNDECIDED.value),
)
TASK_COUNTS: Final = Weighted((72, 1), (19, 2), (7, 3), (2, 4))
#: Where a bug is reported: the place of a distribution, from 1, or 0 for a
#: product.
PLACES: Final = Weighted(
    (7, 0),
    *((words.share, place) for place, words in enumerate(DISTRIBUTIONS, 1)),
)
#: For each distribution, in this order.
POLICY_TYPES: Final = (
    InformationType.PRIVATESECURITY.value,
    InformationType.USERDATA.value,
    InformationType.PROPRIETARY.value,
)

#: Of the bugs with several tasks, so many have them in one pillar, for packages
#: or series of it; the others elsewhere.
IN_PACKAGES: Final = 0.3
#: Of the bugs in distributions, so many concern a package.
ABOUT_A_PACKAGE: Final = 0.8
DUPLICATES: Final = 0.06
DOUBLED: Final = 0.01
ASSIGNED: Final = 0.25
TAGGED: Final = 0.3
PLANNED: Final = 0.15
#: Of private bugs; nobody but the admins may see the others.
GRANTED: Final = 0.95
WITH_POLICY: Final = 0.7
GRANTED_TO_MEMBER: Final = 0.1
#: The bug of rank n (from 0) has FAME / (n + EVEN) subscribers beside the
#: ordinary few, and affects half as many again. Among 20,000 bugs this gives
#: the hottest twenty of ubuntu about 3,000 subscriptions.
FAME: Final = 4300
EVEN: Final = 6

#: Which kind of information adds how much to the heat.
HEAT_OF_TYPE: Final = {item.value: amount for item, amount in heat.OF_TYPE.items()}
#: How far a stale heat is from the rule's.
STALE_BY: Final = 6

_BEGIN = datetime(2005, 3, 1, tzinfo=UTC)
_MINUTES = 20 * 365 * 24 * 60


class Reports:
    """The ``size`` bugs of a world; see the module.

    ``stale``: ids of bugs whose stored heat is not the rule's, or the share
    of them.
    """

    def __init__(
        self,
        size: int,
        seed: int,
        people: People,
        pillars: Pillars,
        stale: Collection[int] | float,
    ):
        self._seed = seed
        self._people = people
        self._pillars = pillars
        self.count = size
        self.ids = range(1, size + 1)
        #: By id; the place 0 is nobody's.
        self.information_type = bytearray(size + 1)
        self.duplicate_of = array(INTEGERS, [0]) * (size + 1)
        self.place = bytearray(size + 1)
        self.task_count = bytearray(size + 1)
        self.is_in_packages = bytearray(size + 1)
        #: Which product concerns it, if one does.
        self.product = array(INTEGERS, [0]) * (size + 1)
        #: The name of the package that it is about, if it is about one.
        self.package = array(INTEGERS, [0]) * (size + 1)
        self._draw_bugs()
        self.subscribers = Lists()
        self.affected = Lists()
        self._draw_people()
        self.doubled = self._draw_doubled()
        self.policy_grantees = self._draw_policy_grantees()
        self.grantees = Lists()
        self.policies = Lists()
        self._draw_grants()
        self.heat = self._count_heat()
        self._make_stale(stale)

    def _draw_bugs(self) -> None:
        chance = Chance(self._seed, "bugs")
        #: Every id in the order of fame, and each bug's rank in it.
        famous = chance.shuffled(self.count)
        self.rank = array(INTEGERS, [0]) * (self.count + 1)
        for rank, bug in enumerate(famous):
            self.rank[bug] = rank
        for bug in self.ids:
            self.information_type[bug] = INFORMATION_TYPES.draw(chance)
            self.place[bug] = PLACES.draw(chance)
            self.task_count[bug] = TASK_COUNTS.draw(chance)
            self.is_in_packages[bug] = chance.passes(IN_PACKAGES)
            if bug > 1 and chance.passes(DUPLICATES):
                # Of three older bugs the most famous; never a duplicate's.
                older = min(
                    (1 + chance.below(bug - 1) for _ in range(3)),
                    key=self.rank.__getitem__,
                )
                self.duplicate_of[bug] = self.duplicate_of[older] or older
        chance = Chance(self._seed, "products")
        for bug in self.ids:
            self.product[bug] = 1 + chance.skewed(self._pillars.product_count)
        chance = Chance(self._seed, "packages")
        for bug in self.ids:
            package = 1 + chance.skewed(self._pillars.package_count)
            self.package[bug] = package if chance.passes(ABOUT_A_PACKAGE) else 0

    def _draw_people(self) -> None:
        chance = Chance(self._seed, "subscribers")
        # Not more than a quarter of all persons gather around one bug.
        fame = min(FAME, self._people.count)
        for bug in self.ids:
            famed = fame // (self.rank[bug] + EVEN)
            few = chance.below(6) + chance.below(6)
            self.subscribers.add(self._draw_persons(chance, famed + few))
            self.affected.add(
                self._draw_persons(chance, famed + famed // 2 + chance.below(4))
            )

    def _draw_persons(self, chance: Chance, count: int) -> list[int]:
        """Different persons; half of them those whom one meets everywhere."""
        popular = self._people.popular
        end = len(popular)
        draw = chance.draw
        found: dict[int, None] = {}
        while len(found) < count:
            number = draw()
            if number < 0.5:
                number *= 2
                number *= number * number
            else:
                number = number * 2 - 1
            found[popular[int(number * end)]] = None
        return list(found)

    def _draw_doubled(self) -> bytearray:
        """By bug: whether its first subscription is kept twice."""
        chance = Chance(self._seed, "doubled")
        doubled = bytearray(self.count + 1)
        for bug in self.ids:
            doubled[bug] = chance.passes(DOUBLED) and len(self.subscribers[bug]) > 0
        return doubled

    def _draw_policy_grantees(self) -> Lists:
        """By policy: who may see what falls under it."""
        chance = Chance(self._seed, "policies")
        popular = self._people.popular
        grantees = Lists()
        for _ in DISTRIBUTIONS:
            for information_type in POLICY_TYPES:
                found = dict.fromkeys(
                    popular[chance.skewed(len(popular))] for _ in range(chance.below(4))
                )
                if information_type == InformationType.PROPRIETARY.value:
                    found[VAULT] = None
                grantees.add(list(found))
        return grantees

    def _draw_grants(self) -> None:
        chance = Chance(self._seed, "grants")
        popular = self._people.popular
        for bug in self.ids:
            grantees: dict[int, None] = {}
            policies: list[int] = []
            is_private = self.information_type[bug] not in _PUBLIC
            if is_private and chance.passes(GRANTED):
                # As Launchpad does it: who is subscribed may see it.
                grantees.update(dict.fromkeys(self.subscribers[bug][:3]))
                for _ in range(chance.below(3)):
                    grantees[popular[chance.skewed(len(popular))]] = None
                if chance.passes(GRANTED_TO_MEMBER):
                    grantees[MEMBER] = None
                policy = self._policy(bug)
                if policy and chance.passes(WITH_POLICY):
                    policies.append(policy)
            self.grantees.add(list(grantees))
            self.policies.add(policies)

    def _policy(self, bug: int) -> int:
        """Id of its distribution's policy for bugs of its type; 0 for none."""
        place, information_type = self.place[bug], self.information_type[bug]
        if not place or information_type not in POLICY_TYPES:
            return 0
        return (
            1 + (place - 1) * len(POLICY_TYPES) + POLICY_TYPES.index(information_type)
        )

    def _count_heat(self) -> array[int]:
        """By bug, the heat that the rule gives."""
        duplicates: dict[int, list[int]] = {}
        for bug in self.ids:
            if self.duplicate_of[bug]:
                duplicates.setdefault(self.duplicate_of[bug], []).append(bug)
        found = array(INTEGERS, [0])
        for bug in self.ids:
            repeating = duplicates.get(bug, [])
            subscribers = set(self.subscribers[bug])
            subscribers.update(*(self.subscribers[other] for other in repeating))
            found.append(
                HEAT_OF_TYPE.get(self.information_type[bug], heat.OF_PRIVATE)
                + heat.OF_DUPLICATE * len(repeating)
                + heat.OF_AFFECTED * len(self.affected[bug])
                + heat.OF_SUBSCRIBER * len(subscribers)
            )
        return found

    def _make_stale(self, stale: Collection[int] | float) -> None:
        if isinstance(stale, (int, float)):
            chance = Chance(self._seed, "stale")
            stale = [bug for bug in self.ids if chance.passes(stale)]
        for bug in stale:
            # A stored heat lags behind; it is never negative.
            behind = self.heat[bug] - STALE_BY
            self.heat[bug] = behind if behind >= 0 else self.heat[bug] + STALE_BY

    def policy_rows(self) -> Iterator[tuple[Any, ...]]:
        """(id, type, distribution)"""
        policy = 0
        for distribution in range(1, len(DISTRIBUTIONS) + 1):
            for information_type in POLICY_TYPES:
                policy += 1
                yield policy, information_type, distribution

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """(id, title, description, information_type, heat, date_created,
        date_last_updated, reporter, duplicate_of, tags)"""
        chance = Chance(self._seed, "bug rows")
        tags = Chance(self._seed, "tags")
        popular = self._people.popular
        for bug in self.ids:
            created = self.created(bug) + timedelta(microseconds=chance.below(10**6))
            subscribers = self.subscribers[bug]
            yield (
                bug,
                f"{chance.one_of(PARTS)} {chance.one_of(TROUBLES)} "
                f"{chance.one_of(CIRCUMSTANCES)}",
                self._description(chance),
                self.information_type[bug],
                self.heat[bug],
                created,
                created + timedelta(minutes=chance.skewed(_MINUTES // 10)),
                subscribers[0] if subscribers else chance.one_of(popular),
                self.duplicate_of[bug] or None,
                _drawn_tags(tags),
            )

    def created(self, bug: int) -> datetime:
        """When a bug was reported, to the minute; older ones have lower ids."""
        return _BEGIN + timedelta(minutes=bug * _MINUTES // (self.count + 1))

    def _description(self, chance: Chance) -> str:
        sentences = [chance.one_of(SENTENCES) for _ in range(chance.below(5))]
        text = " ".join(sentences)
        return "\n".join([text] * 20) if chance.passes(0.02) else text

    @property
    def task_total(self) -> int:
        """How many tasks there are."""
        return sum(self.task_count)

    def task_rows(self) -> Iterator[tuple[Any, ...]]:
        """(id, status, importance, date_created, bug, product, product_series,
        distribution, distro_series, source_package_name, milestone, assignee,
        owner)

        Every bug's first task comes before any second one, and so on.
        """
        chance = Chance(self._seed, "task rows")
        plans = Chance(self._seed, "milestones")
        owners = Chance(self._seed, "task owners")
        popular = self._people.popular
        task = 0
        for nth in range(max(self.task_count)):
            for bug in self.ids:
                if self.task_count[bug] <= nth:
                    continue
                task += 1
                assignee = None
                if chance.passes(ASSIGNED):
                    assignee = popular[chance.skewed(len(popular))]
                target, milestones = self._target(bug, nth)
                is_planned = plans.passes(PLANNED) and len(milestones) > 0
                yield (
                    task,
                    STATUSES.draw(chance),
                    IMPORTANCES.draw(chance),
                    self.created(bug) + timedelta(days=nth * chance.below(100)),
                    bug,
                    *target,
                    plans.one_of(milestones) if is_planned else None,
                    assignee,
                    self._task_owner(bug, nth, owners),
                )

    def _task_owner(self, bug: int, nth: int, chance: Chance) -> int:
        """Who asked for a bug's nth task: for the first the reporter."""
        popular, subscribers = self._people.popular, self.subscribers[bug]
        somebody = popular[chance.skewed(len(popular))]
        return somebody if nth or not subscribers else subscribers[0]

    def _target(self, bug: int, nth: int) -> tuple[tuple[int | None, ...], range]:
        """Where the nth task of a bug is, as product, its series, distribution,
        its series, package; and which milestones there are."""
        pillars, product = self._pillars, self.product[bug]
        is_here = self.is_in_packages[bug]
        # No bug is in the last distribution.
        place = (self.place[bug] + (0 if is_here else nth)) % len(DISTRIBUTIONS)
        if not place:
            # A bug concerns a product once, and each of its series.
            series = pillars.product_series[product]
            in_series = nth if is_here else nth // 2
            target = (None, series[nth - 1]) if in_series else (product, None)
            return (*target, None, None, None), pillars.product_milestones[product]
        last = pillars.distro_series[place][-1]
        target = (None, last) if nth > 1 else (place, None)
        package = self._package(bug, nth) or None
        return (None, None, *target, package), pillars.distro_milestones[place]

    def _package(self, bug: int, nth: int) -> int:
        """The package of a bug's nth task, or 0: where it has several in one
        pillar, each is for another."""
        package = self.package[bug]
        if nth and self.is_in_packages[bug]:
            return 1 + (package + nth - 1) % self._pillars.package_count
        return package

    def subscriber_rows(self) -> Iterator[tuple[int, int]]:
        """(bug, person), in which one may come twice."""
        for bug in self.ids:
            subscribers = self.subscribers[bug]
            for person in subscribers:
                yield bug, person
            if self.doubled[bug]:
                yield bug, subscribers[0]


def _drawn_tags(chance: Chance) -> tuple[str, ...]:
    """The tags of the next bug."""
    if not chance.passes(TAGGED):
        return ()
    some = range(1 + chance.below(3))
    return tuple(sorted({TAGS[chance.skewed(len(TAGS))] for _ in some}))
