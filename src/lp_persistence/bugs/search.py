"""What bugs are searched by, and in which orders they are listed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from zope.security.proxy import removeSecurityProxy

from lp_persistence.bugs.enums import BugTaskStatus
from lp_persistence.bugs.interfaces import OF_A_TASK, OF_THE_BUG
from lp_persistence.conditions import (
    Matching,
    Not,
    check_tests,
    with_entities,
    without_proxies,
)
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

#: The edges by which a bug is somebody's.
_RELATED: Final = ("reporter", "assignees", "subscribers")

speaks_for_caller(__name__)


def search_bugs(bugs: Group, order: str, tests: Mapping[str, Any]) -> Any:
    """See ``IBugs.search``; of ``bugs``, a root or any other group."""
    return _found(bugs, order, *_said_of(bugs, order, tests))


def open_bugs(bugs: Group, order: str, tests: Mapping[str, Any]) -> Any:
    """See ``IBugs.open``; of ``bugs``, a root or any other group."""
    of_task, of_bug = _said_of(bugs, order, tests)
    # What is said of that already has to hold besides.
    besides = {name: of_task[name] for name in ("unresolved",) if name in of_task}
    found = _found(bugs, order, {**of_task, "unresolved": True}, of_bug, besides)
    return found.filter(duplicate=False)


def _said_of(
    bugs: Group, order: str, tests: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    if not bugs.is_root:
        check_tests(_root(bugs.context, "IBugTask"), {"bug": bugs})
    return _said(bugs.context, order, tests)


def of_person(bugs: Group, person: Any, order: str, tests: Mapping[str, Any]) -> Any:
    """See ``IBugs.of_person``; of a root."""
    if not bugs.is_root:
        raise NotAllowed(
            f"{bugs!r}.of_person(…): say IBugs(context).of_person(…), or "
            f"search(reporter=…), search(assignee=…) or search(subscriber=…)."
        )
    context = bugs.context
    check_tests(bugs, dict.fromkeys(_RELATED, person))
    said = _said(context, order, tests)
    bugs.used_up()
    root = partial(_root, context, "IBug")
    first, *others = (root().filter(**{edge: person}) for edge in _RELATED)
    for more in others:
        first.update(more)
        more.used_up()
    return _found(first, order, *said)


def _root(context: Context, name: str) -> Group:
    return root_group(context.expressions.model.type_named(name), context)


def _said(
    context: Context, order: str, tests: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The tests of a task and those of its bug.

    All that can be wrong is refused here, before anything is made use of.
    """
    for name in tests:
        if name not in OF_A_TASK | OF_THE_BUG:
            raise UnknownName("test", "IBugs.search", name, {*OF_A_TASK, *OF_THE_BUG})
    if order not in ORDERS:
        raise UnknownName("order", "IBugs.search", order, ORDERS)
    of_bug = {
        getattr(kind, "name", said): tests[said]
        for said, kind in OF_THE_BUG.items()
        if said in tests
    }
    if isinstance(of_bug.get("text"), str):
        of_bug["text"] = Matching(of_bug["text"])
    of_task = {name: tests[name] for name in OF_A_TASK if name in tests}
    if "status" in of_task:
        of_task["status"] = with_responses(of_task["status"])
    target = {name: of_task.pop(name) for name in ("target",) if name in of_task}
    check_tests(_root(context, "IBug"), of_bug)
    check_tests(_root(context, "IBugTask"), of_task)
    for value in target.values():
        of_task |= _target_test(context, value)
    return of_task, of_bug


def _found(
    bugs: Group,
    order: str,
    of_task: Mapping[str, Any],
    of_bug: Mapping[str, Any],
    besides: Mapping[str, Any] = MappingProxyType({}),
) -> Any:
    """The bugs over the tasks that pass, ``besides`` some tests more of these."""
    among = {} if bugs.is_root else {"bug": bugs}
    tasks = _root(bugs.context, "IBugTask").filter(**among, **of_task)
    tasks = tasks.filter(**besides)
    return tasks.reach("bug").filter(**of_bug).ordered_by(*ORDERS[order])


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
    target = without_proxies(target)
    if isinstance(target, Not):
        wanted = _target_test(context, target.value)
        return {name: Not(each) for name, each in wanted.items()}
    model = context.expressions.model
    types = [model.type_named(name) for name in (*_TARGETS, "IProject")]
    target = with_entities(target, types)
    kinds = _kinds(target)
    if kinds == {"IProject"}:
        return {"product": _root(context, "IProduct").filter(project_group=target)}
    if len(kinds) > 1 or not kinds <= {None, *_TARGETS}:
        # A task's own target would not do for several: in a package of a
        # distribution it is the package, which the distribution has too.
        names = ", ".join(sorted((*_TARGETS, "IProject")))
        raise InvalidValue(
            "IBugs",
            "target",
            target,
            f"expected one of {names}, a group or a set of one kind of them, or None",
        )
    kind = next(iter(kinds), None)
    test = {"target" if kind is None else _TARGETS[kind]: target}
    check_tests(_root(context, "IBugTask"), test)
    return test


def _kinds(target: Any) -> set[str | None]:
    """Names of the interfaces of an entity, of several, of the members of a group;
    None is None's."""
    if isinstance(target, Group):
        return {target.node.type.name}
    several = target if isinstance(target, (set, frozenset)) else {target}
    return {None if each is None else _kind(each) for each in several}


def _kind(entity: Any) -> str:
    return getattr(getattr(entity, "interface", None), "__name__", "")
