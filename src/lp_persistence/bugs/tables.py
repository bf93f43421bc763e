"""The tables of bugs, their tasks, and who may see them."""

from storm.properties import Bool, DateTime, Int, List, Unicode


class Bug:
    __storm_table__ = "bug"

    id = Int(primary=True, allow_none=False)
    name = Unicode()
    title = Unicode(allow_none=False)
    description = Unicode(allow_none=False)
    owner_id = Int("owner", allow_none=False)
    duplicateof_id = Int("duplicateof")
    datecreated = DateTime(allow_none=False)
    date_last_updated = DateTime(allow_none=False)
    heat = Int(allow_none=False)
    information_type = Int(allow_none=False)
    date_last_message = DateTime()
    latest_patch_uploaded = DateTime()


class BugTask:
    __storm_table__ = "bugtask"

    id = Int(primary=True, allow_none=False)
    bug_id = Int("bug", allow_none=False)
    product_id = Int("product")
    productseries_id = Int("productseries")
    distribution_id = Int("distribution")
    distroseries_id = Int("distroseries")
    sourcepackagename_id = Int("sourcepackagename")
    milestone_id = Int("milestone")
    status = Int(allow_none=False)
    importance = Int(allow_none=False)
    assignee_id = Int("assignee")
    owner_id = Int("owner", allow_none=False)
    datecreated = DateTime()
    date_assigned = DateTime()
    date_closed = DateTime()
    bugwatch_id = Int("bugwatch")


class BugTaskFlat:
    """A task with what listings need of its bug; triggers keep it so."""

    __storm_table__ = "bugtaskflat"

    bugtask_id = Int("bugtask", primary=True, allow_none=False)
    bug_id = Int("bug", allow_none=False)
    datecreated = DateTime()
    duplicateof_id = Int("duplicateof")
    bug_owner_id = Int("bug_owner", allow_none=False)
    information_type = Int(allow_none=False)
    date_last_updated = DateTime(allow_none=False)
    heat = Int(allow_none=False)
    product_id = Int("product")
    productseries_id = Int("productseries")
    distribution_id = Int("distribution")
    distroseries_id = Int("distroseries")
    sourcepackagename_id = Int("sourcepackagename")
    status = Int(allow_none=False)
    importance = Int(allow_none=False)
    assignee_id = Int("assignee")
    milestone_id = Int("milestone")
    owner_id = Int("owner", allow_none=False)
    active = Bool(allow_none=False)
    access_policies = List(type=Int())
    access_grants = List(type=Int())
    latest_patch_uploaded = DateTime()
    date_closed = DateTime()


class BugSubscription:
    """May hold a pair of bug and person twice."""

    __storm_table__ = "bugsubscription"

    id = Int(primary=True, allow_none=False)
    bug_id = Int("bug", allow_none=False)
    person_id = Int("person", allow_none=False)
    subscribed_by_id = Int("subscribed_by", allow_none=False)
    bug_notification_level = Int(allow_none=False)
    date_created = DateTime(allow_none=False)


class BugTag:
    __storm_table__ = "bugtag"

    id = Int(primary=True, allow_none=False)
    bug_id = Int("bug", allow_none=False)
    tag = Unicode(allow_none=False)


class BugAffectsPerson:
    __storm_table__ = "bugaffectsperson"

    id = Int(primary=True, allow_none=False)
    bug_id = Int("bug", allow_none=False)
    person_id = Int("person", allow_none=False)
    affected = Bool(allow_none=False)


class BugMute:
    __storm_table__ = "bugmute"
    __storm_primary__ = ("person_id", "bug_id")

    person_id = Int("person", allow_none=False)
    bug_id = Int("bug", allow_none=False)


class BugNomination:
    __storm_table__ = "bugnomination"

    id = Int(primary=True, allow_none=False)
    bug_id = Int("bug", allow_none=False)
    distroseries_id = Int("distroseries")
    productseries_id = Int("productseries")
    status = Int(allow_none=False)
    date_created = DateTime()
    date_decided = DateTime()
    owner_id = Int("owner", allow_none=False)
    decider_id = Int("decider")


class AccessPolicy:
    __storm_table__ = "accesspolicy"

    id = Int(primary=True, allow_none=False)
    type = Int()
    product_id = Int("product")
    distribution_id = Int("distribution")
    person_id = Int("person")


class AccessArtifact:
    """One private thing: here, a bug."""

    __storm_table__ = "accessartifact"

    id = Int(primary=True, allow_none=False)
    bug_id = Int("bug")


class AccessArtifactGrant:
    __storm_table__ = "accessartifactgrant"
    __storm_primary__ = ("artifact_id", "grantee_id")

    artifact_id = Int("artifact", allow_none=False)
    grantee_id = Int("grantee", allow_none=False)
    grantor_id = Int("grantor", allow_none=False)
    date_created = DateTime(allow_none=False)


class AccessPolicyArtifact:
    __storm_table__ = "accesspolicyartifact"
    __storm_primary__ = ("artifact_id", "policy_id")

    artifact_id = Int("artifact", allow_none=False)
    policy_id = Int("policy", allow_none=False)


class AccessPolicyGrant:
    __storm_table__ = "accesspolicygrant"
    __storm_primary__ = ("policy_id", "grantee_id")

    policy_id = Int("policy", allow_none=False)
    grantee_id = Int("grantee", allow_none=False)
    grantor_id = Int("grantor", allow_none=False)
    date_created = DateTime(allow_none=False)


class AccessPolicyGrantFlat:
    """Who was granted a policy, or one of the things that fall under it;
    triggers keep it so."""

    __storm_table__ = "accesspolicygrantflat"

    id = Int(primary=True, allow_none=False)
    policy_id = Int("policy", allow_none=False)
    artifact_id = Int("artifact")
    grantee_id = Int("grantee", allow_none=False)
