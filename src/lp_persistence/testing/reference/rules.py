"""The rules of the domain, a second time: over stored integers and ids.

They come from the domain's facts (Launchpad's tables and enumerations), not
from the domain's code, and whoever changes one reads the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lp_persistence.testing.reference.ruleset import Place, Rule, Sees, Told

if TYPE_CHECKING:
    from lp_persistence.testing.reference.graph import Graph

PRIVATE_TEAM: Final = 30
ACTIVE_ACCOUNT: Final = 20
PREFERRED_ADDRESS: Final = 4
VALIDATED_ADDRESSES: Final = (2, PREFERRED_ADDRESS)
PUBLIC_TYPES: Final = (1, 2)
PATCH: Final = 1
ADMINISTRATOR: Final = 3
#: Approved members and administrators.
ACTIVE_MEMBERS: Final = (2, ADMINISTRATOR)
#: What private kinds of information have is 150, but for private security.
HEAT_OF_TYPE: Final = {1: 0, 2: 250, 3: 400}
UNRESOLVED: Final = (10, 13, 14, 15, 20, 21, 22, 23, 25)


def is_team(graph: Graph, person: int) -> bool:
    """A team has an owner."""
    return graph.value("IPerson", person, "team_owner") is not None


def is_valid_person(graph: Graph, person: int) -> bool:
    """Not a team, with an active account and a preferred address."""
    if is_team(graph, person):
        return False
    if graph.value("IPerson", person, "account_status") != ACTIVE_ACCOUNT:
        return False
    return preferred_email(graph, person) is not None


def preferred_email(graph: Graph, person: int) -> str | None:
    """The address of theirs that mail goes to."""
    for address in graph.ids("IEmailAddress"):
        if (
            graph.value("IEmailAddress", address, "person") == person
            and graph.value("IEmailAddress", address, "status") == PREFERRED_ADDRESS
        ):
            email: str = graph.value("IEmailAddress", address, "email")
            return email
    return None


def is_validated(graph: Graph, address: int) -> bool:
    """Validated, or preferred besides."""
    status = graph.value("IEmailAddress", address, "status")
    return status in VALIDATED_ADDRESSES


def is_valid_team(graph: Graph, person: int) -> bool:
    """A team that was not merged into another."""
    merged = graph.value("IPerson", person, "merged_into") is not None
    return is_team(graph, person) and not merged


def is_valid(graph: Graph, person: int) -> bool:
    """Either."""
    return is_valid_person(graph, person) or is_valid_team(graph, person)


def is_active(graph: Graph, membership: int) -> bool:
    """Of a status that makes a member."""
    return graph.value("ITeamMembership", membership, "status") in ACTIVE_MEMBERS


def members(graph: Graph, team: int) -> list[tuple[int, int]]:
    """Those of its active memberships."""
    return [(member, 0) for owner, member in _joined(graph) if owner == team]


def _joined(graph: Graph) -> list[tuple[int, int]]:
    """Pairs (team, member)."""
    return [
        (
            graph.value("ITeamMembership", membership, "team"),
            graph.value("ITeamMembership", membership, "person"),
        )
        for membership in graph.ids("ITeamMembership")
        if is_active(graph, membership)
    ]


def participants(graph: Graph, team: int) -> list[tuple[int, int]]:
    """Everybody is in themselves; members of members are in a team."""
    found, joined = {team}, _joined(graph)
    while True:
        more = {member for owner, member in joined if owner in found}
        if more <= found:
            return [(person, 0) for person in found]
        found |= more


def is_in(graph: Graph, person: int, team: int) -> bool:
    """Whether somebody takes part in a team, or is it."""
    return person in graph.leads_to("IPerson", team, "participants")


def is_admin(graph: Graph, person: int) -> bool:
    """Whether somebody is in the team that may see everything."""
    return any(
        graph.value("IPerson", team, "name") == "admins" and is_in(graph, person, team)
        for team in graph.ids("IPerson")
    )


def sees_person(graph: Graph, viewer: int | None, person: int) -> bool:
    """Private teams are seen by their participants and by admins."""
    if graph.value("IPerson", person, "visibility") != PRIVATE_TEAM:
        return True
    if viewer is None:
        return False
    return is_admin(graph, viewer) or is_in(graph, viewer, person)


def sees_address(graph: Graph, viewer: int | None, address: int) -> bool:
    """With whose it is."""
    return sees_person(graph, viewer, graph.value("IEmailAddress", address, "person"))


def sees_membership(graph: Graph, viewer: int | None, membership: int) -> bool:
    """With both of its ends."""
    return all(
        sees_person(graph, viewer, graph.value("ITeamMembership", membership, end))
        for end in ("team", "person")
    )


def sees_pillar_name(graph: Graph, viewer: int | None, name: int) -> bool:
    """Names of what is not active are seen by admins alone."""
    if graph.value("IPillarName", name, "active"):
        return True
    return viewer is not None and is_admin(graph, viewer)


def is_private(graph: Graph, bug: int) -> bool:
    """Neither Public nor Public Security."""
    return graph.value("IBug", bug, "information_type") not in PUBLIC_TYPES


def is_duplicate(graph: Graph, bug: int) -> bool:
    """Repeats another, whoever may see that."""
    return graph.value("IBug", bug, "duplicate_of") is not None


def is_unresolved(graph: Graph, task: int) -> bool:
    """Still asks for work."""
    return graph.value("IBugTask", task, "status") in UNRESOLVED


def assignees(graph: Graph, bug: int) -> list[tuple[int, int]]:
    """Those of its tasks."""
    found = []
    for task in graph.ids("IBugTask"):
        assignee = graph.value("IBugTask", task, "assignee")
        if graph.value("IBugTask", task, "bug") == bug and assignee is not None:
            found.append((assignee, 0))
    return found


def hot_bugs(graph: Graph, distribution: int) -> list[tuple[int, int]]:
    """Bugs with an unresolved task in it that are no duplicates; each ranks by
    its matching tasks' lowest id."""
    return _hot(graph, "distribution", distribution)


