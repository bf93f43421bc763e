"""The pillars of a generated world, with their series and milestones.

Distributions are the same in every world; products and project groups are
the more, the more bugs there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final

from lp_persistence.pillars.enums import BugSharingPolicy
from lp_persistence.pillars.series.enums import SeriesStatus
from lp_persistence.sample.chance import Chance, Lists, Spans
from lp_persistence.sample.files import Files, images_from
from lp_persistence.sample.people import ADMIN, People
from lp_persistence.sample.tending import SUGGESTING, Tending
from lp_persistence.sample.words import (
    ALIASES,
    CREATURES,
    DISTRIBUTIONS,
    PACKAGED,
    ROOFS,
    SENTENCES,
    SERIES,
    STAGES,
    TOOLS,
)

#: The smallest world has so many, and so many bugs bring one more.
FEWEST_PRODUCTS: Final = 12
BUGS_FOR_A_PRODUCT: Final = 250
FEWEST_PROJECTS: Final = 3
BUGS_FOR_A_PROJECT: Final = 2500
FEWEST_PACKAGES: Final = 24
BUGS_FOR_A_PACKAGE: Final = 20
#: This product is inactive in every world, and so are so many others.
RETIRED: Final = 3
INACTIVE: Final = 0.05
BRANDED: Final = 0.4
IN_PROJECT: Final = 0.4

_PUBLIC: Final = BugSharingPolicy.PUBLIC.value
_BEGIN = datetime(2004, 10, 20, tzinfo=UTC)
_OBSOLETE, _SUPPORTED, _CURRENT, _DEVELOPMENT = (
    status.value
    for status in (
        SeriesStatus.OBSOLETE,
        SeriesStatus.SUPPORTED,
        SeriesStatus.CURRENT,
        SeriesStatus.DEVELOPMENT,
    )
)
#: The latest of a distribution's series are of these, older ones obsolete.
_LATEST: Final = (_SUPPORTED, _SUPPORTED, _CURRENT, _DEVELOPMENT)


#: What the rows of each kind hold.
_PILLAR: Final = (
    "id",
    "name",
    "displayname",
    "title",
    "summary",
    "description",
    "date_created",
    "owner",
    "registrant",
    "driver",
    "icon",
    "logo",
    "mugshot",
)
_WITH_BUGS: Final = (
    *_PILLAR,
    "bug_sharing_policy",
    "bug_supervisor",
    "official_tags",
)
DISTRIBUTION: Final = _WITH_BUGS
PROJECT: Final = (*_PILLAR, "active")
PRODUCT: Final = (*_WITH_BUGS, "active", "project_group", "development_focus")
PILLAR_NAME: Final = (
    "id",
    "name",
    "active",
    "distribution",
    "product",
    "project_group",
    "alias_for",
)
PRODUCT_SERIES: Final = (
    "id",
    "name",
    "summary",
    "status",
    "date_created",
    "driver",
    "product",
    "owner",
)
DISTRO_SERIES: Final = (
    "id",
    "name",
    "displayname",
    "title",
    "summary",
    "description",
    "version",
    "status",
    "date_created",
    "date_released",
    "driver",
    "distribution",
    "registrant",
)
MILESTONE: Final = (
    "id",
    "name",
    "codename",
    "summary",
    "date_expected",
    "active",
    "product",
    "product_series",
    "distribution",
    "distro_series",
)
PACKAGE_NAME: Final = ("id", "name")


class Pillars:
    """What a world of ``size`` bugs has of them.

    Ids of series and milestones by that of what they belong to are in
    ``product_series``, ``distro_series``, ``product_milestones`` and
    ``distro_milestones``.
    """

    def __init__(self, size: int, seed: int, people: People, files: Files):
        self._seed = seed
        self._people = people
        self.distribution_count = len(DISTRIBUTIONS)
        self.product_count = FEWEST_PRODUCTS + size // BUGS_FOR_A_PRODUCT
        self.project_count = FEWEST_PROJECTS + size // BUGS_FOR_A_PROJECT
        self._distribution_files = [
            files.images() if words.branded else 0 for words in DISTRIBUTIONS
        ]
        chance = Chance(seed, "pillar files")
        self._product_files, self._project_files = (
            [files.images() if chance.passes(BRANDED) else 0 for _ in range(count)]
            for count in (self.product_count, self.project_count)
        )
        self._draw_parts()
        self.package_count = FEWEST_PACKAGES + size // BUGS_FOR_A_PACKAGE
        self.packages = self._draw_packages()

    def _draw_parts(self) -> None:
        chance = Chance(self._seed, "series")
        # A bug may have tasks in three series of one product.
        self.product_series = Spans(3 + chance.below(3) for _ in self._product_files)
        self.distro_series = Spans(
            max(len(SERIES) - number, 1) for number in range(self.distribution_count)
        )
        self.product_milestones = Spans(chance.below(5) for _ in self._product_files)
        self.distro_milestones = Spans(
            (len(ids) * len(STAGES) for _, ids in self.distro_series.pairs()),
            self.product_milestones.end,
        )

    def _draw_packages(self) -> Lists:
        """By distribution the names of the packages registered in it: all in
        the first, fewer in each that follows."""
        packages = Lists()
        for number in range(1, self.distribution_count + 1):
            packages.add(range(1, self.package_count + 1, number * number))
        return packages

    def package_rows(self) -> Iterator[tuple[Any, ...]]:
        """See ``PACKAGE_NAME``."""
        for number in range(self.package_count):
            turn, place = divmod(number, len(CREATURES))
            form = PACKAGED[turn % len(PACKAGED)]
            name = form.format(CREATURES[place][1])
            version = turn // len(PACKAGED)
            yield number + 1, f"{name}{version + 1}" if version else name

    def _tending(self, kind: str) -> Tending:
        return Tending(self._seed, kind, self._people)

    def _owner(self, chance: Chance) -> int:
        popular = self._people.popular
        return popular[chance.skewed(len(popular))]

    def distribution_rows(self) -> Iterator[tuple[Any, ...]]:
        """See ``DISTRIBUTION``."""
        tending = self._tending("distribution")
        for number, words in enumerate(DISTRIBUTIONS):
            owner = ADMIN if number == 0 else self._people.popular[number]
            yield (
                number + 1,
                words.name,
                words.displayname,
                words.title,
                words.summary,
                f"{words.summary}\n\n{SENTENCES[number]}",
                _BEGIN - timedelta(days=300, hours=number),
                owner,
                tending.registrant(owner),
                tending.driver(),
                *images_from(self._distribution_files[number]),
                _PUBLIC,
                tending.bug_supervisor(),
                tending.official_tags(),
            )

    def project_rows(self) -> Iterator[tuple[Any, ...]]:
        """See ``PROJECT``."""
        chance = Chance(self._seed, "project rows")
        tending = self._tending("project")
        for number, file in enumerate(self._project_files):
            turn, place = divmod(number, len(ROOFS))
            displayname, name = ROOFS[place]
            description = chance.one_of(SENTENCES)
            active = not chance.passes(INACTIVE)
            owner = self._owner(chance)
            yield (
                number + 1,
                f"{name}-{turn + 1}" if turn else name,
                displayname,
                f"The {displayname} Project",
                f"All that is done in {displayname}.",
                description,
                self._created(number),
                owner,
                tending.registrant(owner),
                tending.driver(),
                *images_from(file),
                active,
            )

    def product_rows(self) -> Iterator[tuple[Any, ...]]:
        """See ``PRODUCT``."""
        chance = Chance(self._seed, "product rows")
        tending = self._tending("product")
        kinds = len(CREATURES) * len(TOOLS)
        for number, file in enumerate(self._product_files):
            product = number + 1
            # Neighbours differ in both words; each pair comes once a turn.
            turn, place = divmod(number, kinds)
            creature = CREATURES[place % len(CREATURES)]
            tool = TOOLS[(place + place // len(CREATURES)) % len(TOOLS)]
            name = f"{creature[1]}-{tool[1]}"
            displayname = f"{creature[0]} {tool[0]}"
            belongs = chance.passes(IN_PROJECT)
            project = 1 + chance.skewed(self.project_count)
            description = chance.one_of(SENTENCES) if chance.passes(0.8) else None
            active = not chance.passes(INACTIVE) and product != RETIRED
            owner = self._owner(chance)
            # The trunk, while anybody works on it.
            focus = self.product_series[product][0]
            yield (
                product,
                f"{name}-{turn + 1}" if turn else name,
                displayname,
                displayname,
                f"{displayname} does what its name says.",
                description,
                self._created(number),
                owner,
                tending.registrant(owner),
                tending.driver(),
                *images_from(file),
                tending.bug_sharing_policy(),
                tending.bug_supervisor(),
                tending.official_tags(SUGGESTING),
                active,
                project if belongs else None,
                focus if active else None,
            )

    @property
    def name_count(self) -> int:
        pillars = self.distribution_count + self.product_count + self.project_count
        return pillars + len(ALIASES)

    def name_rows(self) -> Iterator[tuple[Any, ...]]:
        """See ``PILLAR_NAME``."""
        ids = count(1)
        known = {}
        for row in self.distribution_rows():
            known[row[1]] = next(ids)
            yield known[row[1]], row[1], True, row[0], None, None, None
        for row in self.product_rows():
            is_active = row[PRODUCT.index("active")]
            yield next(ids), row[1], is_active, None, row[0], None, None
        for row in self.project_rows():
            is_active = row[PROJECT.index("active")]
            yield next(ids), row[1], is_active, None, None, row[0], None
        for alias, name in ALIASES.items():
            yield next(ids), alias, True, None, None, None, known[name]

    def _created(self, number: int) -> datetime:
        return _BEGIN + timedelta(hours=37 * number, microseconds=number)

    def product_series_rows(self) -> Iterator[tuple[Any, ...]]:
        """See ``PRODUCT_SERIES``."""
        chance = Chance(self._seed, "product series rows")
        tending = self._tending("product series")
        for product, ids in self.product_series.pairs():
            owner = self._owner(chance)
            for number, series in enumerate(ids):
                yield (
                    series,
                    f"{number}.0" if number else "trunk",
                    f"What comes after {number}.0." if number else "Where it is made.",
                    _SUPPORTED if number else _DEVELOPMENT,
                    self._created(product) + timedelta(days=200 * number),
                    tending.driver(),
                    product,
                    owner,
                )

    def distro_series_rows(self) -> Iterator[tuple[Any, ...]]:
        """See ``DISTRO_SERIES``."""
        tending = self._tending("distro series")
        owners = {
            row[0]: row[DISTRIBUTION.index("owner")] for row in self.distribution_rows()
        }
        for distribution, ids in self.distro_series.pairs():
            words = DISTRIBUTIONS[distribution - 1]
            for number, series in enumerate(ids):
                displayname, name = SERIES[number]
                created = _BEGIN + timedelta(days=182 * number + distribution)
                to_come = len(ids) - number
                latest = to_come <= len(_LATEST)
                status = _LATEST[-to_come] if latest else _OBSOLETE
                released = created + timedelta(days=180)
                yield (
                    series,
                    name,
                    displayname,
                    f"{words.displayname} {displayname}",
                    words.summary,
                    f"{displayname} is a release of {words.title}.",
                    f"{5 + number // 2}.{'10' if number % 2 else '04'}",
                    status,
                    created,
                    None if status == _DEVELOPMENT else released,
                    tending.driver(),
                    distribution,
                    tending.registrant(owners[distribution]),
                )

    def milestone_rows(self) -> Iterator[tuple[Any, ...]]:
        """See ``MILESTONE``."""
        chance = Chance(self._seed, "milestone rows")
        for product, ids in self.product_milestones.pairs():
            series = self.product_series[product]
            for number, milestone in enumerate(ids):
                expected = self._created(product) + timedelta(days=90 * number)
                in_series = chance.passes(0.7)
                yield (
                    milestone,
                    f"0.{number + 1}",
                    CREATURES[number][0] if chance.passes(0.2) else None,
                    None,
                    expected if chance.passes(0.7) else None,
                    number == len(ids) - 1,
                    product,
                    series[min(number, len(series) - 1)] if in_series else None,
                    None,
                    None,
                )
        for distribution, ids in self.distro_milestones.pairs():
            for number, milestone in enumerate(ids):
                turn, place = divmod(number, len(STAGES))
                stage, summary = STAGES[place]
                expected = _BEGIN + timedelta(days=182 * turn + 60 * (place + 1))
                yield (
                    milestone,
                    f"{SERIES[turn][1]}-{stage}",
                    None,
                    summary,
                    expected,
                    turn == len(ids) // len(STAGES) - 1,
                    None,
                    None,
                    distribution,
                    self.distro_series[distribution][turn],
                )
