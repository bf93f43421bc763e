"""How bugs, their tasks and nominations, and who may see them are kept."""

from typing import Any

from storm.expr import (
    Add,
    And,
    Cast,
    Coalesce,
    Column,
    Count,
    Eq,
    Exists,
    Expr,
    In,
    IsNot,
    Mul,
    Not,
    Or,
    Select,
    SQLRaw,
)
from storm.info import ClassAlias

from lp_persistence.bugs import heat
from lp_persistence.bugs.elsewhere.tables import BugCve, Cve, XRef
from lp_persistence.bugs.enums import PUBLIC_TYPES, UNRESOLVED
from lp_persistence.bugs.interfaces import (
    IAccessPolicy,
    IBug,
    IBugTask,
    INomination,
)
from lp_persistence.bugs.tables import (
    AccessArtifact,
    AccessArtifactGrant,
    AccessPolicy,
    AccessPolicyArtifact,
    AccessPolicyGrant,
    AccessPolicyGrantFlat,
    Bug,
    BugAffectsPerson,
    BugMute,
    BugNomination,
    BugSubscription,
    BugTag,
    BugTask,
    BugTaskFlat,
)
from lp_persistence.people.tables import TeamParticipation
from lp_persistence.pillars.tables import Product, ProductSeries
from lp_persistence.storm.expressions import FALSE, TRUE, Elements, UnionAll, When
from lp_persistence.storm.records import (
    OWNER,
    TARGET,
    VISIBLE,
    Records,
    Rule,
    RuleFunction,
    Upkeep,
    beside,
    fact,
    flat,
    listed,
    rule,
    through,
)
from lp_persistence.storm.viewers import Viewer, ViewerRecords


def _is_public(information_type: Column) -> Expr:
    return In(information_type, sorted(item.value for item in PUBLIC_TYPES))


def _is_unresolved(status: Column) -> Expr:
    return In(status, sorted(item.value for item in UNRESOLVED))


def _granted(link: type, key: Column, held: Any) -> Expr:
    return Exists(
        Select(
            SQLRaw("1"),
            And(AccessArtifact.bug_id == Bug.id, key == AccessArtifact.id, held),
            tables=(AccessArtifact, link),
        )
    )


def bug_shown(viewer: Viewer | None) -> Expr:
    """Who may see a bug, by the tables that say so."""
    public = _is_public(Bug.information_type)
    if viewer is None:
        return public
    return Or(
        public,
        viewer.has("admins"),
        _granted(
            AccessArtifactGrant,
            AccessArtifactGrant.artifact_id,
            viewer.holds("teams", AccessArtifactGrant.grantee_id),
        ),
        _granted(
            AccessPolicyArtifact,
            AccessPolicyArtifact.artifact_id,
            viewer.holds("policies", AccessPolicyArtifact.policy_id),
        ),
    )


def _is_mine(viewer: Viewer | None) -> Expr:
    return FALSE if viewer is None else viewer.holds("person", Bug.owner_id)


def _leads_to_viewer(link: Any, *where: Expr) -> RuleFunction:
    """Whether a link of the bug leads to who looks."""

    def leads(viewer: Viewer | None) -> Expr:
        if viewer is None:
            return FALSE
        held = viewer.holds("person", link.person_id)
        return Exists(_rows(link, And(link.bug_id == Bug.id, held, *where), 1))

    return leads


def _edited(viewer: Viewer | None) -> Expr:
    return FALSE if viewer is None else viewer.has("teams")


def flat_shown(viewer: Viewer | None) -> Expr:
    """Who may see the bug of a flat task, by the arrays that it holds."""
    public = _is_public(BugTaskFlat.information_type)
    if viewer is None:
        return public
    return Or(
        public,
        viewer.has("admins"),
        viewer.overlaps("teams", BugTaskFlat.access_grants),
        viewer.overlaps("policies", BugTaskFlat.access_policies),
    )