def hot_bugs_of_product(graph: Graph, product: int) -> list[tuple[int, int]]:
    """The same in an active product, without a rank: equals go by their ids."""
    if not graph.value("IProduct", product, "active"):
        return []
    return [(bug, 0) for bug, _ in _hot(graph, "product", product)]


def _hot(graph: Graph, target: str, key: int) -> list[tuple[int, int]]:
    """Pairs (bug, task)."""
    found = []
    for task in graph.ids("IBugTask"):
        bug = graph.value("IBugTask", task, "bug")
        if (
            graph.value("IBugTask", task, target) == key
            and is_unresolved(graph, task)
            and graph.value("IBug", bug, "duplicate_of") is None
        ):
            found.append((bug, task))
    return found


def sees_bug(graph: Graph, viewer: int | None, bug: int) -> bool:
    """Others than public ones are seen by admins, by those who were granted
    the bug and by those who were granted one of its policies; a grant to a
    team is a grant to all in it."""
    if not is_private(graph, bug):
        return True
    if viewer is None:
        return False
    if is_admin(graph, viewer):
        return True
    granted = set(graph.leads_to("IBug", bug, "grantees"))
    for policy in graph.leads_to("IBug", bug, "policies"):
        granted |= graph.leads_to("IAccessPolicy", policy, "grantees")
    return any(is_in(graph, viewer, grantee) for grantee in granted)


def sees_with_bug(interface: str) -> Sees:
    """What belongs to a bug is seen as the bug is."""

    def sees(graph: Graph, viewer: int | None, part: int) -> bool:
        return sees_bug(graph, viewer, graph.value(interface, part, "bug"))

    return sees


def edits_person(graph: Graph, viewer: int | None, person: int) -> bool:
    """Persons themselves, of teams the owner and all who are in the owner, and
    an administrator and all who are in one; and admins."""
    owner = graph.value("IPerson", person, "team_owner")
    return _edits(graph, viewer, person if owner is None else owner) or any(
        graph.value("ITeamMembership", membership, "team") == person
        and graph.value("ITeamMembership", membership, "status") == ADMINISTRATOR
        and _edits(graph, viewer, graph.value("ITeamMembership", membership, "person"))
        for membership in graph.ids("ITeamMembership")
    )


