"""What Storm's classes for the graph of a bug's page are."""

from __future__ import annotations

from storm.locals import Bool, DateTime, Int, Reference, Unicode
from storm.references import ReferenceSet
from storm_people import Alias, Distribution, Person
from telling_graphs import Package

UNRESOLVED = frozenset((10, 13, 14, 15, 20, 21, 22, 23, 25))


class Product:
    __storm_table__ = "product"

    id = Int(primary=True)
    name = Unicode()
    displayname = Unicode()
    icon_id = Int("icon")
    logo_id = Int("logo")
    mugshot_id = Int("mugshot")
    icon = Reference(icon_id, Alias.id)
    logo = Reference(logo_id, Alias.id)
    mugshot = Reference(mugshot_id, Alias.id)


class ProductSeries:
    __storm_table__ = "productseries"

    id = Int(primary=True)
    name = Unicode()
    product_id = Int("product")
    above = Reference(product_id, Product.id)

    word = "+series"


class DistroSeries:
    __storm_table__ = "distroseries"

    id = Int(primary=True)
    name = Unicode()
    displayname = Unicode()
    distribution_id = Int("distribution")
    above = Reference(distribution_id, Distribution.id)

    word = "+series"


class SourcePackageName:
    __storm_table__ = "sourcepackagename"

    id = Int(primary=True)
    name = Unicode()


class Milestone:
    __storm_table__ = "milestone"

    id = Int(primary=True)
    name = Unicode()
    product_id = Int("product")
    distribution_id = Int("distribution")
    product = Reference(product_id, Product.id)
    distribution = Reference(distribution_id, Distribution.id)

    word = "+milestone"

    @property
    def above(self) -> Product | Distribution:
        return self.product or self.distribution


class Tracker:
    __storm_table__ = "bugtracker"

    id = Int(primary=True)
    name = Unicode()
    title = Unicode()


class Watch:
    __storm_table__ = "bugwatch"

    id = Int(primary=True)
    bug_id = Int("bug")
    remote_bug = Unicode("remotebug")
    tracker_id = Int("bugtracker")
    tracker = Reference(tracker_id, Tracker.id)


class Task:
    __storm_table__ = "bugtask"

    id = Int(primary=True)
    bug_id = Int("bug")
    status = Int()
    importance = Int()
    datecreated = DateTime()
    assignee_id = Int("assignee")
    product_id = Int("product")
    product_series_id = Int("productseries")
    distribution_id = Int("distribution")
    distro_series_id = Int("distroseries")
    name_id = Int("sourcepackagename")
    milestone_id = Int("milestone")
    watch_id = Int("bugwatch")
    owner = Reference(assignee_id, Person.id)
    product = Reference(product_id, Product.id)
    product_series = Reference(product_series_id, ProductSeries.id)
    distribution = Reference(distribution_id, Distribution.id)
    distro_series = Reference(distro_series_id, DistroSeries.id)
    name = Reference(name_id, SourcePackageName.id)
    milestone = Reference(milestone_id, Milestone.id)
    watch = Reference(watch_id, Watch.id)

    @property
    def is_unresolved(self) -> bool:
        return self.status in UNRESOLVED

    @property
    def source_package(self) -> Package | None:
        return self._package(self.distribution)

    @property
    def series_source_package(self) -> Package | None:
        return self._package(self.distro_series)

    def _package(self, above: Distribution | DistroSeries | None) -> Package | None:
        if above is None or self.name is None:
            return None
        return Package(above, self.name.name)

    @property
    def target(self) -> object:
        return (
            self.product
            or self.product_series
            or self.source_package
            or self.distribution
            or self.series_source_package
            or self.distro_series
        )


class Chunk:
    __storm_table__ = "messagechunk"

    id = Int(primary=True)
    message_id = Int("message")
    sequence = Int()
    content = Unicode()


class Comment:
    __storm_table__ = "bugmessage"

    id = Int(primary=True)
    bug_id = Int("bug")
    message_id = Int("message")
    index = Int()
    owner_id = Int("owner")
    owner = Reference(owner_id, Person.id)
    chunks = ReferenceSet(message_id, Chunk.message_id, order_by=Chunk.sequence)


class Attachment:
    __storm_table__ = "bugattachment"

    id = Int(primary=True)
    bug_id = Int("bug")
    message_id = Int("message")
    title = Unicode()
    file_id = Int("libraryfile")
    alias = Reference(file_id, Alias.id)


class Tag:
    __storm_table__ = "bugtag"

    id = Int(primary=True)
    bug_id = Int("bug")
    tag = Unicode()


class Affected:
    __storm_table__ = "bugaffectsperson"

    id = Int(primary=True)
    bug_id = Int("bug")
    person_id = Int("person")
    affected = Bool()
    person = Reference(person_id, Person.id)


class Cve:
    __storm_table__ = "cve"

    id = Int(primary=True)
    sequence = Unicode()


class XRef:
    __storm_table__ = "xref"
    __storm_primary__ = "from_type", "from_id", "to_type", "to_id"

    from_type = Unicode()
    from_id = Unicode()
    from_id_int = Int()
    to_type = Unicode()
    to_id = Unicode()


class Bug:
    __storm_table__ = "bug"

    id = Int(primary=True)
    title = Unicode()
    description = Unicode()
    information_type = Int()
    heat = Int()
    datecreated = DateTime()
    owner_id = Int("owner")
    duplicate_of_id = Int("duplicateof")
    owner = Reference(owner_id, Person.id)
