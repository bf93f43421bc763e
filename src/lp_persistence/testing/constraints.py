"""What the tables and the domain demand of rows that were drawn."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from lp_persistence.testing.drawing import NUMBERS, TEXTS, Draw
from lp_persistence.testing.world import World

#: Names are unique; the team of this name may see everything.
NAMES: Final = ("admins", *TEXTS[3:], *(f"name{number}" for number in range(40)))
#: The order of distributions' names is that of no collation.
PILLAR_NAMES: Final = {
    "IDistribution": ("ubuntu", "Z", "é", "𝄞", "a"),
    "IProduct": ("firefox", "Y", "è", "b", "𝄢"),
    "IProject": ("gnome", "X", "ê", "c", "\uffee"),
}
#: What the name of a pillar can lead to.
PILLAR_KINDS: Final = ("distribution", "product", "project_group", "alias_for")
PACKAGE_NAMES: Final = ("firefox", "a", "é", "Z", "𝄞")
#: A series that a milestone may be of, and the pillar of both.
PARTS: Final = (
    ("product_series", "IProductSeries", "product"),
    ("distro_series", "IDistroSeries", "distribution"),
)
#: What has a name of its own within these.
PILLARS_OF: Final = {
    "IProductSeries": ("product",),
    "IDistroSeries": ("distribution",),
    "IMilestone": ("product", "distribution"),
}
#: Whose private things a policy can be about.
POLICIES_OF: Final = ("product", "distribution", "team")
#: Numbers of vulnerabilities begin with these, whose order is that of texts.
YEARS: Final = (1999, 2005, 20070)
#: Where a task can be.
TARGETS: Final = ("product", "product_series", "distribution", "distro_series")


def _persons(draw: Draw, world: World) -> None:
    """Names are unique; a team has no account, and was not created for a
    reason of persons; often there are admins, and half of the teams are
    private."""
    persons = world.rows.get("IPerson", {})
    names = draw(
        st.lists(
            st.sampled_from(NAMES),
            unique=True,
            min_size=len(persons),
            max_size=len(persons),
        )
    )
    for person, name in zip(persons.values(), names, strict=True):
        person["name"] = name
        if person["team_owner"] is None:
            person["icon"] = None
            person["creation_rationale"] = person["creation_rationale"] or 1
        else:
            person["account_status"] = person["creation_rationale"] = None
            person["visibility"] = draw(st.sampled_from((1, 30)))
        if person["account_status"] is not None:
            person["account_status"] = draw(
                st.sampled_from((20, 20, person["account_status"]))
            )
    teams = [person for person in persons.values() if person["team_owner"]]
    if teams and "admins" not in names and draw(st.booleans()):
        teams[0]["name"] = "admins"


def _addresses(draw: Draw, world: World) -> None:
    """Addresses are unique whatever their case; one of a person is preferred."""
    preferred: set[int] = set()
    for key, address in world.rows.get("IEmailAddress", {}).items():
        address["email"] = f"{address['email']}{key}@example.com"
        if draw(st.booleans()):
            address["status"] = 4
        if address["status"] == 4:
            if address["person"] in preferred:
                address["status"] = 2
            preferred.add(address["person"])


def _memberships(draw: Draw, world: World) -> None:
    """They are in teams, one for each pair; most make a member."""
    teams = [
        key
        for key, person in world.rows.get("IPerson", {}).items()
        if person["team_owner"] is not None
    ]
    found = set()
    memberships = world.rows.get("ITeamMembership", {})
    for key, membership in list(memberships.items()):
        if teams and membership["team"] not in teams:
            membership["team"] = draw(st.sampled_from(teams))
        membership["status"] = draw(st.sampled_from((2, 2, 3, membership["status"])))
        pair = membership["team"], membership["person"]
        if not teams or pair in found:
            del memberships[key]
        found.add(pair)


def _files(draw: Draw, world: World) -> None:
    """A hash has 64 digits; an expired file has none."""
    for file in world.rows.get("IFile", {}).values():
        digit = draw(st.sampled_from((None, "a", "b")))
        file["sha256"] = None if digit is None else digit * 64


def _pillars(draw: Draw, world: World) -> None:
    """Products, project groups and distributions have names of one space."""
    for interface, names in PILLAR_NAMES.items():
        pillars = world.rows.get(interface, {})
        for pillar, name in zip(pillars.values(), names, strict=False):
            pillar["name"] = name


def _pillar_names(draw: Draw, world: World) -> None:
    """Names are unique. Each is of one pillar, which no other is of, or stands
    for another name."""
    found = set()
    for key, row in world.rows.get("IPillarName", {}).items():
        if row["name"] in found:
            row["name"] += str(key)
        leading = [name for name in PILLAR_KINDS if row[name] is not None]
        kept = draw(st.sampled_from(leading)) if leading else None
        for name in leading:
            place = (name, row[name])
            if name != kept or (place in found and name != "alias_for"):
                row[name] = None
            found.add(place)
        found.add(row["name"])


def _parts(draw: Draw, world: World) -> None:
    """Names of series and milestones are unique within their pillar. A
    milestone is of one pillar, and of a series of that, if of any."""
    milestones = world.rows.get("IMilestone", {}).values()
    for milestone in milestones:
        if milestone["product"] is not None:
            milestone["distribution"] = milestone["distro_series"] = None
        elif milestone["distribution"] is not None:
            milestone["product_series"] = None
        else:
            milestone["product_series"] = milestone["distro_series"] = None
        for part, interface, pillar in PARTS:
            series = world.rows.get(interface, {}).get(milestone[part])
            if series is not None and series[pillar] != milestone[pillar]:
                milestone[part] = None
    found = set()
    for interface, pillars in PILLARS_OF.items():
        for key, row in world.rows.get(interface, {}).items():
            place = (interface, *(row[pillar] for pillar in pillars), row["name"])
            if place in found:
                row["name"] += str(key)
            found.add(place)


def _package_names(draw: Draw, world: World) -> None:
    """Names of packages are unique."""
    names = world.rows.get("ISourcePackageName", {})
    for package, name in zip(names.values(), PACKAGE_NAMES, strict=False):
        package["name"] = name


def _policies(draw: Draw, world: World) -> None:
    """A policy is of one product, one distribution or one team. A product or
    distribution has one policy of each type, a team one, without a type."""
    found = set()
    for policy in world.rows.get("IAccessPolicy", {}).values():
        whose = [name for name in POLICIES_OF if policy[name] is not None]
        kept = draw(st.sampled_from(whose)) if whose else None
        for name in whose:
            if name != kept:
                policy[name] = None
        if kept == "team":
            policy["type"] = None
        place = (kept, policy[kept] if kept else None, policy["type"])
        if place in found and kept is not None:
            policy[kept] = None
        found.add(place)


def _bugs(draw: Draw, world: World) -> None:
    """Half of the bugs are public; of the others half are the hottest, so that
    what is hidden comes first in listings."""
    for bug in world.rows.get("IBug", {}).values():
        bug["information_type"] = draw(st.sampled_from((1, bug["information_type"])))
        if bug["information_type"] > 2 and draw(st.booleans()):
            bug["heat"] = max(NUMBERS)


def _tasks(draw: Draw, world: World) -> None:
    """A task has one target, and a target one task for a bug; a milestone is
    one of the target's pillar, but for series. Half of those in products or
    distributions are in one, and most are unresolved."""
    found = set()
    first = {
        "distribution": next(iter(world.rows.get("IDistribution", {})), None),
        "product": next(iter(world.rows.get("IProduct", {})), None),
    }
    tasks = world.rows.get("IBugTask", {})
    for key, task in list(tasks.items()):
        task["status"] = draw(st.sampled_from((task["status"], 10, 22)))
        named = [name for name in TARGETS if task[name] is not None]
        target = draw(st.sampled_from(named)) if named else None
        for name in TARGETS:
            if name != target:
                task[name] = None
        if target in first and draw(st.booleans()):
            task[target] = first[target]
        if target not in ("distribution", "distro_series"):
            task["source_package_name"] = None
        key_of_target = target and task[target]
        place = (target, key_of_target, task["source_package_name"], task["bug"])
        if place in found:
            del tasks[key]
            continue
        found.add(place)
        milestone = world.rows.get("IMilestone", {}).get(task["milestone"])
        for pillar in ("product", "distribution"):
            if milestone is not None and task[pillar] not in (None, milestone[pillar]):
                task["milestone"] = None


def _hot(draw: Draw, world: World) -> None:
    """Often the first pillar of a kind has two hot bugs, of which few see the
    hotter, and no other of its kind the one that all see."""
    bugs, tasks = (world.rows.get(name, {}) for name in ("IBug", "IBugTask"))
    for kind, interface in (("distribution", "IDistribution"), ("product", "IProduct")):
        pillars = world.rows.get(interface, {})
        if not pillars or draw(st.booleans()):
            continue
        first = next(iter(pillars))
        of_first = {task["bug"]: task for task in tasks.values() if task[kind] == first}
        if len(of_first) < 2:
            continue
        (hidden, its_task), (seen, other_task) = list(of_first.items())[:2]
        for task in tasks.values():
            if task["bug"] == seen and task[kind] not in (first, None):
                task["status"] = 30
        its_task["status"] = other_task["status"] = 10
        bugs[hidden] |= {"information_type": 5, "heat": max(NUMBERS)}
        bugs[seen] |= {"information_type": 1}
        for key in (hidden, seen):
            bugs[key]["duplicate_of"] = None
        if "active" in pillars[first]:
            pillars[first]["active"] = True


def _talk(draw: Draw, world: World) -> None:
    """The comments of a bug have different numbers. An attachment is of the bug
    that its comment is of."""
    found = set()
    comments = world.rows.get("IComment", {})
    for key, comment in comments.items():
        if (comment["bug"], comment["index"]) in found:
            comment["index"] = 2000 + key % 1000
        found.add((comment["bug"], comment["index"]))
    for attachment in world.rows.get("IAttachment", {}).values():
        attachment["bug"] = comments[attachment["comment"]]["bug"]


def _elsewhere(draw: Draw, world: World) -> None:
    """Vulnerabilities have a number each, trackers a name; the watch of a task
    is one of its bug."""
    for key, cve in world.rows.get("ICve", {}).items():
        cve["sequence"] = f"{draw(st.sampled_from(YEARS))}-{key}"
    for key, tracker in world.rows.get("IBugTracker", {}).items():
        tracker["name"] += str(key)
    watches = world.rows.get("IBugWatch", {})
    for task in world.rows.get("IBugTask", {}).values():
        watch = watches.get(task["watch"])
        if watch is not None and watch["bug"] != task["bug"]:
            task["watch"] = None


def _nominations(draw: Draw, world: World) -> None:
    """A bug is nominated once for a series, of a product or a distribution."""
    found = set()
    for row in world.rows.get("INomination", {}).values():
        if row["product_series"] is not None:
            row["distro_series"] = None
        place = (row["bug"], row["product_series"], row["distro_series"])
        if place in found:
            row["product_series"] = row["distro_series"] = None
        found.add(place)


CONSTRAINTS: Final = (
    _persons,
    _addresses,
    _memberships,
    _files,
    _pillars,
    _pillar_names,
    _parts,
    _package_names,
    _policies,
    _bugs,
    _tasks,
    _hot,
    _talk,
    _elsewhere,
    _nominations,
)
