"""The example of README.rst by Django's mapper, in its two best ways.

``Prefetched`` loads each relationship by a statement of its own, ``Joined`` reads
what a person has one of by ``select_related``, and the rest as ``Prefetched`` does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django_people import (
    Distribution,
    Joining,
    Kept,
    Mapper,
    Person,
    Prefetching,
    Viewer,
    files_of,
    key,
)
from telling import SIZES, shown, told

UNRESOLVED = (10, 13, 14, 15, 20, 21, 22, 23, 25)


class Bug(Kept):
    title = models.TextField()
    owner = key(Person, db_column="owner")
    subscribed = models.ManyToManyField(
        Person, through="bench.Subscription", related_name="+"
    )
    assigned = models.ManyToManyField(Person, through="bench.Task", related_name="+")

    class Meta(Kept.Meta):
        db_table = "bug"

    # A person whom the viewer may not see is not among the prefetched.
    @property
    def reporter(self) -> Person | None:
        return self.reporters.get(self.owner_id)

    @property
    def subscribers(self) -> list[Person]:
        return list(dict.fromkeys(self.seen_subscribers))

    @property
    def assignees(self) -> list[Person]:
        return list(dict.fromkeys(self.seen_assignees))


class Subscription(Kept):
    bug = key("Bug", db_column="bug")
    person = key(Person, db_column="person")

    class Meta(Kept.Meta):
        db_table = "bugsubscription"


class Task(Kept):
    bug = key("Bug", db_column="bug")
    assignee = key(Person, db_column="assignee", null=True)

    class Meta(Kept.Meta):
        db_table = "bugtask"


class Flat(Kept):
    bugtask = models.IntegerField(primary_key=True)
    bug = key("Bug", db_column="bug")
    distribution = models.IntegerField(null=True)
    duplicateof = models.IntegerField(null=True)
    status = models.IntegerField()
    active = models.BooleanField()
    heat = models.IntegerField()
    information_type = models.IntegerField()
    access_grants = ArrayField(models.IntegerField(), null=True)
    access_policies = ArrayField(models.IntegerField(), null=True)

    class Meta(Kept.Meta):
        db_table = "bugtaskflat"


class Example(Mapper):
    """The example, either way."""

    def graph(self, who: Viewer, number: int) -> list[Bug]:
        distro = self.with_images(
            Distribution.objects.only("name", "displayname", *SIZES)
        ).get(name="ubuntu")
        flat = (
            self._hot(distro, number, seen_tasks(who))
            .select_related("bug")
            .only("bug__title", "bug__owner")
        )
        bugs = [each.bug for each in flat]
        persons = self.persons().filter(who.persons).order_by("displayname", "id")
        models.prefetch_related_objects(
            bugs,
            Prefetch("subscribed", persons, to_attr="seen_subscribers"),
            Prefetch("assigned", persons, to_attr="seen_assignees"),
        )
        reporters = persons.in_bulk({bug.owner_id for bug in bugs})
        for bug in bugs:
            bug.distro, bug.reporters = distro, reporters
        return bugs

    @staticmethod
    def _hot(distro: Distribution, limit: int, seen: Q) -> Any:
        older = Flat.objects.filter(
            bug=OuterRef("bug"),
            distribution=OuterRef("distribution"),
            bugtask__lt=OuterRef("bugtask"),
            active=True,
            status__in=UNRESOLVED,
        )
        return Flat.objects.filter(
            seen,
            ~Exists(older),
            distribution=distro.id,
            active=True,
            duplicateof=None,
            status__in=UNRESOLVED,
        ).order_by("-heat", "bugtask")[:limit]

    def show(self, bugs: list[Bug]) -> list[Any]:
        """What the example prints."""
        return shown(bugs, files_of)

    def tell(self, bugs: list[Bug]) -> Iterator[Any]:
        """All that was asked for, to be compared."""
        return told(bugs, files_of)


class Prefetched(Prefetching, Example):
    """By a statement for each relationship."""


class Joined(Joining, Example):
    """By LEFT JOIN what there is one of."""


def seen_tasks(who: Viewer) -> Q:
    """Which flat tasks somebody sees."""
    public = Q(information_type__in=(1, 2))
    if who.is_admin:
        return Q()
    if not who.teams:
        return public
    granted = Q(access_grants__overlap=who.teams)
    if who.policies:
        granted |= Q(access_policies__overlap=who.policies)
    return public | granted
