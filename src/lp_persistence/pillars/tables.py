"""The tables of pillars, their series and milestones."""

from storm.properties import Bool, DateTime, Int, Unicode


class Pillar:
    """The columns that the tables of all kinds have."""

    id = Int(primary=True, allow_none=False)
    name = Unicode(allow_none=False)
    displayname = Unicode(allow_none=False)
    title = Unicode(allow_none=False)
    summary = Unicode(allow_none=False)
    owner_id = Int("owner", allow_none=False)
    registrant_id = Int("registrant", allow_none=False)
    driver_id = Int("driver")
    icon_id = Int("icon")
    logo_id = Int("logo")
    mugshot_id = Int("mugshot")


class Distribution(Pillar):
    __storm_table__ = "distribution"

    description = Unicode(allow_none=False)
    date_created = DateTime(allow_none=False)
    bug_supervisor_id = Int("bug_supervisor")
    bug_sharing_policy = Int(allow_none=False)
    domainname = Unicode(allow_none=False)
    members_id = Int("members", allow_none=False)
    mirror_admin_id = Int("mirror_admin", allow_none=False)


class Project(Pillar):
    __storm_table__ = "project"

    description = Unicode(allow_none=False)
    date_created = DateTime("datecreated", allow_none=False)
    active = Bool(allow_none=False)


class Product(Pillar):
    __storm_table__ = "product"

    description = Unicode()
    date_created = DateTime("datecreated", allow_none=False)
    bug_supervisor_id = Int("bug_supervisor")
    bug_sharing_policy = Int()
    active = Bool(allow_none=False)
    project_id = Int("project")
    development_focus_id = Int("development_focus")


class ProductSeries:
    __storm_table__ = "productseries"

    id = Int(primary=True, allow_none=False)
    product_id = Int("product", allow_none=False)
    name = Unicode(allow_none=False)
    summary = Unicode(allow_none=False)
    status = Int(allow_none=False)
    owner_id = Int("owner", allow_none=False)
    driver_id = Int("driver")
    datecreated = DateTime(allow_none=False)


class DistroSeries:
    __storm_table__ = "distroseries"

    id = Int(primary=True, allow_none=False)
    distribution_id = Int("distribution", allow_none=False)
    name = Unicode(allow_none=False)
    displayname = Unicode(allow_none=False)
    title = Unicode(allow_none=False)
    summary = Unicode(allow_none=False)
    description = Unicode(allow_none=False)
    version = Unicode(allow_none=False)
    releasestatus = Int(allow_none=False)
    registrant_id = Int("registrant", allow_none=False)
    driver_id = Int("driver")
    date_created = DateTime(allow_none=False)
    datereleased = DateTime()


class SourcePackageName:
    __storm_table__ = "sourcepackagename"

    id = Int(primary=True, allow_none=False)
    name = Unicode(allow_none=False)


class DistributionSourcePackage:
    """A source package that was registered in a distribution; others have
    none."""

    __storm_table__ = "distributionsourcepackage"

    id = Int(primary=True, allow_none=False)
    distribution_id = Int("distribution", allow_none=False)
    sourcepackagename_id = Int("sourcepackagename", allow_none=False)


class Milestone:
    __storm_table__ = "milestone"

    id = Int(primary=True, allow_none=False)
    name = Unicode(allow_none=False)
    codename = Unicode()
    summary = Unicode()
    dateexpected = DateTime()
    active = Bool(allow_none=False)
    product_id = Int("product")
    productseries_id = Int("productseries")
    distribution_id = Int("distribution")
    distroseries_id = Int("distroseries")
    date_created = DateTime(allow_none=False)


class PillarName:
    """The one name space of products, project groups and distributions;
    triggers keep it so."""

    __storm_table__ = "pillarname"

    id = Int(primary=True, allow_none=False)
    name = Unicode(allow_none=False)
    product_id = Int("product")
    project_id = Int("project")
    distribution_id = Int("distribution")
    active = Bool(allow_none=False)
    alias_for_id = Int("alias_for")


class OfficialBugTag:
    """A tag that is suggested for the bugs of one pillar."""

    __storm_table__ = "officialbugtag"

    id = Int(primary=True, allow_none=False)
    tag = Unicode(allow_none=False)
    distribution_id = Int("distribution")
    product_id = Int("product")
