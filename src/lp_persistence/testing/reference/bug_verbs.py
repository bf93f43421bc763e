"""What the composed verbs of groups of bugs mean; see ``meanings``.

As in ``rules``, what they say comes from the facts of the domain and from what the
interfaces promise, not from the domain's code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from lp_persistence.conditions import Matching, Not
from lp_persistence.entity import Entity
from lp_persistence.errors import InvalidValue, NotAllowed, UnknownName
from lp_persistence.testing.reference.ruleset import Meaning, Place

if TYPE_CHECKING:
    from lp_persistence.testing.reference.meanings import Look

#: What people call incomplete, as stored integers.
INCOMPLETE: Final = (15, 13, 14)

NONE: Final[Mapping[str, Any]] = {}
#: By order the facts of the group that a search gives.
ORDERS: Final = {
    "importance": "-via.importance",
    "heat": "-heat",
    "newest": "-via.date_created",
    "recently_changed": "-date_last_updated",
}
OF_A_TASK: Final = (
    "assignee",
    "importance",
    "milestone",
    "status",
    "target",
    "unresolved",
)
#: By what is said of a bug the fact or edge that it is about.
OF_THE_BUG: Final = {
    "information_type": "information_type",
    "reporter": "reporter",
    "subscriber": "subscribers",
    "tag": "tags",
    "text": "text",
}
#: By kind of target the reference of a task.
TARGETS: Final = {
    "IDistribution": "distribution",
    "IDistributionSourcePackage": "source_package",
    "IDistroSeries": "distro_series",
    "IProduct": "product",
    "IProductSeries": "product_series",
    "ISourcePackage": "series_source_package",
}


def searched(bugs: Any, order: Any = "importance", **tests: Any) -> Any:
    """Bugs over those of their tasks that pass, by both."""
    return _reached(bugs, order, *_said_of(bugs, order, tests))


def opened(bugs: Any, order: Any = "importance", **tests: Any) -> Any:
    """With tasks that are unresolved as well."""
    of_task, of_bug = _said_of(bugs, order, tests)
    besides = {name: of_task[name] for name in of_task if name == "unresolved"}
    of_task = {**of_task, "unresolved": True}
    return _reached(bugs, order, of_task, of_bug, besides).filter(duplicate=False)


def _said_of(bugs: Any, order: Any, tests: Mapping[str, Any]) -> tuple[Any, Any]:
    root = bugs.context.root
    if not bugs.term.is_root:
        root("IBugTask").check(bug=bugs)
    return _said(root, order, tests)


def of_somebody(bugs: Any, person: Any, order: Any = "importance", **tests: Any) -> Any:
    """The same of those that are somebody's."""
    if not bugs.term.is_root:
        raise NotAllowed("of_person")
    root = bugs.context.root
    ways = ("reporter", "assignees", "subscribers")
    root("IBug").check(**dict.fromkeys(ways, person))
    said = _said(root, order, tests)
    related, *others = (root("IBug").filter(**{way: person}) for way in ways)
    for other in others:
        related.update(other)
        other.used_up()
    return _reached(related, order, *said)


def _said(root: Any, order: Any, tests: Mapping[str, Any]) -> tuple[Any, Any]:
    """The tests of tasks and of bugs; raises what is wrong with them."""
    for name in tests:
        if name not in OF_A_TASK and name not in OF_THE_BUG:
            raise UnknownName("test", "IBugs.search", name, OF_A_TASK)
    if order not in ORDERS:
        raise UnknownName("order", "IBugs.search", str(order), ORDERS)
    of_bug = {OF_THE_BUG[name]: tests[name] for name in tests if name in OF_THE_BUG}
    if isinstance(of_bug.get("text"), str):
        of_bug["text"] = Matching(of_bug["text"])
    of_task = {name: tests[name] for name in tests if name in OF_A_TASK}
    if "status" in of_task:
        of_task["status"] = _each_way(of_task["status"])
    root("IBug").check(**of_bug)
    root("IBugTask").check(**{k: v for k, v in of_task.items() if k != "target"})
    if "target" in of_task:
        of_task |= _target(root, of_task.pop("target"))
    return of_task, of_bug


def _reached(
    bugs: Any, order: str, of_task: Any, of_bug: Any, besides: Mapping[str, Any] = NONE
) -> Any:
    among = {} if bugs.term.is_root else {"bug": bugs}
    tasks = bugs.context.root("IBugTask").filter(**among, **of_task)
    found = tasks.filter(**besides).reach("bug")
    return found.filter(**of_bug).ordered_by(ORDERS[order])


def _each_way(status: Any) -> Any:
    """A test of a status in which INCOMPLETE is each way of being so."""
    if isinstance(status, Not):
        return Not(_each_way(status.value))
    several = status if isinstance(status, (set, frozenset)) else {status}
    for each in several:
        if hasattr(each, "enum") and each.value == INCOMPLETE[0]:
            items = each.enum.items
            return several | {item for item in items if item.value in INCOMPLETE}
    return status


def _target(root: Any, target: Any) -> dict[str, Any]:
    if isinstance(target, Not):
        ((name, value),) = _target(root, target.value).items()
        return {name: Not(value)}
    kinds = _kinds(target)
    if kinds == {"IProject"}:
        return {"product": root("IProduct").filter(project_group=target)}
    if len(kinds) > 1 or not kinds <= {None, *TARGETS}:
        raise InvalidValue("IBugs", "target", target, "no target")
    kind = next(iter(kinds), None)
    test = {"target" if kind is None else TARGETS[kind]: target}
    root("IBugTask").check(**test)
    return test


