"""What bugs are searched by, and in which orders they are listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from zope.security.proxy import removeSecurityProxy

from lp_persistence.bugs.enums import BugTaskStatus
from lp_persistence.conditions import Matching, Not
from lp_persistence.context import Context
from lp_persistence.errors import InvalidValue, NotAllowed, UnknownName
from lp_persistence.group import Group
from lp_persistence.place import speaks_for_caller
from lp_persistence.root import root_group

#: By name of an order the facts that it goes by; of equals the one with the
#: lowest id of a task that matches comes first.
ORDERS: Final = {
    "importance": ("-via.importance",),
    "heat": ("-heat",),
    "newest": ("-via.date_created",),
    "recently_changed": ("-date_last_updated",),
}

#: What a search says of one and the same task.
_OF_A_TASK: Final = (
    "assignee",
    "importance",
    "milestone",
    "status",
    "target",
    "unresolved",
)
#: What it says of the bug, and the fact or edge that this is.
_OF_THE_BUG: Final = {
    "information_type": "information_type",
    "reporter": "reporter",
    "subscriber": "subscribers",
    "tag": "tags",
    "text": "text",
}

#: By type of a target the reference of a task that leads to it.
_TARGETS: Final = {
    "IDistribution": "distribution",
    "IDistributionSourcePackage": "source_package",
    "IDistroSeries": "distro_series",
    "IProduct": "product",
    "IProductSeries": "product_series",
    "ISourcePackage": "series_source_package",
}

#: What people call incomplete is kept with or without a response.
_INCOMPLETE: Final = frozenset(
    {
        BugTaskStatus.INCOMPLETE,
        BugTaskStatus.INCOMPLETE_WITH_RESPONSE,
        BugTaskStatus.INCOMPLETE_WITHOUT_RESPONSE,
    }
)

speaks_for_caller(__name__)


def search_bugs(bugs: Group, order: str, tests: Mapping[str, Any]) -> Any:
    """See ``IBugs.search``; of ``bugs``, a root or any other group."""
    known = {*_OF_A_TASK, *_OF_THE_BUG}
    for name in tests:
        if name not in known:
            raise UnknownName("test", "IBugs.search", name, known)
    if order not in ORDERS:
        raise UnknownName("order", "IBugs.search", order, ORDERS)
    of_bug = {name: tests[said] for said, name in _OF_THE_BUG.items() if said in tests}
    if isinstance(of_bug.get("text"), str):
        of_bug["text"] = Matching(of_bug["text"])
    found = _matching_tasks(bugs, tests).reach("bug")
    try:
        return found.filter(**of_bug).ordered_by(*ORDERS[order])
    except BaseException:
        found.used_up()  # what is refused leaves nothing to load
        raise


def _root(context: Context, name: str) -> Group:
    return root_group(context.expressions.model.type_named(name), context)


def _matching_tasks(bugs: Group, tests: Mapping[str, Any]) -> Group:
    """The tasks of ``bugs`` that pass what is said of one and the same task."""
    said = {name: tests[name] for name in _OF_A_TASK if name in tests}
    if "status" in said:
        said["status"] = with_responses(said["status"])
    if "target" in said:
        said.update(_target_test(bugs.context, said.pop("target")))
    if not bugs.is_root:
        said["bug"] = bugs
    try:
        return _root(bugs.context, "IBugTask").filter(**said)
    except BaseException:
        for value in said.values():
            if isinstance(value, Group):
                value.used_up()
        raise


def with_responses(status: Any) -> Any:
    """A test of a status in which INCOMPLETE means each way of being so."""
    status = removeSecurityProxy(status)
    if isinstance(status, Not):
        return Not(with_responses(status.value))
    if status is BugTaskStatus.INCOMPLETE:
        return _INCOMPLETE
    if isinstance(status, (set, frozenset)) and BugTaskStatus.INCOMPLETE in status:
        return status | _INCOMPLETE
    return status


def _target_test(context: Context, target: Any) -> dict[str, Any]:
    """The test of a task that a test of a target stands for."""
    target = removeSecurityProxy(target)
    if isinstance(target, Not):
        wanted = _target_test(context, target.value)
        return {name: Not(each) for name, each in wanted.items()}
    if isinstance(target, Group):
        kind = target.node.type.name
    else:
        kind = getattr(getattr(target, "interface", None), "__name__", "")
    if kind == "IProject":
        return {"product": _root(context, "IProduct").filter(project_group=target)}
    if kind not in _TARGETS:
        names = ", ".join(sorted((*_TARGETS, "IProject")))
        raise InvalidValue(
            "IBugs", "target", target, f"expected one of {names}, or a group of them"
        )
    return {_TARGETS[kind]: target}


def of_person(bugs: Group, person: Any) -> Any:
    """The bugs of a root that somebody reported, works on or subscribed to."""
    if not bugs.is_root:
        raise NotAllowed(
            f"{bugs!r}.of_person(…): say IBugs(context).of_person(…), or "
            f"search(reporter=…), search(assignee=…) or search(subscriber=…)."
        )
    context = bugs.context
    bugs.used_up()
    related = _root(context, "IBug").filter(reporter=person)
    for edge in ("assignees", "subscribers"):
        more = _root(context, "IBug").filter(**{edge: person})
        related.update(more)
        more.used_up()
    return related
