"""A small world that holds one of everything that steps can stumble over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from lp_persistence.branding.interfaces import IFile
from lp_persistence.bugs.interfaces import IAccessPolicy, IBug, IBugTask
from lp_persistence.entity import declared
from lp_persistence.people.interfaces import IEmailAddress, IPerson
from lp_persistence.people.membership.interfaces import ITeamMembership
from lp_persistence.pillars.interfaces import IDistribution, IProduct
from lp_persistence.pillars.packages.interfaces import ISourcePackageName

DAY = datetime(2020, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
NEXT_DAY = datetime(2020, 1, 3, tzinfo=UTC)

PUBLIC, PRIVATE = 1, 4
PROPOSED, APPROVED, ADMINISTRATOR = 1, 2, 3
NEW, CONFIRMED, INVALID = 10, 20, 17
SHA = "a" * 64

# Persons: two people, a team, a private team in it, one who sees through
# that, and the team that sees everything.
ANN, BOB, TEAM, SECRET, EVE, ADMINS = range(1, 7)
UBUNTU, DEBIAN = 1, 2
#: The second is inactive.
QUILL, SLATE = 1, 2
#: A name of source packages.
LAMP = 1


#: What tables can't do without, by what it is of.
NEEDED: dict[str, dict[str, Any]] = {
    "IPerson": {"membership_policy": 1, "hides_emails": False},
    "IDistribution": {"date_created": DAY, "registrant": ANN, "bug_sharing_policy": 1},
    "IProduct": {"registrant": ANN},
}


def whole(interface: Any, names: str, rows: Iterable[tuple[Any, ...]]) -> Any:
    """What ``load`` takes: rows of these attributes; in all others what is
    needed, None or no texts."""
    fields = sorted(declared(interface).values(), key=lambda field: field.order)
    stored = [field.__name__ for field in fields if field.is_stored]
    given = names.split()
    nothing = {name: interface[name].neutral(None) for name in stored}
    nothing |= NEEDED.get(interface.__name__, {})
    made = [nothing | dict(zip(given, row, strict=True)) for row in rows]
    return interface, [tuple(row.values()) for row in made]


WORLD: tuple[tuple[Any, list[tuple[Any, ...]]], ...] = (
    (IFile, [(1, SHA, "ann.png", "image/png"), (2, None, "old.png", "image/png")]),
    whole(
        IPerson,
        "id name displayname visibility account_status date_created "
        "homepage team_owner merged_into icon logo mugshot",
        [
            (ANN, "ann", "Ann", 1, 20, DAY, "Hello", None, None, 1, None, None),
            (BOB, "bob", "bob", 1, None, DAY, None, None, None, 2, None, None),
            (TEAM, "team", "Team %", 1, None, DAY, None, ANN, None, None, 1, None),
            (SECRET, "secret", "Secret", 30, None, DAY, None, EVE, None, 1, 1, None),
            (EVE, "eve", "Ève", 1, 20, NEXT_DAY, None, None, BOB, None, None, None),
            (ADMINS, "admins", "Team_", 1, None, DAY, None, ANN, BOB, 2, None, None),
        ],
    ),
    (IEmailAddress, [(1, "ann@x.org", 4, ANN), (2, "eve@x.org", 2, EVE)]),
    whole(
        ITeamMembership,
        "id status date_created team person",
        [
            (1, APPROVED, DAY, TEAM, BOB),
            (2, ADMINISTRATOR, DAY, SECRET, EVE),
            (3, APPROVED, DAY, TEAM, SECRET),
            (4, APPROVED, DAY, ADMINS, ANN),
            (5, PROPOSED, DAY, SECRET, BOB),
        ],
    ),
    whole(
        IDistribution,
        "id name displayname title summary description official_tags owner icon",
        [
            (UBUNTU, "ubuntu", "Ubuntu", "The U", "s", "d", ("b", "é"), ANN, 1),
            (DEBIAN, "debian", "Debian", "The D", "s", "d", (), SECRET, None),
        ],
    ),
    whole(
        IProduct,
        "id name displayname title summary description active date_created owner "
        "official_tags",
        [
            (QUILL, "quill", "Quill", "t", "s", None, True, DAY, ANN, ()),
            (SLATE, "slate", "Slate", "t", "s", "d", False, DAY, ANN, ("quills",)),
        ],
    ),
    whole(
        IAccessPolicy,
        "id type distribution",
        [(1, PRIVATE, UBUNTU), (2, None, None)],
    ),
    (IAccessPolicy["grantees"], [(1, TEAM), (1, TEAM)]),
    whole(
        IBug,
        "id title description information_type heat date_created "
        "date_last_updated tags reporter duplicate_of",
        [
            (1, "One", "First.", PUBLIC, 10, DAY, DAY, ("Z", "a", "é"), ANN, None),
            (2, "Two", "Second.", PUBLIC, 30, DAY, DAY, ("a",), BOB, 3),
            (3, "Three", "Third.", PRIVATE, 30, DAY, DAY, ("a", "b"), BOB, None),
            (4, "Four", "Fourth.", PUBLIC, 10, DAY, DAY, (), ANN, None),
            (5, "Five", "Fifth.", PRIVATE, 90, DAY, DAY, (), SECRET, None),
            (6, "No task", "Sixth.", PUBLIC, 99, NEXT_DAY, DAY, (), ANN, None),
        ],
    ),
    (ISourcePackageName, [(LAMP, "lamp")]),
    whole(
        IBugTask,
        "id status importance date_created bug distribution source_package_name "
        "product assignee owner",
        [
            (1, NEW, 5, DAY, 1, UBUNTU, None, None, BOB, ANN),
            (2, NEW, 5, None, 2, UBUNTU, None, None, None, ANN),
            (3, NEW, 5, DAY, 3, UBUNTU, None, None, SECRET, BOB),
            (4, CONFIRMED, 5, DAY, 4, UBUNTU, None, None, None, ANN),
            (5, CONFIRMED, 5, DAY, 4, UBUNTU, LAMP, None, BOB, ANN),
            (6, CONFIRMED, 5, DAY, 4, DEBIAN, None, None, BOB, ANN),
            (7, NEW, 5, NEXT_DAY, 5, UBUNTU, None, None, None, SECRET),
            (8, INVALID, 5, DAY, 1, DEBIAN, None, None, ANN, ANN),
            (9, NEW, 5, DAY, 3, None, None, QUILL, BOB, BOB),
            (10, NEW, 5, DAY, 3, None, None, SLATE, None, BOB),
        ],
    ),
    (IBug["subscribers"], [(1, ANN), (1, ANN), (1, SECRET), (4, BOB)]),
    (IBug["affected"], [(1, ANN), (3, EVE)]),
    (IBug["grantees"], [(3, SECRET)]),
    (IBug["policies"], [(5, 1)]),
)


def fill(backend: Any) -> None:
    """Load the world into a backend."""
    for target, rows in WORLD:
        backend.load(target, rows)
    backend.finish_load()