def shown_with_bug(bug: Column) -> Rule:
    """The rule of what belongs to a bug, whose id stands in a column."""
    reads = (AccessArtifact, AccessArtifactGrant, AccessPolicyArtifact)
    return rule(bug_shown, beside(Bug.id, bug), reads=reads)


def _array(column: Column, artifact: Column) -> Expr:
    """What a private bug was granted; None for public ones."""
    granted = Select(
        column,
        And(artifact == AccessArtifact.id, AccessArtifact.bug_id == Bug.id),
        tables=(AccessArtifact, column.table),
        order_by=column,
    )
    return When(Not(_is_public(Bug.information_type)), Elements(granted))


#: What a flat task takes from its task and its bug.
_FLAT: dict[Column, Any] = {
    BugTaskFlat.bugtask_id: BugTask.id,
    BugTaskFlat.bug_id: Bug.id,
    BugTaskFlat.datecreated: BugTask.datecreated,
    BugTaskFlat.duplicateof_id: Bug.duplicateof_id,
    BugTaskFlat.bug_owner_id: Bug.owner_id,
    BugTaskFlat.information_type: Bug.information_type,
    BugTaskFlat.date_last_updated: Bug.date_last_updated,
    BugTaskFlat.heat: Bug.heat,
    BugTaskFlat.product_id: BugTask.product_id,
    BugTaskFlat.productseries_id: BugTask.productseries_id,
    BugTaskFlat.distribution_id: BugTask.distribution_id,
    BugTaskFlat.distroseries_id: BugTask.distroseries_id,
    BugTaskFlat.sourcepackagename_id: BugTask.sourcepackagename_id,
    BugTaskFlat.status: BugTask.status,
    BugTaskFlat.importance: BugTask.importance,
    BugTaskFlat.assignee_id: BugTask.assignee_id,
    BugTaskFlat.milestone_id: BugTask.milestone_id,
    BugTaskFlat.owner_id: BugTask.owner_id,
    # Only products can be inactive, and their series with them.
    BugTaskFlat.active: Coalesce(
        Select(Product.active, Product.id == BugTask.product_id, tables=Product),
        Select(
            Product.active,
            And(
                Product.id == ProductSeries.product_id,
                ProductSeries.id == BugTask.productseries_id,
            ),
            tables=(Product, ProductSeries),
        ),
        TRUE,
    ),
    BugTaskFlat.access_policies: _array(
        AccessPolicyArtifact.policy_id, AccessPolicyArtifact.artifact_id
    ),
    BugTaskFlat.access_grants: _array(
        AccessArtifactGrant.grantee_id, AccessArtifactGrant.artifact_id
    ),
    BugTaskFlat.latest_patch_uploaded: Bug.latest_patch_uploaded,
    BugTaskFlat.date_closed: BugTask.date_closed,
}


#: Somebody may have said, too, that it does not affect them.
_is_affected = BugAffectsPerson.affected == True  # noqa: E712


def _rows(table: type, where: Expr, what: Any = None) -> Select:
    return Select(Count() if what is None else what, where, tables=table)


def _computed_heat() -> Expr:
    repeating = ClassAlias(Bug, "repeating")
    is_affected = And(BugAffectsPerson.bug_id == Bug.id, _is_affected)
    repeats = repeating.duplicateof_id == Bug.id
    # Alternatives beside each other would have every subscription looked at.
    these = UnionAll([Select(Bug.id), _rows(repeating, repeats, repeating.id)])
    subscribed = In(BugSubscription.bug_id, these)
    people = Count(BugSubscription.person_id, distinct=True)
    of_type = [
        When(Bug.information_type == item.value, amount)
        for item, amount in heat.OF_TYPE.items()
    ]
    return Add(
        Coalesce(*of_type, heat.OF_PRIVATE),
        Mul(heat.OF_DUPLICATE, _rows(repeating, repeats)),
        Mul(heat.OF_AFFECTED, _rows(BugAffectsPerson, is_affected)),
        Mul(heat.OF_SUBSCRIBER, _rows(BugSubscription, subscribed, people)),
    )


