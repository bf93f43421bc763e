"""Bugs, their tasks, and the policies that keep some of them private."""

from typing import Final

from zope.interface import taggedValue

from lp_persistence.arguments import Either, Like, Word, Words, taking
from lp_persistence.bugs.enums import (
    BugTaskImportance,
    BugTaskStatus,
    InformationType,
    NominationStatus,
)
from lp_persistence.bugs.permissions import BUG
from lp_persistence.bugs.visibility import SEEN, SEEN_WITH_BUG
from lp_persistence.fields import (
    Bool,
    Choice,
    Collection,
    Count,
    Datetime,
    Int,
    LongText,
    OneOf,
    Reference,
    Text,
    Texts,
    WayBack,
)
from lp_persistence.interfaces import IEntity, IGroup
from lp_persistence.model import ORDERED_BY, PERMISSIONS, SEARCHED, VISIBLE_TO


class IBug(IEntity):
    """A report of something that is wrong."""

    taggedValue(SEARCHED, {"text": ("title", "description")})
    taggedValue(VISIBLE_TO, SEEN)
    taggedValue(PERMISSIONS, BUG)

    id = Int(title="Id", brief=True, hidden=None)
    title = Text(title="Title", brief=True, hidden="<hidden>")
    description = LongText(title="Description")
    information_type = Choice(InformationType, title="Who may know of it")
    heat = Int(title="How much it concerns people", rule="computed_heat", indexed=True)
    date_created = Datetime(title="Reported", indexed=True)
    date_last_updated = Datetime(title="Last changed", indexed=True)
    date_last_message = Datetime(title="Last commented on, if it was")
    latest_patch_uploaded = Datetime(title="When the last patch came, if one did")
    computed_heat = Int(title="The heat that it should have", graph=True)
    tags = Texts(title="Tags", indexed=True)
    is_private = Bool(title="Is not public", reads=("information_type",))
    is_duplicate = Bool(title="Repeats another bug, seen or not", graph=True)
    is_mine = Bool(title="Was reported by the viewer", viewer=("person",))
    is_subscribed = Bool(title="The viewer is subscribed directly", viewer=("person",))
    affects_me = Bool(title="Affects the viewer", viewer=("person",))

    reporter = Reference("IPerson", title="Who reported it")
    duplicate_of = Reference("IBug", title="The bug that it repeats")
    duplicates = Collection("IBug", inverse="duplicate_of", title="Bugs repeating it")
    tasks = Collection("IBugTask", inverse="bug", title="Tasks")
    assignees = Collection("IPerson", derived=True, title="Assignees of its tasks")
    subscribers = Collection("IPerson", title="Direct subscribers")
    duplicate_subscribers = Collection(
        "IPerson",
        over=("duplicates", "subscribers"),
        title="Subscribers of the bugs that repeat it",
    )
    affected = Collection("IPerson", title="Whom it affects")
    grantees = Collection("IPerson", title="Who may see it while it is private")
    policies = Collection("IAccessPolicy", title="Policies that it falls under")
    muted_by = Collection("IPerson", title="Who wants no mail of it")
    comments = Collection("IComment", inverse="bug", title="Comments")
    attachments = Collection("IAttachment", inverse="bug", title="Attachments")
    attachment_count = Count("attachments", title="How many attachments")
    comment_count = Count("comments", title="How many comments, the description too")
    subscriber_count = Count("subscribers", title="How many direct subscribers")
    duplicate_subscriber_count = Count(
        "duplicate_subscribers", title="How many subscribers of bugs repeating it"
    )
    affected_count = Count("affected", title="How many it affects")
    duplicate_count = Count("duplicates", title="How many bugs repeat it")
    cves = Collection("ICve", together=True, title="Vulnerabilities that it is about")
    watches = Collection("IBugWatch", inverse="bug", title="The same bug elsewhere")
    nominations = Collection(
        "INomination", inverse="bug", title="Series it should be fixed in, too"
    )
    activity = Collection("IBugActivity", inverse="bug", title="Log of its changes")
    distro = WayBack("IDistribution", title="The distribution it was reached from")
    product = WayBack("IProduct", title="The product it was reached from")


