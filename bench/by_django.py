"""The example of the design by Django's mapper, in its two best ways.

``Prefetched`` loads each relationship by a statement of its own, ``Joined`` reads
what a person has one of by ``select_related``, and the rest as ``Prefetched`` does.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import django
from django.apps import AppConfig
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q
from psycopg2.extensions import ISOLATION_LEVEL_REPEATABLE_READ
from telling import SIZES, shown, told

UNRESOLVED = (10, 13, 14, 15, 20, 21, 22, 23, 25)
PREFERRED, ACTIVE, PRIVATE = 4, 20, 30

# A model can only be defined where Django is set up; which database it is
# stands there as soon as somebody connects.
settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql"}},
    INSTALLED_APPS=[AppConfig("bench", sys.modules[__name__])],
    USE_TZ=False,
)
django.setup()


class Kept(models.Model):
    """A table that is there already."""

    class Meta:
        abstract = True


def key(to: str, **options: Any) -> models.ForeignKey:
    """A foreign key, nobody's way back."""
    return models.ForeignKey(to, models.DO_NOTHING, related_name="+", **options)


def file_key(column: str) -> models.ForeignKey:
    return key("Alias", db_column=column, null=True)


class Content(Kept):
    sha256 = models.TextField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "libraryfilecontent"


class Alias(Kept):
    content = key("Content", db_column="content", null=True)

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "libraryfilealias"


class Account(Kept):
    status = models.IntegerField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "account"


class Person(Kept):
    name = models.TextField()
    displayname = models.TextField()
    visibility = models.IntegerField()
    teamowner = models.IntegerField(null=True)
    merged = models.IntegerField(null=True)
    account = key("Account", db_column="account", null=True)
    icon = file_key("icon")
    logo = file_key("logo")
    mugshot = file_key("mugshot")

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "person"

    @property
    def is_team(self) -> bool:
        return self.teamowner is not None

    @property
    def is_valid(self) -> bool:
        if self.is_team:
            return self.merged is None
        is_active = self.account is not None and self.account.status == ACTIVE
        return is_active and self.address is not None


class Email(Kept):
    person = models.ForeignKey(
        Person, models.DO_NOTHING, db_column="person", related_name="emails"
    )
    status = models.IntegerField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "emailaddress"


class Distribution(Kept):
    name = models.TextField()
    displayname = models.TextField()
    icon = file_key("icon")
    logo = file_key("logo")
    mugshot = file_key("mugshot")

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "distribution"


class Bug(Kept):
    title = models.TextField()
    owner = key("Person", db_column="owner")
    subscribed = models.ManyToManyField(
        Person, through="Subscription", related_name="+"
    )
    assigned = models.ManyToManyField(Person, through="Task", related_name="+")

    class Meta:
        app_label = "bench"
        managed = False
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
    person = key("Person", db_column="person")

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bugsubscription"


class Task(Kept):
    bug = key("Bug", db_column="bug")
    assignee = key("Person", db_column="assignee", null=True)

    class Meta:
        app_label = "bench"
        managed = False
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

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bugtaskflat"


class Participation(Kept):
    team = key("Person", db_column="team")
    person = key("Person", db_column="person")

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "teamparticipation"


class PolicyGrant(Kept):
    policy = models.IntegerField(primary_key=True)
    grantee = models.IntegerField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "accesspolicygrant"


class Mapper:
    """What both ways have in common."""

    def __init__(self, uri: str):
        parts = urlsplit(uri)
        connection.settings_dict.update(
            NAME=parts.path.removeprefix("/"),
            USER=parts.username,
            HOST=parts.hostname,
            PORT=str(parts.port),
            OPTIONS={"isolation_level": ISOLATION_LEVEL_REPEATABLE_READ},
        )
        self.statements = 0
        self._begun: Any = None

    def _count(self, execute: Any, *arguments: Any) -> Any:
        self.statements += 1
        return execute(*arguments)

    def __call__(self, viewer: int | None, limit: int) -> list[Bug]:
        with connection.execute_wrapper(self._count):
            return self.bugs(viewer, limit)

    def bugs(self, viewer: int | None, limit: int) -> list[Bug]:
        """The bugs, with all that the example asks for."""
        self.statements = 0
        self._begun = transaction.atomic()
        self._begun.__enter__()
        seen_bug, seen_person = self._rules(viewer)
        distro = self._with_images(
            Distribution.objects.only("name", "displayname", *SIZES)
        ).get(name="ubuntu")
        flat = (
            self._hot(distro, limit, seen_bug)
            .select_related("bug")
            .only("bug__title", "bug__owner")
        )
        bugs = [each.bug for each in flat]
        persons = self._persons().filter(seen_person).order_by("displayname", "id")
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

    def _persons(self) -> Any:
        found = Person.objects.annotate(
            preferred=FilteredRelation("emails", condition=Q(emails__status=PREFERRED)),
            address=F("preferred__id"),
        ).only("name", "displayname", "teamowner", "merged", "account", *SIZES)
        return self._with_account(self._with_images(found))

    def _with_images(self, owners: Any) -> Any:
        raise NotImplementedError(self)

    def _with_account(self, persons: Any) -> Any:
        raise NotImplementedError(self)

    @staticmethod
    def _rules(viewer: int | None) -> tuple[Q, Q]:
        """Which flat tasks and which persons a viewer sees."""
        public = Q(information_type__in=(1, 2))
        if viewer is None:
            return public, ~Q(visibility=PRIVATE)
        rows = list(
            Participation.objects.filter(person=viewer).values_list(
                "team_id", "team__name"
            )
        )
        if any(name == "admins" for _, name in rows):
            return Q(), Q()
        teams = sorted({team for team, _ in rows})
        policies = list(
            PolicyGrant.objects.filter(grantee__in=teams).values_list(
                "policy", flat=True
            )
        )
        granted = Q(access_grants__overlap=teams)
        if policies:
            granted |= Q(access_policies__overlap=policies)
        return public | granted, ~Q(visibility=PRIVATE) | Q(id__in=teams)

    def show(self, bugs: list[Bug]) -> list[Any]:
        """What the example prints."""
        return shown(bugs, _files)

    def tell(self, bugs: list[Bug]) -> Iterator[Any]:
        """All that was asked for, to be compared."""
        return told(bugs, _files)

    def end(self) -> None:
        """Leave the transaction."""
        self._begun.__exit__(None, None, None)


class Prefetched(Mapper):
    """By a statement for each relationship."""

    def _with_images(self, owners: Any) -> Any:
        return owners.prefetch_related(*(f"{size}__content" for size in SIZES))

    def _with_account(self, persons: Any) -> Any:
        return persons.prefetch_related("account")


class Joined(Mapper):
    """By LEFT JOIN what there is one of."""

    def _with_images(self, owners: Any) -> Any:
        return owners.select_related(*(f"{size}__content" for size in SIZES))

    def _with_account(self, persons: Any) -> Any:
        return persons.select_related("account")


def _files(owner: Any) -> tuple[Any, ...]:
    return tuple(
        alias.content.sha256 if alias is not None and alias.content else None
        for alias in (owner.icon, owner.logo, owner.mugshot)
    )