#: A link to a vulnerability names it by its number, and the bug by a text.
_bug_text = Cast(OWNER, "text")
_sequence = Select(Cve.sequence, Eq(Cve.id, TARGET), tables=Cve)

bugs = Records(
    IBug,
    {
        "id": Bug.id,
        "title": Bug.title,
        "description": Bug.description,
        "information_type": Bug.information_type,
        "heat": Bug.heat,
        "date_created": Bug.datecreated,
        "date_last_updated": Bug.date_last_updated,
        "date_last_message": Bug.date_last_message,
        "latest_patch_uploaded": Bug.latest_patch_uploaded,
        "computed_heat": fact(_computed_heat()),
        "tags": listed(BugTag.bug_id, BugTag.tag),
        "is_private": fact(Not(_is_public(Bug.information_type))),
        "is_duplicate": fact(IsNot(Bug.duplicateof_id, None)),
        "is_mine": rule(_is_mine),
        "is_subscribed": rule(_leads_to_viewer(BugSubscription)),
        "affects_me": rule(_leads_to_viewer(BugAffectsPerson, _is_affected)),
        "reporter": Bug.owner_id,
        "duplicate_of": Bug.duplicateof_id,
        "assignees": through(
            BugTask.bug_id,
            BugTask.assignee_id,
            one=BugTask.id,
            where=IsNot(BugTask.assignee_id, None),
        ),
        "subscribers": through(
            BugSubscription.bug_id,
            BugSubscription.person_id,
            one=BugSubscription.id,
            fill={BugSubscription.subscribed_by_id: BugSubscription.person_id},
        ),
        "affected": through(
            BugAffectsPerson.bug_id,
            BugAffectsPerson.person_id,
            where=_is_affected,
        ),
        "grantees": through(
            AccessArtifact.bug_id,
            AccessArtifactGrant.grantee_id,
            via=AccessArtifact.id == AccessArtifactGrant.artifact_id,
            fill={AccessArtifactGrant.grantor_id: AccessArtifactGrant.grantee_id},
        ),
        "policies": through(
            AccessArtifact.bug_id,
            AccessPolicyArtifact.policy_id,
            via=AccessArtifact.id == AccessPolicyArtifact.artifact_id,
        ),
        "muted_by": through(BugMute.bug_id, BugMute.person_id),
        "cves": through(
            BugCve.bug_id,
            Cve.id,
            via=BugCve.sequence == Cve.sequence,
            load=(
                {
                    XRef.from_type: "bug",
                    XRef.from_id: _bug_text,
                    XRef.from_id_int: OWNER,
                    XRef.to_type: "cve",
                    XRef.to_id: _sequence,
                },
                {
                    XRef.from_type: "cve",
                    XRef.from_id: _sequence,
                    XRef.to_type: "bug",
                    XRef.to_id: _bug_text,
                    XRef.to_id_int: OWNER,
                },
            ),
        ),
    },
    visible_to=rule(bug_shown),
    permissions={"launchpad.Edit": rule(_edited)},
)

