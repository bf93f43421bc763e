"""How the names of pillars are kept."""

from storm.expr import SQL, Eq, Expr, Is, Or

from lp_persistence.pillars.names.interfaces import IPillarName
from lp_persistence.pillars.tables import PillarName
from lp_persistence.storm.records import Records, Upkeep, rule
from lp_persistence.storm.viewers import Viewer


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
