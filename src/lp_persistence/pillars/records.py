"""How pillars are kept."""

from storm.expr import And, Eq, In, Is

from lp_persistence.bugs.enums import UNRESOLVED
from lp_persistence.bugs.records import flat_shown
from lp_persistence.bugs.tables import BugTaskFlat
from lp_persistence.pillars.interfaces import IDistribution
from lp_persistence.pillars.tables import Distribution
from lp_persistence.storm.records import VISIBLE, Records, through

distributions = Records(
    IDistribution,
    {
        "id": Distribution.id,
        "name": Distribution.name,
        "displayname": Distribution.displayname,
        "title": Distribution.title,
        "summary": Distribution.summary,
        "description": Distribution.description,
        "owner": Distribution.owner_id,
        "hot_bugs": through(
            BugTaskFlat.distribution_id,
            BugTaskFlat.bug_id,
            one=BugTaskFlat.bugtask_id,
            where=And(
                In(BugTaskFlat.status, sorted(item.value for item in UNRESOLVED)),
                Is(BugTaskFlat.duplicateof_id, None),
                Eq(BugTaskFlat.active, True),
            ),
            facts={
                "heat": BugTaskFlat.heat,
                "information_type": BugTaskFlat.information_type,
                VISIBLE: flat_shown,
            },
        ),
        "icon": Distribution.icon_id,
        "logo": Distribution.logo_id,
        "mugshot": Distribution.mugshot_id,
    },
    fill={
        Distribution.domainname: "",
        Distribution.members_id: Distribution.owner_id,
        Distribution.mirror_admin_id: Distribution.owner_id,
        Distribution.registrant_id: Distribution.owner_id,
    },
)