tasks = Records(
    IBugTask,
    {
        "id": BugTask.id,
        "status": BugTask.status,
        "importance": BugTask.importance,
        "date_created": BugTask.datecreated,
        "date_assigned": BugTask.date_assigned,
        "date_closed": BugTask.date_closed,
        "is_unresolved": fact(_is_unresolved(BugTask.status)),
        "bug": BugTask.bug_id,
        "product": BugTask.product_id,
        "product_series": BugTask.productseries_id,
        "distribution": BugTask.distribution_id,
        "distro_series": BugTask.distroseries_id,
        "source_package_name": BugTask.sourcepackagename_id,
        "milestone": BugTask.milestone_id,
        "assignee": BugTask.assignee_id,
        "owner": BugTask.owner_id,
        "watch": BugTask.bugwatch_id,
    },
    visible_to=shown_with_bug(BugTask.bug_id),
    upkeep=(
        Upkeep(
            tuple(_FLAT),
            lambda: Select(tuple(_FLAT.values()), BugTask.bug_id == Bug.id),
        ),
    ),
    flat=flat(
        {
            "id": BugTaskFlat.bugtask_id,
            "status": BugTaskFlat.status,
            "importance": BugTaskFlat.importance,
            "date_created": BugTaskFlat.datecreated,
            "is_unresolved": _is_unresolved(BugTaskFlat.status),
            "bug": BugTaskFlat.bug_id,
            "product": BugTaskFlat.product_id,
            "product_series": BugTaskFlat.productseries_id,
            "distribution": BugTaskFlat.distribution_id,
            "distro_series": BugTaskFlat.distroseries_id,
            "source_package_name": BugTaskFlat.sourcepackagename_id,
            "milestone": BugTaskFlat.milestone_id,
            "assignee": BugTaskFlat.assignee_id,
            "owner": BugTaskFlat.owner_id,
            VISIBLE: flat_shown,
        },
        bug={
            "information_type": BugTaskFlat.information_type,
            "heat": BugTaskFlat.heat,
            "date_last_updated": BugTaskFlat.date_last_updated,
            "is_private": Not(_is_public(BugTaskFlat.information_type)),
            "is_duplicate": IsNot(BugTaskFlat.duplicateof_id, None),
            "reporter": BugTaskFlat.bug_owner_id,
            "duplicate_of": BugTaskFlat.duplicateof_id,
            VISIBLE: flat_shown,
        },
    ),
)

nominations = Records(
    INomination,
    {
        "id": BugNomination.id,
        "status": BugNomination.status,
        "date_created": BugNomination.date_created,
        "date_decided": BugNomination.date_decided,
        "bug": BugNomination.bug_id,
        "product_series": BugNomination.productseries_id,
        "distro_series": BugNomination.distroseries_id,
        "owner": BugNomination.owner_id,
        "decider": BugNomination.decider_id,
    },
    visible_to=shown_with_bug(BugNomination.bug_id),
)


def _grants() -> Expr:
    """The grants of policies, and those of what falls under them."""
    return UnionAll(
        [
            Select(
                (
                    AccessPolicyGrant.policy_id,
                    SQLRaw("NULL"),
                    AccessPolicyGrant.grantee_id,
                )
            ),
            Select(
                (
                    AccessPolicyArtifact.policy_id,
                    AccessPolicyArtifact.artifact_id,
                    AccessArtifactGrant.grantee_id,
                ),
                AccessPolicyArtifact.artifact_id == AccessArtifactGrant.artifact_id,
            ),
        ]
    )


policies = Records(
    IAccessPolicy,
    {
        "id": AccessPolicy.id,
        "type": AccessPolicy.type,
        "product": AccessPolicy.product_id,
        "distribution": AccessPolicy.distribution_id,
        "team": AccessPolicy.person_id,
        "grantees": through(
            AccessPolicyGrant.policy_id,
            AccessPolicyGrant.grantee_id,
            fill={AccessPolicyGrant.grantor_id: AccessPolicyGrant.grantee_id},
        ),
    },
    upkeep=(
        Upkeep(
            (
                AccessPolicyGrantFlat.policy_id,
                AccessPolicyGrantFlat.artifact_id,
                AccessPolicyGrantFlat.grantee_id,
            ),
            _grants,
        ),
    ),
)

viewer_policies = ViewerRecords(
    lambda viewer: Select(
        AccessPolicyGrant.policy_id,
        And(
            AccessPolicyGrant.grantee_id == TeamParticipation.team_id,
            TeamParticipation.person_id == viewer,
        ),
    ),
    (AccessPolicyGrant, TeamParticipation),
)