class IBugTask(IEntity):
    """The work that a bug asks for in one place."""

    taggedValue(VISIBLE_TO, SEEN_WITH_BUG)

    id = Int(title="Id", brief=True, hidden=None)
    status = Choice(BugTaskStatus, title="Status", brief=True, hidden=None)
    importance = Choice(BugTaskImportance, title="Importance")
    date_created = Datetime(title="Created")
    date_assigned = Datetime(title="Last assigned, if it was")
    date_closed = Datetime(title="Done with, if it is")
    is_unresolved = Bool(title="Still asks for work", reads=("status",))

    bug = Reference("IBug", title="Bug")
    product = Reference("IProduct", title="Product, if it is in one")
    product_series = Reference("IProductSeries", title="Its series, if it is in one")
    distribution = Reference("IDistribution", title="Distribution, if it is in one")
    distro_series = Reference("IDistroSeries", title="Its series, if it is in one")
    source_package_name = Reference(
        "ISourcePackageName",
        title="Name of the package, if it is in one of the distribution or series",
    )
    source_package = Reference(
        "IDistributionSourcePackage",
        of=("distribution", "source_package_name"),
        title="Package of a distribution, if it is in one",
    )
    series_source_package = Reference(
        "ISourcePackage",
        of=("distro_series", "source_package_name"),
        title="Package of a series, if it is in one",
    )
    distribution_alone = Reference(
        "IDistribution",
        of=("distribution",),
        unless=("source_package_name",),
        title="Distribution, if it is in no package of it",
    )
    distro_series_alone = Reference(
        "IDistroSeries",
        of=("distro_series",),
        unless=("source_package_name",),
        title="Series of a distribution, if it is in no package of it",
    )
    target = OneOf(
        of=(
            "product",
            "product_series",
            "source_package",
            "distribution_alone",
            "series_source_package",
            "distro_series_alone",
        ),
        title="Where it is; None for what is none of these",
    )
    milestone = Reference("IMilestone", title="When it should be done")
    assignee = Reference("IPerson", title="Who works on it")
    owner = Reference("IPerson", title="Who asked for the bug to be looked at there")
    watch = Reference("IBugWatch", title="The bug elsewhere that tells its status")


class INomination(IEntity):
    """A proposal to fix a bug in a series, too."""

    taggedValue(ORDERED_BY, ("date_created",))
    taggedValue(VISIBLE_TO, SEEN_WITH_BUG)

    id = Int(title="Id", brief=True, hidden=None)
    status = Choice(NominationStatus, title="Status", brief=True, hidden=None)
    date_created = Datetime(title="Proposed")
    date_decided = Datetime(title="Decided, if it was")

    bug = Reference("IBug", title="Bug")
    product_series = Reference("IProductSeries", title="Series, if of a product")
    distro_series = Reference("IDistroSeries", title="Series, if of a distribution")
    owner = Reference("IPerson", title="Who proposed it")
    decider = Reference("IPerson", title="Who decided, if it was")


class IAccessPolicy(IEntity):
    """Who may see one kind of private things of a product or a distribution, or
    all those of a team."""

    id = Int(title="Id", brief=True)
    type = Choice(InformationType, title="What kind of things", brief=True)
    product = Reference("IProduct", title="Whose things, if a product's")
    distribution = Reference("IDistribution", title="Whose, if a distribution's")
    team = Reference("IPerson", title="Whose, if a team's")
    grantees = Collection("IPerson", title="Who may see them")


#: What a search says of one and the same task.
OF_A_TASK: Final = {
    "assignee": Like("IBugTask", "assignee"),
    "importance": Like("IBugTask", "importance"),
    "milestone": Like("IBugTask", "milestone"),
    "status": Like("IBugTask", "status"),
    "target": Either(Like("IBugTask", "target"), Like("IProduct", "project_group")),
    "unresolved": Like("IBugTask", "unresolved"),
}
#: What it says of the bug.
OF_THE_BUG: Final = {
    "information_type": Like("IBug", "information_type"),
    "reporter": Like("IBug", "reporter"),
    "subscriber": Like("IBug", "subscribers"),
    "tag": Like("IBug", "tags"),
    "text": Either(Words("IBug"), Like("IBug", "text")),
}
SEARCH: Final = {
    "order": Word("importance", "heat", "newest", "recently_changed"),
    **OF_A_TASK,
    **OF_THE_BUG,
}


