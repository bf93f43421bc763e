"""Worlds made of chance: all that a backend can be loaded with.

``generate(500)`` gives a world of 500 bugs. Two worlds of one size and seed
are the same, row by row, on every machine; what is in them is told by
``people``, ``pillars`` and ``reports``. Rows are made as they are read, so that
a world of 300,000 bugs takes some tens of megabytes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from operator import itemgetter
from typing import Any, Final, NamedTuple

from zope.interface.interface import InterfaceClass

from lp_persistence.branding.interfaces import IFile
from lp_persistence.bugs.conversation.interfaces import (
    IAttachment,
    IBugActivity,
    IComment,
)
from lp_persistence.bugs.elsewhere.interfaces import IBugTracker, IBugWatch, ICve
from lp_persistence.bugs.interfaces import (
    IAccessPolicy,
    IBug,
    IBugTask,
    INomination,
)
from lp_persistence.errors import Conflict
from lp_persistence.fields import Attribute, Texts
from lp_persistence.interfaces import IBackend
from lp_persistence.model import get_model
from lp_persistence.people.interfaces import IEmailAddress, IPerson
from lp_persistence.people.membership.interfaces import ITeamMembership
from lp_persistence.pillars.interfaces import IDistribution, IProduct, IProject
from lp_persistence.pillars.names.interfaces import IPillarName
from lp_persistence.pillars.packages.interfaces import ISourcePackageName
from lp_persistence.pillars.series.interfaces import (
    IDistroSeries,
    IMilestone,
    IProductSeries,
)
from lp_persistence.sample.chance import Lists
from lp_persistence.sample.elsewhere import TRACKERS, Elsewhere
from lp_persistence.sample.files import Files
from lp_persistence.sample.memberships import Memberships
from lp_persistence.sample.people import People
from lp_persistence.sample.pillars import (
    DISTRIBUTION,
    DISTRO_SERIES,
    MILESTONE,
    PACKAGE_NAME,
    PILLAR_NAME,
    PRODUCT,
    PRODUCT_SERIES,
    PROJECT,
    Pillars,
)
from lp_persistence.sample.reports import Reports
from lp_persistence.sample.talk import Talk

#: As many bugs has the world of a store that nobody said anything about.
SMALL: Final = 500
SEED: Final = 7
#: Rows that ``load_world`` hands over at once.
BATCH: Final = 5000

#: ``progress(done, total)``, in rows; called last with both equal.
Progress = Callable[[int, int], object]


class Part(NamedTuple):
    """The rows for one target of ``IBackend.load``, and how many they are.

    ``names`` tell what the values of a row are; a link needs none.
    """

    target: InterfaceClass | Attribute
    names: tuple[str, ...]
    rows: Callable[[], Iterator[tuple[Any, ...]]]
    size: int


class World:
    """What there is; iterating gives (target, rows) for ``IBackend.load``.

    What a row refers to comes before it. ``parts`` holds the same as
    ``Part``s; ``len`` is the number of all rows.
    """

    def __init__(self, size: int, seed: int, stale: Collection[int] | float):
        self.size = size
        self.seed = seed
        self.files = Files(seed)
        self.people = People(size, seed, self.files)
        self.memberships = Memberships(seed, self.people)
        self.pillars = Pillars(size, seed, self.people, self.files)
        self.reports = Reports(size, seed, self.people, self.pillars, stale)
        self.elsewhere = Elsewhere(size, seed, self.people, self.reports)
        self.talk = Talk(seed, self.people, self.pillars, self.reports, self.files)
        self.parts = tuple(self._parts())

    def __repr__(self) -> str:
        return f"<World of {self.size} bugs, seed {self.seed}>"

    def __len__(self) -> int:
        return sum(part.size for part in self.parts)

    def __iter__(
        self,
    ) -> Iterator[tuple[InterfaceClass | Attribute, Iterator[tuple[Any, ...]]]]:
        for part in self.parts:
            yield part.target, stored(part)

    def _parts(self) -> Iterator[Part]:
        people, pillars, reports = self.people, self.pillars, self.reports
        yield Part(IFile, FILE, self.files.rows, self.files.count)
        yield Part(IPerson, PERSON, people.rows, people.count)
        yield Part(IEmailAddress, ADDRESS, people.address_rows, people.address_count)
        yield Part(
            ITeamMembership,
            MEMBERSHIP,
            self.memberships.rows,
            len(self.memberships),
        )
        yield from self._pillar_parts(pillars)
        policies = len(reports.policy_grantees.owners)
        yield Part(IAccessPolicy, POLICY, reports.policy_rows, policies)
        yield pairs(IAccessPolicy["grantees"], reports.policy_grantees)
        yield Part(IBug, BUG, reports.rows, reports.count)
        yield from self._elsewhere_parts(self.elsewhere)
        tasks = partial(self.elsewhere.with_watches, reports.task_rows, TASK)
        yield Part(IBugTask, (*TASK, "watch"), tasks, reports.task_total)
        subscriptions = len(reports.subscribers) + sum(reports.doubled)
        yield Part(IBug["subscribers"], (), reports.subscriber_rows, subscriptions)
        yield pairs(IBug["affected"], reports.affected)
        yield pairs(IBug["grantees"], reports.grantees)
        yield pairs(IBug["policies"], reports.policies)
        yield from self._talk_parts(self.talk)

    def _elsewhere_parts(self, elsewhere: Elsewhere) -> Iterator[Part]:
        yield Part(ICve, CVE, elsewhere.cve_rows, elsewhere.cve_count)
        yield pairs(IBug["cves"], elsewhere.cves)
        yield Part(IBugTracker, TRACKER, elsewhere.tracker_rows, len(TRACKERS))
        yield Part(IBugWatch, WATCH, elsewhere.watch_rows, len(elsewhere.watched))

    def _talk_parts(self, talk: Talk) -> Iterator[Part]:
        yield Part(IComment, COMMENT, talk.comment_rows, len(talk.comments))
        yield Part(IAttachment, ATTACHMENT, talk.attachment_rows, len(talk.attached))
        yield Part(IBugActivity, ACTIVITY, talk.activity_rows, len(talk.changes))
        nominations = len(talk.nominated)
        yield Part(INomination, NOMINATION, talk.nomination_rows, nominations)
        yield pairs(IBug["muted_by"], talk.muted_by)

    def _pillar_parts(self, pillars: Pillars) -> Iterator[Part]:
        yield Part(
            IDistribution,
            DISTRIBUTION,
            pillars.distribution_rows,
            pillars.distribution_count,
        )
        yield Part(IProject, PROJECT, pillars.project_rows, pillars.project_count)
        yield Part(IProduct, PRODUCT, pillars.product_rows, pillars.product_count)
        names = pillars.name_count
        yield Part(IPillarName, PILLAR_NAME, pillars.name_rows, names)
        yield Part(
            IProductSeries,
            PRODUCT_SERIES,
            pillars.product_series_rows,
            len(pillars.product_series),
        )
        yield Part(
            IDistroSeries,
            DISTRO_SERIES,
            pillars.distro_series_rows,
            len(pillars.distro_series),
        )
        yield Part(
            ISourcePackageName,
            PACKAGE_NAME,
            pillars.package_rows,
            pillars.package_count,
        )
        yield pairs(IDistribution["source_package_names"], pillars.packages)
        milestones = len(pillars.product_milestones) + len(pillars.distro_milestones)
        yield Part(IMilestone, MILESTONE, pillars.milestone_rows, milestones)


FILE: Final = ("id", "sha256", "filename", "mimetype")
PERSON: Final = (
    "id",
    "name",
    "displayname",
    "visibility",
    "membership_policy",
    "account_status",
    "creation_rationale",
    "date_created",
    "homepage",
    "hides_emails",
    "team_owner",
    "registrant",
    "merged_into",
    "icon",
    "logo",
    "mugshot",
)
ADDRESS: Final = ("id", "email", "status", "person")
MEMBERSHIP: Final = (
    "id",
    "status",
    "date_created",
    "date_joined",
    "date_expires",
    "date_proposed",
    "date_reviewed",
    "proponent_comment",
    "team",
    "person",
    "proposed_by",
    "reviewed_by",
)
POLICY: Final = ("id", "type", "distribution")
BUG: Final = (
    "id",
    "title",
    "description",
    "information_type",
    "heat",
    "date_created",
    "date_last_updated",
    "reporter",
    "duplicate_of",
    "tags",
)
TASK: Final = (
    "id",
    "status",
    "importance",
    "date_created",
    "bug",
    "product",
    "product_series",
    "distribution",
    "distro_series",
    "source_package_name",
    "milestone",
    "assignee",
    "owner",
)
CVE: Final = (
    "id",
    "sequence",
    "status",
    "date_created",
    "date_modified",
    "description",
)
TRACKER: Final = (
    "id",
    "name",
    "title",
    "type",
    "base_url",
    "active",
    "date_created",
    "summary",
    "owner",
)
WATCH: Final = (
    "id",
    "remote_bug",
    "remote_status",
    "remote_importance",
    "date_created",
    "last_changed",
    "last_checked",
    "bug",
    "tracker",
    "owner",
)
COMMENT: Final = (
    "id",
    "index",
    "subject",
    "date_created",
    "visible",
    "text",
    "bug",
    "author",
)
ATTACHMENT: Final = ("id", "title", "type", "url", "bug", "comment", "file")
ACTIVITY: Final = (
    "id",
    "what_changed",
    "date_changed",
    "old_value",
    "new_value",
    "message",
    "bug",
    "person",
)
NOMINATION: Final = (
    "id",
    "status",
    "date_created",
    "date_decided",
    "bug",
    "product_series",
    "distro_series",
    "owner",
    "decider",
)


def pairs(target: Attribute, lists: Lists) -> Part:
    """The part of a link whose pairs are kept in lists by owner."""
    return Part(target, (), lists.pairs, len(lists))


def stored(part: Part) -> Iterator[tuple[Any, ...]]:
    """The rows of a part in the order of ``EntityType.stored``.

    What the entity stores and the part does not know is None, or no texts.
    Raises Conflict where the part knows what the entity does not store.
    """
    if not part.names:
        return part.rows()
    entity_type = get_model().type_named(part.target.__name__)
    if entity_type.stored == part.names:
        return part.rows()
    unknown = sorted(set(part.names).difference(entity_type.stored))
    if unknown:
        raise Conflict(
            f"Generated worlds have values for {', '.join(unknown)} of "
            f"{entity_type.name}, which does not store them. Change the rows in "
            f"{part.rows.__module__}."
        )
    places = {name: place for place, name in enumerate(part.names)}
    pick = itemgetter(
        *(
            places.get(name, -2 if isinstance(entity_type.fields[name], Texts) else -1)
            for name in entity_type.stored
        )
    )
    return (pick((*row, (), None)) for row in part.rows())


def generate(
    size: int = SMALL, seed: int = SEED, stale: Collection[int] | float = ()
) -> World:
    """A world of ``size`` bugs, with half as many persons.

    ``stale`` are ids of bugs whose stored heat lags behind the rule, or the
    share of them, from 0 to 1.
    """
    return World(size, seed, stale)


def load_world(
    backend: IBackend, world: World, progress: Progress | None = None
) -> None:
    """Load a world into a backend that holds nothing, by parts.

    ``progress`` is told after each. Commits nothing. Raises InvalidRow.
    """
    done, total = 0, len(world)
    for target, rows in world:
        for batch in batches(rows):
            backend.load(target, batch)
            done += len(batch)
            if progress is not None and done < total:
                progress(done, total)
    backend.finish_load()
    if progress is not None:
        progress(total, total)


def batches(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """The rows in lists of at most BATCH."""
    batch: list[tuple[Any, ...]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