def edits_owned(interface: str) -> Sees:
    """The owner and all who are in the owner; and admins."""

    def edits(graph: Graph, viewer: int | None, key: int) -> bool:
        return _edits(graph, viewer, graph.value(interface, key, "owner"))

    return edits


def _edits(graph: Graph, viewer: int | None, owner: int | None) -> bool:
    if viewer is None:
        return False
    return is_admin(graph, viewer) or (
        owner is not None and is_in(graph, viewer, owner)
    )


def edits_bug(graph: Graph, viewer: int | None, bug: int) -> bool:
    """Whoever is anybody."""
    return _is_somebody(graph, viewer)


def is_mine(graph: Graph, viewer: int | None, bug: int) -> bool:
    """Who looks reported it."""
    reporter = graph.value("IBug", bug, "reporter")
    return _is_somebody(graph, viewer) and reporter == viewer


def leads_to_viewer(edge: str) -> Told:
    """Who looks is among those that an edge of the bug leads to."""

    def leads(graph: Graph, viewer: int | None, bug: int) -> bool:
        return _is_somebody(graph, viewer) and viewer in graph.leads_to(
            "IBug", bug, edge
        )

    return leads


def is_joined(graph: Graph, viewer: int | None, person: int) -> bool:
    """A team that who looks takes part in."""
    return (
        viewer is not None and is_team(graph, person) and is_in(graph, viewer, person)
    )


def _is_somebody(graph: Graph, viewer: int | None) -> bool:
    return viewer is not None and graph.exists("IPerson", viewer)


def is_patch(graph: Graph, attachment: int) -> bool:
    """Of the type Patch."""
    return bool(graph.value("IAttachment", attachment, "type") == PATCH)


def source_packages(graph: Graph, distribution: int) -> list[tuple[Any, int]]:
    """Those of the names that are registered in it."""
    names = graph.leads_to("IDistribution", distribution, "source_package_names")
    return [((distribution, name), 0) for name in names]


def computed_heat(graph: Graph, bug: int) -> int:
    """Of the kind of information, duplicates, who is affected, and who is
    subscribed to the bug or a duplicate."""
    duplicates = [
        other
        for other in graph.ids("IBug")
        if graph.value("IBug", other, "duplicate_of") == bug
    ]
    people = {
        person
        for each in (bug, *duplicates)
        for person in graph.leads_to("IBug", each, "subscribers")
    }
    affected = graph.leads_to("IBug", bug, "affected")
    of_type = HEAT_OF_TYPE.get(graph.value("IBug", bug, "information_type"), 150)
    return of_type + 6 * len(duplicates) + 4 * len(affected) + 2 * len(people)


#: What belongs to a bug, and is seen with it.
OF_BUGS: Final = (
    "IBugTask",
    "INomination",
    "IComment",
    "IAttachment",
    "IBugActivity",
    "IBugWatch",
)
FACTS: Final[dict[Place, Rule]] = {
    ("IPerson", "preferred_email"): preferred_email,
    ("IPerson", "is_team"): is_team,
    ("IPerson", "is_valid_person"): is_valid_person,
    ("IPerson", "is_valid_team"): is_valid_team,
    ("IPerson", "is_valid"): is_valid,
    ("IEmailAddress", "is_validated"): is_validated,
    ("ITeamMembership", "is_active"): is_active,
    ("IBug", "is_private"): is_private,
    ("IBug", "is_duplicate"): is_duplicate,
    ("IBug", "computed_heat"): computed_heat,
    ("IAttachment", "is_patch"): is_patch,
    ("IBugTask", "is_unresolved"): is_unresolved,
}
EDGES: Final[dict[Place, Rule]] = {
    ("IPerson", "members"): members,
    ("IPerson", "participants"): participants,
    ("IBug", "assignees"): assignees,
    ("IDistribution", "hot_bugs"): hot_bugs,
    ("IDistribution", "source_packages"): source_packages,
    ("IProduct", "hot_bugs"): hot_bugs_of_product,
}
VISIBLE: Final[dict[str, Sees]] = {
    "IPerson": sees_person,
    "IEmailAddress": sees_address,
    "ITeamMembership": sees_membership,
    "IBug": sees_bug,
    "IPillarName": sees_pillar_name,
    **{interface: sees_with_bug(interface) for interface in OF_BUGS},
}


