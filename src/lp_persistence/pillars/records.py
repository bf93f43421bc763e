"""How pillars are kept."""

from typing import Any

from storm.expr import And, Column, Eq, Expr, In, Is, Or

from lp_persistence.bugs.enums import UNRESOLVED
from lp_persistence.bugs.records import flat_shown
from lp_persistence.bugs.tables import BugTaskFlat
from lp_persistence.pillars.interfaces import IDistribution, IProduct, IProject
from lp_persistence.pillars.tables import (
    Distribution,
    DistributionSourcePackage,
    OfficialBugTag,
    Product,
    Project,
)
from lp_persistence.storm.expressions import FALSE
from lp_persistence.storm.records import (
    VISIBLE,
    Records,
    Rule,
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


def of_pillar(pillar: Any) -> dict[str, Any]:
    """The lines of what all pillars have, by the Storm class of their rows."""
    return {
        "id": pillar.id,
        "name": pillar.name,
        "displayname": pillar.displayname,
        "title": pillar.title,
        "summary": pillar.summary,
        "description": pillar.description,
        "date_created": pillar.date_created,
        "owner": pillar.owner_id,
        "registrant": pillar.registrant_id,
        "driver": pillar.driver_id,
        "icon": pillar.icon_id,
        "logo": pillar.logo_id,
        "mugshot": pillar.mugshot_id,
    }


def of_pillar_with_bugs(pillar: Any, tagged: Column) -> dict[str, Any]:
    """The same of what bugs are reported against; ``tagged`` is the column of
    official tags that leads to it."""
    return {
        **of_pillar(pillar),
        "official_tags": listed(tagged, OfficialBugTag.tag),
        "bug_sharing_policy": pillar.bug_sharing_policy,
        "bug_supervisor": pillar.bug_supervisor_id,
    }


distributions = Records(
    IDistribution,
    {
        **of_pillar_with_bugs(Distribution, OfficialBugTag.distribution_id),
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
    },
    permissions={"launchpad.Edit": edited_by_owner(Distribution.owner_id)},
    fill={
        Distribution.domainname: "",
        Distribution.members_id: Distribution.owner_id,
        Distribution.mirror_admin_id: Distribution.owner_id,
    },
)

projects = Records(IProject, {**of_pillar(Project), "active": Project.active})

products = Records(
    IProduct,
    {
        **of_pillar_with_bugs(Product, OfficialBugTag.product_id),
        "active": Product.active,
        "project_group": Product.project_id,
        "development_focus": Product.development_focus_id,
        # A product has one task for a bug, so that pairs are unique.
        "hot_bugs": through(
            BugTaskFlat.product_id, BugTaskFlat.bug_id, where=_hot, facts=_hot_facts
        ),
    },
    permissions={"launchpad.Edit": edited_by_owner(Product.owner_id)},
)
