"""What Django maps for the graph of a bug's page.

The names begin with ``Page`` where the example has a model of that table, which
knows less.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import models
from django_people import Alias, Distribution, Kept, file_key, key
from telling_graphs import Package

UNRESOLVED = frozenset((10, 13, 14, 15, 20, 21, 22, 23, 25))


class Product(Kept):
    name = models.TextField()
    displayname = models.TextField()
    icon = file_key("icon")
    logo = file_key("logo")
    mugshot = file_key("mugshot")

    class Meta(Kept.Meta):
        db_table = "product"


class ProductSeries(Kept):
    word = "+series"

    name = models.TextField()
    above = key(Product, db_column="product")

    class Meta(Kept.Meta):
        db_table = "productseries"


class DistroSeries(Kept):
    word = "+series"

    name = models.TextField()
    displayname = models.TextField()
    above = key(Distribution, db_column="distribution")

    class Meta(Kept.Meta):
        db_table = "distroseries"


class SourcePackageName(Kept):
    name = models.TextField()

    class Meta(Kept.Meta):
        db_table = "sourcepackagename"


class Milestone(Kept):
    word = "+milestone"

    name = models.TextField()
    product = key(Product, db_column="product", null=True)
    distribution = key(Distribution, db_column="distribution", null=True)

    class Meta(Kept.Meta):
        db_table = "milestone"

    @property
    def above(self) -> Any:
        return self.product or self.distribution


class Tracker(Kept):
    name = models.TextField()
    title = models.TextField()

    class Meta(Kept.Meta):
        db_table = "bugtracker"


class Watch(Kept):
    bug_id = models.IntegerField(db_column="bug")
    remote_bug = models.TextField(db_column="remotebug")
    tracker = key(Tracker, db_column="bugtracker")

    class Meta(Kept.Meta):
        db_table = "bugwatch"


class PageTask(Kept):
    bug_id = models.IntegerField(db_column="bug")
    status = models.IntegerField()
    importance = models.IntegerField()
    created = models.DateTimeField(db_column="datecreated")
    assignee_key = models.IntegerField(db_column="assignee", null=True)
    product = key(Product, db_column="product", null=True)
    product_series = key(ProductSeries, db_column="productseries", null=True)
    distribution = key(Distribution, db_column="distribution", null=True)
    distro_series = key(DistroSeries, db_column="distroseries", null=True)
    name = key(SourcePackageName, db_column="sourcepackagename", null=True)
    milestone = key(Milestone, db_column="milestone", null=True)
    watch = key(Watch, db_column="bugwatch", null=True)

    class Meta(Kept.Meta):
        db_table = "bugtask"

    @property
    def date_created(self) -> datetime:
        return self.created.replace(tzinfo=UTC)

    @property
    def is_unresolved(self) -> bool:
        return self.status in UNRESOLVED

    @property
    def source_package(self) -> Package | None:
        return self._package(self.distribution)

    @property
    def series_source_package(self) -> Package | None:
        return self._package(self.distro_series)

    def _package(self, above: Any) -> Package | None:
        return Package(above, self.name.name) if above and self.name else None

    @property
    def target(self) -> Any:
        return (
            self.product
            or self.product_series
            or self.source_package
            or self.distribution
            or self.series_source_package
            or self.distro_series
        )


class Chunk(Kept):
    message_id = models.IntegerField(db_column="message")
    sequence = models.IntegerField()
    content = models.TextField(null=True)

    class Meta(Kept.Meta):
        db_table = "messagechunk"


class Attachment(Kept):
    bug_id = models.IntegerField(db_column="bug")
    message_id = models.IntegerField(db_column="message")
    title = models.TextField()
    alias = key(Alias, db_column="libraryfile", null=True)

    class Meta(Kept.Meta):
        db_table = "bugattachment"

    @property
    def file(self) -> File | None:
        return self.alias and File(self.alias)


class File:
    """A file by its hash."""

    def __init__(self, alias: Alias):
        self.id, self.sha256 = alias.id, alias.content and alias.content.sha256


class Comment(Kept):
    bug_id = models.IntegerField(db_column="bug")
    message_id = models.IntegerField(db_column="message")
    index = models.IntegerField()
    owner_key = models.IntegerField(db_column="owner")

    class Meta(Kept.Meta):
        db_table = "bugmessage"


class Tag(Kept):
    bug_id = models.IntegerField(db_column="bug")
    tag = models.TextField()

    class Meta(Kept.Meta):
        db_table = "bugtag"


class PageSubscription(Kept):
    bug_id = models.IntegerField(db_column="bug")
    person_key = models.IntegerField(db_column="person")

    class Meta(Kept.Meta):
        db_table = "bugsubscription"


class Affected(Kept):
    bug_id = models.IntegerField(db_column="bug")
    person_key = models.IntegerField(db_column="person")
    affected = models.BooleanField()

    class Meta(Kept.Meta):
        db_table = "bugaffectsperson"


class Cve(Kept):
    sequence = models.TextField()

    class Meta(Kept.Meta):
        db_table = "cve"


class XRef(Kept):
    from_id_int = models.IntegerField(primary_key=True)
    from_type = models.TextField()
    to_type = models.TextField()
    to_id = models.TextField()

    class Meta(Kept.Meta):
        db_table = "xref"


class Artifact(Kept):
    bug_id = models.IntegerField(db_column="bug")

    class Meta(Kept.Meta):
        db_table = "accessartifact"


class ArtifactGrant(Kept):
    artifact = key(Artifact, db_column="artifact", primary_key=True)
    grantee = models.IntegerField()

    class Meta(Kept.Meta):
        db_table = "accessartifactgrant"


class PolicyArtifact(Kept):
    artifact = key(Artifact, db_column="artifact", primary_key=True)
    policy = models.IntegerField()

    class Meta(Kept.Meta):
        db_table = "accesspolicyartifact"


class PageBug(Kept):
    title = models.TextField()
    description = models.TextField()
    information_type = models.IntegerField()
    heat = models.IntegerField()
    created = models.DateTimeField(db_column="datecreated")
    owner_key = models.IntegerField(db_column="owner")
    duplicate_key = models.IntegerField(db_column="duplicateof", null=True)

    class Meta(Kept.Meta):
        db_table = "bug"

    @property
    def date_created(self) -> datetime:
        return self.created.replace(tzinfo=UTC)
