"""How pillars, their series and milestones are kept."""

from storm.expr import SQL, And, Column, Eq, Expr, In, Is, Or, Select

from lp_persistence.bugs.enums import UNRESOLVED
from lp_persistence.bugs.records import flat_shown
from lp_persistence.bugs.tables import BugTaskFlat
from lp_persistence.pillars.interfaces import (
    IDistribution,
    IDistributionSourcePackage,
    IDistroSeries,
    IMilestone,
    IPillarName,
    IProduct,
    IProductSeries,
    IProject,
    ISourcePackage,
    ISourcePackageName,
)
from lp_persistence.pillars.tables import (
    Distribution,
    DistributionSourcePackage,
    DistroSeries,
    Milestone,
    OfficialBugTag,
    PillarName,
    Product,
    ProductSeries,
    Project,
    SourcePackageName,
)
from lp_persistence.storm.expressions import FALSE
from lp_persistence.storm.records import (
    VISIBLE,
    Records,
    Rule,
    Upkeep,
    listed,
    rule,
    through,
)
from lp_persistence.storm.viewers import Viewer

_hot = And(
    In(BugTaskFlat.status, sorted(item.value for item in UNRESOLVED)),
    Is(BugTaskFlat.duplicateof_id, None),
    Eq(BugTaskFlat.active, True),
)
_hot_facts = {
    "heat": BugTaskFlat.heat,
    "information_type": BugTaskFlat.information_type,
    VISIBLE: flat_shown,
}


def edited_by_owner(owner: Column) -> Rule:
    """Its owner, whoever is in the team that owns it, and admins."""

    def edited(viewer: Viewer | None) -> Expr:
        if viewer is None:
            return FALSE
        return Or(viewer.has("admins"), viewer.holds("teams", owner))

    return rule(edited)


distributions = Records(
    IDistribution,
    {
        "id": Distribution.id,
        "name": Distribution.name,
        "displayname": Distribution.displayname,
        "title": Distribution.title,
        "summary": Distribution.summary,
        "description": Distribution.description,
        "official_tags": listed(OfficialBugTag.distribution_id, OfficialBugTag.tag),
        "owner": Distribution.owner_id,
        "driver": Distribution.driver_id,
        "bug_supervisor": Distribution.bug_supervisor_id,
        "source_package_names": through(
            DistributionSourcePackage.distribution_id,
            DistributionSourcePackage.sourcepackagename_id,
        ),
        "source_packages": through(
            DistributionSourcePackage.distribution_id,
            (
                DistributionSourcePackage.distribution_id,
                DistributionSourcePackage.sourcepackagename_id,
            ),
        ),
        "hot_bugs": through(
            BugTaskFlat.distribution_id,
            BugTaskFlat.bug_id,
            one=BugTaskFlat.bugtask_id,
            where=_hot,
            facts=_hot_facts,
        ),
        "icon": Distribution.icon_id,
        "logo": Distribution.logo_id,
        "mugshot": Distribution.mugshot_id,
    },
    permissions={"launchpad.Edit": edited_by_owner(Distribution.owner_id)},
    fill={
        Distribution.domainname: "",
        Distribution.members_id: Distribution.owner_id,
        Distribution.mirror_admin_id: Distribution.owner_id,
        Distribution.registrant_id: Distribution.owner_id,
    },
)

projects = Records(
    IProject,
    {
        "id": Project.id,
        "name": Project.name,
        "displayname": Project.displayname,
        "title": Project.title,
        "summary": Project.summary,
        "description": Project.description,
        "active": Project.active,
        "date_created": Project.datecreated,
        "owner": Project.owner_id,
        "driver": Project.driver_id,
        "icon": Project.icon_id,
        "logo": Project.logo_id,
        "mugshot": Project.mugshot_id,
    },
    fill={Project.registrant_id: Project.owner_id},
)


