"""Who may see which private bugs, and the expression that says so."""

from storm.expr import And, Exists, Or, Select, SQLRaw
from storm.info import ClassAlias
from storm.properties import Int

from ...registry.model.person import Person
from ...registry.model.teammembership import TeamParticipation
from ...services.stormbase import StormBase
from ..enums import PUBLIC_INFORMATION_TYPES


class AccessArtifact(StormBase):
    """Stands for one private bug."""

    __storm_table__ = "accessartifact"

    id = Int(primary=True)
    bug_id = Int(name="bug")


class AccessArtifactGrant(StormBase):
    """Somebody may see it."""

    __storm_table__ = "accessartifactgrant"
    __storm_primary__ = ("abstract_artifact_id", "grantee_id")

    abstract_artifact_id = Int(name="artifact")
    grantee_id = Int(name="grantee")


class AccessPolicyArtifact(StormBase):
    """It falls under a policy."""

    __storm_table__ = "accesspolicyartifact"
    __storm_primary__ = ("abstract_artifact_id", "policy_id")

    abstract_artifact_id = Int(name="artifact")
    policy_id = Int(name="policy")


class AccessPolicyGrant(StormBase):
    """Somebody may see what falls under a policy."""

    __storm_table__ = "accesspolicygrant"
    __storm_primary__ = ("policy_id", "grantee_id")

    policy_id = Int(name="policy")
    grantee_id = Int(name="grantee")


def get_bug_privacy_filter(user, bug_id, information_type):
    """The expression for the bugs that a person may see; None is nobody.

    ``bug_id`` and ``information_type`` are columns of the query.
    """
    public = information_type.is_in(PUBLIC_INFORMATION_TYPES)
    if user is None:
        return public
    admins = ClassAlias(Person, "Admins")
    in_admin = _exists(
        admins.name == "admins",
        TeamParticipation.team_id == admins.id,
        TeamParticipation.person_id == user.id,
        tables=(admins, TeamParticipation),
    )
    granted = _exists(
        AccessArtifact.bug_id == bug_id,
        AccessArtifactGrant.abstract_artifact_id == AccessArtifact.id,
        TeamParticipation.team_id == AccessArtifactGrant.grantee_id,
        TeamParticipation.person_id == user.id,
        tables=(AccessArtifact, AccessArtifactGrant, TeamParticipation),
    )
    granted_by_policy = _exists(
        AccessArtifact.bug_id == bug_id,
        AccessPolicyArtifact.abstract_artifact_id == AccessArtifact.id,
        AccessPolicyGrant.policy_id == AccessPolicyArtifact.policy_id,
        TeamParticipation.team_id == AccessPolicyGrant.grantee_id,
        TeamParticipation.person_id == user.id,
        tables=(
            AccessArtifact,
            AccessPolicyArtifact,
            AccessPolicyGrant,
            TeamParticipation,
        ),
    )
    return Or(public, in_admin, granted, granted_by_policy)


def _exists(*clauses, tables):
    return Exists(Select(SQLRaw("1"), And(*clauses), tables=tables))