class IBugs(IGroup):
    """Bugs."""

    def get_tasks(**tests):
        """Their tasks."""

    def get_reporters():
        """Those who reported them."""

    def get_assignees(**tests):
        """The assignees of their tasks."""

    def get_subscribers(**tests):
        """Their direct subscribers."""

    def get_duplicate_subscribers(**tests):
        """The subscribers of the bugs that repeat them."""

    def get_affected(**tests):
        """Those whom they affect."""

    def get_duplicate_of():
        """The bugs that they repeat."""

    def get_duplicates(**tests):
        """The bugs that repeat them."""

    @taking(**SEARCH)
    def search(order="importance", **tests):
        """The bugs among them that fit, as listings show them.

        Tests are freely combined, each with a value as ``filter`` takes it: a
        value, None, a set, an entity, a group, ``Not(…)``. One and the same
        task has to pass all of these:

        ``status``
            ``INCOMPLETE`` stands for each way of being so;
        ``unresolved``
            True or False: whether its status still asks for work;
        ``importance``, ``assignee``, ``milestone``
            as they are;
        ``target``
            a product, a distribution, a series of either, a source package of a
            distribution or its series, a project group (its products), a group
            or a set of one kind of these; None for what is reported against none.
            A distribution's tasks are its packages' too, and not its series'.

        And the bug itself these: ``reporter``, ``subscriber`` (a direct one),
        ``information_type``, ``tag`` (one of its tags; None where it has none), and
        ``text``: words that title and description hold
        together, all of them (see ``Matching``).

        ``order`` is one of ``importance`` (the highest first), ``heat``,
        ``newest`` (by when the task was made) and ``recently_changed``. Each
        bug comes once, where its first matching task stands; of equals that
        with the lower id of such a task is the first. A bug's importance is so
        the highest of its tasks that match.

        Tests that contradict each other find nothing. UnknownName for another
        test or order, InvalidValue for a target of another kind, or of several;
        what ``filter`` raises. What is refused leaves the group and the values as
        they were.
        """

    @taking(**SEARCH)
    def open(order="importance", **tests):
        """As ``search``: those with a task that is unresolved and passes, and
        that repeat no other bug."""

    @taking(person=Like("IBug", "reporter"), **SEARCH)
    def of_person(person, order="importance", **tests):
        """As ``search``: the bugs that a person or team (or one of a group)
        reported, works on or subscribed to. Of a root."""

    def get_grantees(**tests):
        """Those who may see the private among them."""

    def get_policies(**tests):
        """The policies that they fall under."""

    def get_muted_by(**tests):
        """Those who want no mail of them."""

    def get_comments(**tests):
        """What was said about them; number 0 is the description."""

    def get_attachments(**tests):
        """What was attached to them."""

    def get_cves(**tests):
        """The vulnerabilities that they are about."""

    def get_watches(**tests):
        """The same bugs in other trackers."""

    def get_nominations(**tests):
        """Proposals to fix them in series, too."""

    def get_activity(**tests):
        """The log of their changes."""


class IBugTasks(IGroup):
    """Tasks."""

    def get_bug():
        """Their bugs."""

    def get_product():
        """The products of those that are in one."""

    def get_product_series():
        """The series of those that are in one of a product."""

    def get_distribution():
        """The distributions of those that are in one."""

    def get_distro_series():
        """The series of those that are in one of a distribution."""

    def get_source_package_name():
        """The names of the packages that they are in."""

    def get_source_package():
        """The packages of distributions that they are in."""

    def get_series_source_package():
        """The packages of series that they are in."""

    def get_target():
        """Where they are: products, distributions, packages, series; a mixed
        group, which ``IProducts(mixed)`` and its like narrow to one type."""

    def get_milestone():
        """When they should be done."""

    def get_assignee():
        """Those who work on them."""

    def get_owner():
        """Those who asked for the bugs to be looked at there."""

    def get_watch():
        """The bugs elsewhere that tell their statuses."""


class INominations(IGroup):
    """Nominations."""

    def get_bug():
        """Their bugs."""

    def get_product_series():
        """The series of products that they are for."""

    def get_distro_series():
        """The series of distributions that they are for."""

    def get_owner():
        """Those who proposed them."""

    def get_decider():
        """Those who decided."""


class IAccessPolicies(IGroup):
    """Policies."""

    def get_product():
        """The products of those that are of one."""

    def get_distribution():
        """The distributions of those that are of one."""

    def get_team():
        """The teams of those that are of one."""

    def get_grantees(**tests):
        """Those who may see what falls under them."""