def _kinds(target: Any) -> set[str | None]:
    if hasattr(target, "term"):
        return {target.term.interface}
    several = target if isinstance(target, (set, frozenset)) else {target}
    return {None if each is None else _kind(each) for each in several}


def _kind(entity: Any) -> str:
    return entity.interface.__name__ if isinstance(entity, Entity) else "nothing"


#: The same as TARGETS, once more: a law shares nothing with the group.
PLACES: Final = {
    "IDistribution": "distribution",
    "IDistributionSourcePackage": "source_package",
    "IDistroSeries": "distro_series",
    "IProduct": "product",
    "IProductSeries": "product_series",
    "ISourcePackage": "series_source_package",
}
UNRESOLVED: Final = (10, 13, 14, 15, 20, 21, 22, 23, 25)


def law_of_search(look: Look, order: str = "importance", **tests: Any) -> Iterable[Any]:
    """Bugs with a task that passes all that is said of a task, and that pass the
    rest themselves; each where the first of these tasks puts it."""
    return _in_order(look, set(look.group), order, tests)


def law_of_open(look: Look, order: str = "importance", **tests: Any) -> Iterable[Any]:
    """Of these the ones that repeat no other, by their unresolved tasks."""
    originals = {
        bug for bug in look.group if look.value("IBug", bug, "duplicate_of") is None
    }
    return _in_order(look, originals, order, tests, UNRESOLVED)


def law_of_person(
    look: Look, person: Any, order: str = "importance", **tests: Any
) -> Iterable[Any]:
    """The same among those that somebody reported, has a task of, or gets mail of."""
    theirs = set()
    for bug in look.group:
        reporter = look.leads("IBug", bug, "reporter")
        subscribers = look.leads("IBug", bug, "subscribers")
        assignees: set[Any] = set()
        for task in look.all("IBugTask"):
            if look.value("IBugTask", task, "bug") == bug:
                assignees |= look.leads("IBugTask", task, "assignee")
        if any(
            look.speaks_of(people, person)
            for people in (reporter, subscribers, assignees)
        ):
            theirs.add(bug)
    return _in_order(look, theirs, order, tests)


def _in_order(
    look: Look,
    bugs: set[Any],
    order: str,
    tests: Mapping[str, Any],
    statuses: Iterable[int] | None = None,
) -> Iterable[Any]:
    places: dict[Any, Any] = {}
    for task in look.all("IBugTask"):
        bug = look.value("IBugTask", task, "bug")
        status = look.value("IBugTask", task, "status")
        if bug not in bugs or (statuses is not None and status not in statuses):
            continue
        if all(_passes(look, task, bug, name, tests[name]) for name in tests):
            place = (*_place(look, order, task, bug), task)
            places[bug] = min(place, places.get(bug, place))
    return sorted(places, key=places.__getitem__)


def _place(look: Look, order: str, task: Any, bug: Any) -> tuple[Any, ...]:
    """What sorts the first first."""
    match order:
        case "importance":
            return _highest(look.value("IBugTask", task, "importance"))
        case "heat":
            return _highest(look.value("IBug", bug, "heat"))
        case "newest":
            return _latest(look, "IBugTask", task, "date_created")
    return _latest(look, "IBug", bug, "date_last_updated")


def _highest(value: int | None) -> tuple[Any, ...]:
    """What sorts the highest first; None is higher than any number."""
    return (value is not None, -(value or 0))


def _latest(look: Look, interface: str, key: Any, date: str) -> tuple[Any, ...]:
    """What sorts the latest first; None is later than any date."""
    is_undated, age = look.age(interface, key, date)
    return (not is_undated, age)


def _passes(look: Look, task: Any, bug: Any, name: str, value: Any) -> bool:
    """Whether a task and its bug pass one test."""
    if isinstance(value, Not):
        return not _passes(look, task, bug, name, value.value)
    if name == "status":
        return _has_status(look.value("IBugTask", task, "status"), value)
    if name == "target":
        return _is_on(look, task, value)
    if name in ("assignee", "milestone"):
        return look.speaks_of(look.leads("IBugTask", task, name), value)
    if name in ("reporter", "subscriber"):
        return look.speaks_of(look.leads("IBug", bug, OF_THE_BUG[name]), value)
    if name in OF_A_TASK:
        return look.fits("IBugTask", task, **{name: value})
    words = Matching(value) if name == "text" and isinstance(value, str) else value
    return look.fits("IBug", bug, **{OF_THE_BUG[name]: words})


def _has_status(status: int, value: Any) -> bool:
    if isinstance(value, (set, frozenset)):
        return any(_has_status(status, each) for each in value)
    wanted = None if value is None else value.value
    return status == wanted or (wanted == INCOMPLETE[0] and status in INCOMPLETE)


def _is_on(look: Look, task: Any, target: Any) -> bool:
    """Whether a task is about what a target's test says: a distribution with all
    its packages, of a project group one of its products."""
    kinds = _kinds(target)
    if kinds == {"IProject"}:
        return any(
            look.speaks_of(look.leads("IProduct", product, "project_group"), target)
            for product in look.leads("IBugTask", task, "product")
        )
    led_to = {kind: look.leads("IBugTask", task, way) for kind, way in PLACES.items()}
    if kinds == {None}:
        return not any(led_to.values())
    return any(look.speaks_of(led_to[kind], target) for kind in kinds if kind)


BUG_VERBS: Final[dict[Place, Meaning]] = {
    ("IBugs", "search"): Meaning(searched, law_of_search),
    ("IBugs", "open"): Meaning(opened, law_of_open),
    ("IBugs", "of_person"): Meaning(of_somebody, law_of_person),
}
