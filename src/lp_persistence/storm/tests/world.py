"""A small world that holds one of everything that steps can stumble over."""

from datetime import UTC, datetime
from typing import Any

from lp_persistence.branding.interfaces import IFile
from lp_persistence.bugs.interfaces import IAccessPolicy, IBug, IBugTask
from lp_persistence.people.interfaces import IEmailAddress, IPerson
from lp_persistence.pillars.interfaces import (
    IDistribution,
    IProduct,
    ISourcePackageName,
)

DAY = datetime(2020, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
NEXT_DAY = datetime(2020, 1, 3, tzinfo=UTC)

PUBLIC, PRIVATE = 1, 4
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


def in_distribution(key: int, package: int | None = None) -> tuple[int | None, ...]:
    """Where a task is, its package, and its milestone."""
    return None, None, key, None, package, None


WORLD: tuple[tuple[Any, list[tuple[Any, ...]]], ...] = (
    (IFile, [(1, SHA, "ann.png", "image/png"), (2, None, "old.png", "image/png")]),
    (
        IPerson,
        # id, name, displayname, visibility, account_status, date_created,
        # homepage, team_owner, merged_into, icon, logo, mugshot
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
    (IPerson["members"], [(TEAM, BOB), (SECRET, EVE), (TEAM, SECRET), (ADMINS, ANN)]),
    (
        IDistribution,
        [
            (UBUNTU, "ubuntu", "Ubuntu", "The U", "s", "d", ANN, 1, None, None),
            (DEBIAN, "debian", "Debian", "The D", "s", "d", SECRET, None, None, None),
        ],
    ),
    (
        IProduct,
        # id, name, displayname, title, summary, description, active,
        # date_created, owner, project_group, icon, logo, mugshot
        [
            (QUILL, "quill", "Quill", "t", "s", None, True, DAY, ANN, *[None] * 4),
            (SLATE, "slate", "Slate", "t", "s", "d", False, DAY, ANN, *[None] * 4),
        ],
    ),
    (IAccessPolicy, [(1, PRIVATE, UBUNTU), (2, None, None)]),
    (IAccessPolicy["grantees"], [(1, TEAM), (1, TEAM)]),
    (
        IBug,
        # id, title, description, information_type, heat, date_created,
        # date_last_updated, reporter, duplicate_of
        [
            (1, "One", "First.", PUBLIC, 10, DAY, DAY, ANN, None),
            (2, "Two", "Second.", PUBLIC, 30, DAY, DAY, BOB, 3),
            (3, "Three", "Third.", PRIVATE, 30, DAY, DAY, BOB, None),
            (4, "Four", "Fourth.", PUBLIC, 10, DAY, DAY, ANN, None),
            (5, "Five", "Fifth.", PRIVATE, 90, DAY, DAY, SECRET, None),
            (6, "No task", "Sixth.", PUBLIC, 99, NEXT_DAY, DAY, ANN, None),
        ],
    ),
    (ISourcePackageName, [(LAMP, "lamp")]),
    (
        IBugTask,
        # id, status, importance, date_created, bug, product, product_series,
        # distribution, distro_series, source_package_name, milestone, assignee
        [
            (1, NEW, 5, DAY, 1, *in_distribution(UBUNTU), BOB),
            (2, NEW, 5, None, 2, *in_distribution(UBUNTU), None),
            (3, NEW, 5, DAY, 3, *in_distribution(UBUNTU), SECRET),
            (4, CONFIRMED, 5, DAY, 4, *in_distribution(UBUNTU), None),
            (5, CONFIRMED, 5, DAY, 4, *in_distribution(UBUNTU, LAMP), BOB),
            (6, CONFIRMED, 5, DAY, 4, *in_distribution(DEBIAN), BOB),
            (7, NEW, 5, NEXT_DAY, 5, *in_distribution(UBUNTU), None),
            (8, INVALID, 5, DAY, 1, *in_distribution(DEBIAN), ANN),
            (9, NEW, 5, DAY, 3, QUILL, *[None] * 5, BOB),
            (10, NEW, 5, DAY, 3, SLATE, *[None] * 6),
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
