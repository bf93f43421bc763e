"""The application's Storm classes: nothing in them is made for a layer."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from storm.properties import Bool, DateTime, Int, Unicode
from storm.references import Reference
from storm.store import Store

from lp_persistence.adoption import delegated, realised_property
from lp_persistence.adoption.tests.application.services import (
    DBEnum,
    StormBase,
    cachedproperty,
)
from lp_persistence.bugs.enums import (
    BugTaskImportance,
    BugTaskStatus,
    InformationType,
)
from lp_persistence.bugs.interfaces import IBugs, IBugTasks
from lp_persistence.people.enums import PersonVisibility
from lp_persistence.people.interfaces import IPersons
from lp_persistence.pillars.interfaces import IDistributions


class Person(StormBase):
    __storm_table__ = "person"

    id = Int(primary=True)
    name = Unicode(allow_none=False)
    displayname = Unicode(allow_none=False)
    teamowner_id = Int(name="teamowner")
    teamowner = Reference(teamowner_id, "Person.id")
    visibility = DBEnum(enum=PersonVisibility, allow_none=False)
    membership_policy = Int(name="subscriptionpolicy", allow_none=False)
    hide_email_addresses = Bool(allow_none=False)
    datecreated = DateTime(tzinfo=UTC, allow_none=False)

    loaded = 0

    def __storm_loaded__(self) -> None:
        self.loaded += 1

    #: Of the tests: what it was, and what it becomes.
    is_valid = delegated(IPersons, "is_valid")
    members = delegated(IPersons, "get_members", make=tuple)


class BugSubscription(StormBase):
    __storm_table__ = "bugsubscription"

    id = Int(primary=True)
    bug_id = Int(name="bug", allow_none=False)
    person_id = Int(name="person", allow_none=False)
    subscribed_by_id = Int(name="subscribed_by", allow_none=False)
    date_created = DateTime(tzinfo=UTC, allow_none=False)


class Bug(StormBase):
    __storm_table__ = "bug"

    id = Int(primary=True)
    title = Unicode(allow_none=False)
    description = Unicode(allow_none=False)
    information_type = DBEnum(enum=InformationType, allow_none=False)
    owner_id = Int(name="owner", allow_none=False)
    duplicateof_id = Int(name="duplicateof")
    duplicateof = Reference(duplicateof_id, "Bug.id")
    datecreated = DateTime(tzinfo=UTC, allow_none=False)
    date_last_updated = DateTime(tzinfo=UTC, allow_none=False)
    heat = Int(allow_none=False)

    @cachedproperty
    def old_subscribers(self) -> list[Any]:
        """What the application had before."""
        return list(
            Store.of(self)
            .find(
                Person,
                Person.id == BugSubscription.person_id,
                BugSubscription.bug_id == self.id,
            )
            .config(distinct=True)
            .order_by(Person.displayname, Person.id)
        )

    subscribers = delegated(IBugs, "get_subscribers")
    bugtasks = delegated(IBugs, "get_tasks")
    tags = delegated(IBugs, "tags", cached_as="_cached_tags")
    some_affected = realised_property(IBugs, "get_affected")
    duplicate_subscribers = delegated(IBugs, "get_duplicate_subscribers")


def validate_assignee(task: Any, attribute: str, value: Any) -> Any:
    """Nobody works for number 13."""
    if value == 13:
        raise ValueError("nobody works for 13")
    task.validated = attribute, value
    return value


class BugTask(StormBase):
    __storm_table__ = "bugtask"

    id = Int(primary=True)
    bug_id = Int(name="bug", allow_none=False)
    bug = delegated(IBugTasks, "get_bug")
    status = DBEnum(enum=BugTaskStatus, allow_none=False)
    importance = DBEnum(enum=BugTaskImportance, allow_none=False)
    owner_id = Int(name="owner", allow_none=False)
    owner = Reference(owner_id, "Person.id")
    datecreated = DateTime(tzinfo=UTC)
    product_id = Int(name="product")
    distribution_id = Int(name="distribution")
    sourcepackagename_id = Int(name="sourcepackagename")
    assignee_id = Int(name="assignee", validator=validate_assignee)
    old_assignee = Reference(assignee_id, "Person.id")
    assignee = delegated(IBugTasks, "get_assignee")
    realised_assignee = realised_property(IBugTasks, "get_assignee")
    package = delegated(IBugTasks, "get_source_package")


class Distribution(StormBase):
    """One that nobody adopted: its table is known by its name."""

    __storm_table__ = "distribution"

    id = Int(primary=True)
    name = Unicode(allow_none=False)
    hot_bugs = delegated(IDistributions, "hot_bugs", limit=3)


class DistributionSourcePackage(StormBase):
    """Few of the packages have a row; what they are of makes their id."""

    __storm_table__ = "distributionsourcepackage"

    id = Int(primary=True)
    distribution_id = Int(name="distribution", allow_none=False)
    sourcepackagename_id = Int(name="sourcepackagename", allow_none=False)
    bug_count = Int()
