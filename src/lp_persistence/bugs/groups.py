"""Groups of bugs, tasks, nominations and policies."""

from typing import Any

from zope.interface import implementer

from lp_persistence.bugs.interfaces import (
    IAccessPolicies,
    IBugs,
    IBugTasks,
    INominations,
)
from lp_persistence.bugs.search import of_person, open_bugs, search_bugs
from lp_persistence.group import Group
from lp_persistence.verbs import follow


@implementer(IBugs)
class Bugs(Group):
    """See ``IBugs``."""

    get_tasks = follow("tasks")
    get_reporters = follow("reporter")
    get_assignees = follow("assignees")
    get_subscribers = follow("subscribers")
    get_duplicate_subscribers = follow("duplicate_subscribers")
    get_affected = follow("affected")
    get_duplicate_of = follow("duplicate_of")
    get_duplicates = follow("duplicates")
    get_grantees = follow("grantees")
    get_policies = follow("policies")
    get_muted_by = follow("muted_by")
    get_comments = follow("comments")
    get_attachments = follow("attachments")
    get_cves = follow("cves")
    get_watches = follow("watches")
    get_nominations = follow("nominations")
    get_activity = follow("activity")

    def search(self, order: str = "importance", **tests: Any) -> Any:
        return search_bugs(self, order, tests)

    def open(self, order: str = "importance", **tests: Any) -> Any:
        return open_bugs(self, order, tests)

    def of_person(self, person: Any, order: str = "importance", **tests: Any) -> Any:
        return of_person(self, person, order, tests)


@implementer(IBugTasks)
class BugTasks(Group):
    """See ``IBugTasks``."""

    get_bug = follow("bug")
    get_product = follow("product")
    get_product_series = follow("product_series")
    get_distribution = follow("distribution")
    get_distro_series = follow("distro_series")
    get_source_package_name = follow("source_package_name")
    get_source_package = follow("source_package")
    get_series_source_package = follow("series_source_package")
    get_target = follow("target")
    get_milestone = follow("milestone")
    get_assignee = follow("assignee")
    get_owner = follow("owner")
    get_watch = follow("watch")


@implementer(INominations)
class Nominations(Group):
    """See ``INominations``."""

    get_bug = follow("bug")
    get_product_series = follow("product_series")
    get_distro_series = follow("distro_series")
    get_owner = follow("owner")
    get_decider = follow("decider")


@implementer(IAccessPolicies)
class AccessPolicies(Group):
    """See ``IAccessPolicies``."""

    get_product = follow("product")
    get_distribution = follow("distribution")
    get_team = follow("team")
    get_grantees = follow("grantees")