products = Records(
    IProduct,
    {
        "id": Product.id,
        "name": Product.name,
        "displayname": Product.displayname,
        "title": Product.title,
        "summary": Product.summary,
        "description": Product.description,
        "official_tags": listed(OfficialBugTag.product_id, OfficialBugTag.tag),
        "active": Product.active,
        "date_created": Product.datecreated,
        "owner": Product.owner_id,
        "driver": Product.driver_id,
        "bug_supervisor": Product.bug_supervisor_id,
        "project_group": Product.project_id,
        # A product has one task for a bug, so that pairs are unique.
        "hot_bugs": through(
            BugTaskFlat.product_id, BugTaskFlat.bug_id, where=_hot, facts=_hot_facts
        ),
        "icon": Product.icon_id,
        "logo": Product.logo_id,
        "mugshot": Product.mugshot_id,
    },
    permissions={"launchpad.Edit": edited_by_owner(Product.owner_id)},
    fill={Product.registrant_id: Product.owner_id},
)


def _name_shown(viewer: Viewer | None) -> Expr:
    """Names of what is not active are for admins."""
    shown = Eq(PillarName.active, True)
    return shown if viewer is None else Or(shown, viewer.has("admins"))


def _names() -> Expr:
    nobody = "CAST(NULL AS integer)"
    return SQL(
        f"SELECT name, id, {nobody}, {nobody}, active FROM product UNION ALL "
        f"SELECT name, {nobody}, id, {nobody}, active FROM project UNION ALL "
        f"SELECT name, {nobody}, {nobody}, id, TRUE FROM distribution"
    )


pillar_names = Records(
    IPillarName,
    {
        "id": PillarName.id,
        "name": PillarName.name,
        "active": PillarName.active,
        "distribution": PillarName.distribution_id,
        "product": PillarName.product_id,
        "project_group": PillarName.project_id,
        "alias_for": PillarName.alias_for_id,
    },
    visible_to=rule(_name_shown),
    upkeep=(
        Upkeep(
            (
                PillarName.name,
                PillarName.product_id,
                PillarName.project_id,
                PillarName.distribution_id,
                PillarName.active,
            ),
            _names,
            # An alias follows from nothing.
            rows=Is(PillarName.alias_for_id, None),
        ),
    ),
)

product_series = Records(
    IProductSeries,
    {
        "id": ProductSeries.id,
        "name": ProductSeries.name,
        "summary": ProductSeries.summary,
        "status": ProductSeries.status,
        "date_created": ProductSeries.datecreated,
        "product": ProductSeries.product_id,
        "owner": ProductSeries.owner_id,
        "driver": ProductSeries.driver_id,
    },
)

distro_series = Records(
    IDistroSeries,
    {
        "id": DistroSeries.id,
        "name": DistroSeries.name,
        "displayname": DistroSeries.displayname,
        "title": DistroSeries.title,
        "summary": DistroSeries.summary,
        "description": DistroSeries.description,
        "version": DistroSeries.version,
        "status": DistroSeries.releasestatus,
        "date_created": DistroSeries.date_created,
        "date_released": DistroSeries.datereleased,
        "distribution": DistroSeries.distribution_id,
        "driver": DistroSeries.driver_id,
    },
    fill={
        DistroSeries.registrant_id: Select(
            Distribution.owner_id,
            DistroSeries.distribution_id == Distribution.id,
            tables=Distribution,
        ),
    },
)

source_package_names = Records(
    ISourcePackageName, {"id": SourcePackageName.id, "name": SourcePackageName.name}
)

#: They are made of others, and have nothing of their own to be kept.
distribution_source_packages = Records(IDistributionSourcePackage, {})
source_packages = Records(ISourcePackage, {})

milestones = Records(
    IMilestone,
    {
        "id": Milestone.id,
        "name": Milestone.name,
        "codename": Milestone.codename,
        "summary": Milestone.summary,
        "date_expected": Milestone.dateexpected,
        "active": Milestone.active,
        "product": Milestone.product_id,
        "product_series": Milestone.productseries_id,
        "distribution": Milestone.distribution_id,
        "distro_series": Milestone.distroseries_id,
    },
)