#: By interface the facts that order its entities, before the id does.
OWN_ORDER: Final = {
    "IPerson": ("displayname",),
    "IEmailAddress": ("email",),
    "ITeamMembership": ("date_created",),
    "IDistribution": ("name",),
    "IProject": ("name",),
    "IProduct": ("name",),
    "IPillarName": ("name",),
    "IProductSeries": ("name",),
    "IDistroSeries": ("version",),
    "IDistributionSourcePackage": ("name",),
    "ISourcePackage": ("name",),
    "ISourcePackageName": ("name",),
    "IMilestone": ("-date_expected", "-name"),
    "INomination": ("date_created",),
    "IComment": ("index",),
    "IBugActivity": ("date_changed",),
    "ICve": ("sequence",),
    "IBugTracker": ("name",),
}
#: By edge the facts that order where it leads, before rank and own order do.
EDGE_ORDER: Final = {
    ("IDistribution", "hot_bugs"): ("-heat",),
    ("IProduct", "hot_bugs"): ("-heat",),
}
#: Edges whose rules give ranks.
RANKED: Final = {("IDistribution", "hot_bugs")}
#: What is shown of those who may not be seen; elsewhere what the field says.
HIDDEN: Final = {
    ("IPerson", "id"): None,
    ("IPerson", "name"): None,
    ("IPerson", "displayname"): "<hidden>",
    ("IPillarName", "id"): None,
    ("IPillarName", "name"): "<hidden>",
    ("IBug", "id"): None,
    ("IBug", "title"): "<hidden>",
}


#: The kind of stock images, where it depends on nothing else.
STOCK: Final = {
    "IDistribution": "distribution",
    "IProduct": "product",
    "IProject": "product",
}


def branding(graph: Graph, interface: str, key: int) -> dict[str, tuple[str, bool]]:
    """By size the image's name and whether it is a stock one."""
    sizes = ("icon", "logo", "mugshot")
    return {size: _image(graph, interface, key, size) for size in sizes}


def badge(graph: Graph, interface: str, key: int) -> dict[str, tuple[str, bool]]:
    """The smallest of these alone."""
    return {"icon": _image(graph, interface, key, "icon")}


def _image(graph: Graph, interface: str, key: int, size: str) -> tuple[str, bool]:
    file = graph.value(interface, key, size)
    content = None if file is None else graph.value("IFile", file, "sha256")
    if content is not None:
        return content, False
    if interface in STOCK:
        kind = STOCK[interface]
    elif is_team(graph, key):
        kind = "team"
    else:
        kind = "person" if is_valid(graph, key) else "inactive"
    return f"{kind}-{size}", True


#: Values that are made from others, by interface and attribute.
EMBEDDED: Final = {
    ("IPerson", "branding"): branding,
    ("IDistribution", "branding"): branding,
    ("IProduct", "branding"): branding,
    ("IProject", "branding"): branding,
    ("IPerson", "badge"): badge,
    ("IDistribution", "badge"): badge,
    ("IProduct", "badge"): badge,
    ("IProject", "badge"): badge,
}

#: Who has a permission, of those who see: by interface and permission.
PERMITTED: Final[dict[Place, Sees]] = {
    ("IPerson", "launchpad.Edit"): edits_person,
    ("IBug", "launchpad.Edit"): edits_bug,
    ("IDistribution", "launchpad.Edit"): edits_owned("IDistribution"),
    ("IProduct", "launchpad.Edit"): edits_owned("IProduct"),
}

#: What a fact that takes the viewer is.
TOLD: Final[dict[Place, Told]] = {
    ("IPerson", "is_joined"): is_joined,
    ("IBug", "is_mine"): is_mine,
    ("IBug", "is_subscribed"): leads_to_viewer("subscribers"),
    ("IBug", "affects_me"): leads_to_viewer("affected"),
}

OF_PILLARS: Final = ("name", "displayname", "title", "summary")
#: By interface and name the texts that are searched together for words.
SEARCHED: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "IPerson": {"text": ("name", "displayname")},
    "IBug": {"text": ("title", "description")},
    "IDistribution": {"text": OF_PILLARS},
    "IProduct": {"text": OF_PILLARS},
    "IProject": {"text": OF_PILLARS},
}
