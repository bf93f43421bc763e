"""People and their images by Django's mapper, what a viewer sees of them, and how
they are loaded."""

from __future__ import annotations

import sys
from typing import Any
from urllib.parse import urlsplit

import django
from django.apps import AppConfig
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, FilteredRelation, Q
from psycopg2.extensions import ISOLATION_LEVEL_REPEATABLE_READ
from telling import SIZES

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
        app_label = "bench"
        managed = False


def key(to: str, **options: Any) -> models.ForeignKey:
    """A foreign key, nobody's way back."""
    return models.ForeignKey(to, models.DO_NOTHING, related_name="+", **options)


def file_key(column: str) -> models.ForeignKey:
    return key("Alias", db_column=column, null=True)


class Content(Kept):
    sha256 = models.TextField()

    class Meta(Kept.Meta):
        db_table = "libraryfilecontent"


class Alias(Kept):
    content = key("Content", db_column="content", null=True)

    class Meta(Kept.Meta):
        db_table = "libraryfilealias"


class Account(Kept):
    status = models.IntegerField()

    class Meta(Kept.Meta):
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

    class Meta(Kept.Meta):
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
        Person, models.DO_NOTHING, db_column="person", related_name="addresses"
    )
    email = models.TextField()
    status = models.IntegerField()

    class Meta(Kept.Meta):
        db_table = "emailaddress"


class Distribution(Kept):
    name = models.TextField()
    displayname = models.TextField()
    icon = file_key("icon")
    logo = file_key("logo")
    mugshot = file_key("mugshot")

    class Meta(Kept.Meta):
        db_table = "distribution"


class Participation(Kept):
    team = key("Person", db_column="team")
    person = key("Person", db_column="person")

    class Meta(Kept.Meta):
        db_table = "teamparticipation"


class PolicyGrant(Kept):
    policy = models.IntegerField(primary_key=True)
    grantee = models.IntegerField()

    class Meta(Kept.Meta):
        db_table = "accesspolicygrant"


class Viewer:
    """Who looks, and which persons it sees."""

    def __init__(self, viewer: int | None):
        self.teams: list[int] = []
        self.policies: list[int] = []
        self.is_admin = False
        if viewer is not None:
            rows = list(
                Participation.objects.filter(person=viewer).values_list(
                    "team_id", "team__name"
                )
            )
            self.is_admin = any(name == "admins" for _, name in rows)
            self.teams = sorted({team for team, _ in rows})
            policies = PolicyGrant.objects.filter(grantee__in=self.teams)
            self.policies = list(policies.values_list("policy", flat=True))

    @property
    def persons(self) -> Q:
        """The rule of persons."""
        if self.is_admin:
            return Q()
        return ~Q(visibility=PRIVATE) | Q(id__in=self.teams)


class Mapper:
    """What both ways have in common."""

    def __init__(self, uri: str):
        parts = urlsplit(uri)
        # All share it; where it leads to is read when it is opened.
        connection.close()
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

    def __call__(self, viewer: int | None, number: int) -> Any:
        self.statements = 0
        self._begun = transaction.atomic()
        self._begun.__enter__()
        with connection.execute_wrapper(self._count):
            return self.graph(Viewer(viewer), number)

    def graph(self, who: Viewer, number: int) -> Any:
        """So many bugs as somebody sees them; of other graphs what has this id."""
        raise NotImplementedError(self)

    def persons(self) -> Any:
        found = Person.objects.annotate(
            preferred=FilteredRelation(
                "addresses", condition=Q(addresses__status=PREFERRED)
            ),
            address=F("preferred__id"),
        ).only("name", "displayname", "teamowner", "merged", "account", *SIZES)
        return self.one(self.with_images(found), "account")

    def with_images(self, owners: Any) -> Any:
        """With icon, logo and mugshot."""
        return self.one(owners, *(f"{size}__content" for size in SIZES))

    def one(self, found: Any, *paths: str) -> Any:
        """With what each has one of, by these paths."""
        raise NotImplementedError(self)

    def end(self) -> None:
        """Leave the transaction."""
        self._begun.__exit__(None, None, None)


class Prefetching(Mapper):
    """By a statement for each relationship."""

    def one(self, found: Any, *paths: str) -> Any:
        return found.prefetch_related(*paths)


class Joining(Mapper):
    """By LEFT JOIN what there is one of."""

    def one(self, found: Any, *paths: str) -> Any:
        return found.select_related(*paths)


def files_of(owner: Any) -> tuple[Any, ...]:
    return tuple(
        alias.content.sha256 if alias is not None and alias.content else None
        for alias in (owner.icon, owner.logo, owner.mugshot)
    )
