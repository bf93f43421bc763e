"""Where the pages are that are measured: of each kind the one with most to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import transaction
from giants import FIRST, Giants
from telling_graphs import PLACES

from lp_persistence import Context
from lp_persistence.bugs.interfaces import IBugs
from lp_persistence.canonical import canonical_path

#: So many of the hottest bugs tell what most are about.
ASKED: Final = 2000
#: What tasks refer to.
REFERENCES: Final = (*PLACES, "milestone")
#: The pages behind that of a bug.
BEHIND: Final = {
    "comments": "+comments",
    "subscribers": "+people",
    "members of teams": "+people?of=teams",
    "activity": "+activity",
    "attachments": "+attachments",
    "duplicates": "+duplicates",
}


class Measured(NamedTuple):
    """A page: what it is, and where."""

    title: str
    address: str


def addresses(giants: Giants) -> Iterator[Measured]:
    """All of them, in the order of the report."""
    found = largest()
    yield Measured("first page", "/")
    yield from listings("all bugs", "/bugs")
    yield Measured("all bugs, with words", "/bugs?text=window")
    yield Measured("all bugs, with a tag", "/bugs?tag=crash")
    for title, address in (
        ("hottest bug", path(found["bug"])),
        ("bug of thousands", f"/bugs/{giants.bug}"),
    ):
        yield Measured(title, address)
        for what, name in BEHIND.items():
            yield Measured(f"{title}, {what}", f"{address}/{name}")
    yield Measured("project group", path(found["project_group"]))
    for name in PLACES:
        title = name.replace("_", " ")
        yield Measured(title, path(found[name]))
        yield from listings(f"{title}, bugs", f"{path(found[name])}/+bugs")
    yield Measured("milestone", path(found["milestone"]))
    for title, name in (("person", "member"), ("team of thousands", giants.team)):
        yield Measured(title, f"/~{name}")
        yield from listings(f"{title}, bugs", f"/~{name}/+bugs")
    yield Measured("team of thousands, members", f"/~{giants.team}/+members")
    yield Measured("signing in", "/+sign-in")
    yield Measured("people", "/people")
    yield Measured("people, by name", "/people?name=ada")
    yield Measured("search", "/search?text=window")
    yield Measured("vulnerability", path(found["cve"]))


def listings(title: str, address: str) -> Iterator[Measured]:
    """A list of bugs in two of its orders."""
    yield Measured(title, address)
    yield Measured(f"{title}, hottest first", f"{address}?order=heat")


def path(entity: Any) -> str:
    """The address of an entity."""
    return f"/{canonical_path(entity)}"


def largest() -> dict[str, Any]:
    """By what they are: the hottest of the generated bugs that all see, and what
    is told of most often by such bugs."""
    hot = Context()
    bugs = IBugs(hot).ordered_by("-heat").limit(ASKED)
    tasks = bugs.get_tasks()
    for name in REFERENCES:
        getattr(tasks, f"get_{name}")().need_url()
    groups = tasks.get_product().get_project_group()
    groups.need_url()
    bugs.get_cves().need_url()
    hot.realise()
    transaction.abort()
    found: dict[str, Counter[Any]] = {}
    for bug in bugs:
        told = [("cve", cve) for cve in bug.cves]
        for task in bug.tasks:
            told += [(name, getattr(task, name)) for name in REFERENCES]
            if task.product is not None:
                told.append(("project_group", task.product.project_group))
        for name, entity in told:
            if entity is not None:
                found.setdefault(name, Counter())[entity] += 1
    often = {name: counter.most_common(1)[0][0] for name, counter in found.items()}
    return {"bug": next(bug for bug in bugs if bug.id < FIRST), **often}
