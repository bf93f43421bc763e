"""The example of README.rst written by hand on psycopg2, and what other graphs
written by hand share with it.

``Same`` means what the layer means: the same total orders, duplicates removed,
visibility for the viewer, all that the example asks for. Ids are sent as one array
literal; slotted objects are made and linked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_REPEATABLE_READ

UNRESOLVED = "(10, 13, 14, 15, 20, 21, 22, 23, 25)"


class Distribution:
    __slots__ = ("bugs", "displayname", "icon", "id", "logo", "mugshot", "name")


class Bug:
    __slots__ = ("assignees", "distro", "id", "reporter", "subscribers", "title")


class Person:
    __slots__ = (
        "displayname",
        "icon",
        "id",
        "is_team",
        "is_valid",
        "logo",
        "mugshot",
        "name",
    )


class Hidden:
    """A person whom the viewer may not see."""

    __slots__ = ()

    id = name = icon = logo = mugshot = None
    displayname = "<hidden>"


HIDDEN = Hidden()

DISTRIBUTION = """
    SELECT d.id, d.name, d.displayname,
           icon_content.sha256, logo_content.sha256, mugshot_content.sha256
      FROM distribution d
           LEFT JOIN libraryfilealias icon ON icon.id = d.icon
           LEFT JOIN libraryfilecontent icon_content
                  ON icon_content.id = icon.content
           LEFT JOIN libraryfilealias logo ON logo.id = d.logo
           LEFT JOIN libraryfilecontent logo_content
                  ON logo_content.id = logo.content
           LEFT JOIN libraryfilealias mugshot ON mugshot.id = d.mugshot
           LEFT JOIN libraryfilecontent mugshot_content
                  ON mugshot_content.id = mugshot.content
     WHERE d.name = %s
"""
HOT_BUGS = """
    SELECT b.id, b.title, b.owner
      FROM (SELECT f.bug, f.heat, f.bugtask
              FROM bugtaskflat f
             WHERE f.distribution = %(distribution)s AND f.active
                   AND f.duplicateof IS NULL AND f.status IN {unresolved}
                   AND {visible}
                   AND NOT EXISTS (
                       SELECT 1 FROM bugtaskflat older
                        WHERE older.bug = f.bug
                              AND older.distribution = f.distribution
                              AND older.bugtask < f.bugtask AND older.active
                              AND older.status IN {unresolved})
             ORDER BY f.heat DESC, f.bugtask
             LIMIT %(limit)s) hot
           JOIN bug b ON b.id = hot.bug
     ORDER BY hot.heat DESC, hot.bugtask
"""
PUBLIC_BUG = "f.information_type IN (1, 2)"
VISIBLE_BUG = """(f.information_type IN (1, 2)
                   OR f.access_grants && %(teams)s::integer[]
                   OR f.access_policies && %(policies)s::integer[])"""
PEOPLE_OF_BUGS = """
    SELECT 0, bug, person FROM bugsubscription WHERE bug = ANY(%(bugs)s::integer[])
    UNION ALL
    SELECT 1, bug, assignee FROM bugtask
     WHERE bug = ANY(%(bugs)s::integer[]) AND assignee IS NOT NULL
"""
PERSONS = """
    SELECT p.id, p.name, p.displayname, p.teamowner IS NOT NULL,
           CASE WHEN p.teamowner IS NULL
                THEN account.id IS NOT NULL AND email.id IS NOT NULL
                ELSE p.merged IS NULL END,
           p.icon, p.logo, p.mugshot
      FROM person p
           LEFT JOIN account ON account.id = p.account AND account.status = 20
           LEFT JOIN emailaddress email ON email.person = p.id AND email.status = 4
     WHERE p.id = ANY(%(persons)s::integer[]) {}
"""
IN_ORDER = "{} ORDER BY p.displayname, p.id"
PUBLIC_PERSON = "AND p.visibility <> 30"
VISIBLE_PERSON = "AND (p.visibility <> 30 OR p.id = ANY(%(teams)s::integer[]))"
FILES = """
    SELECT alias.id, content.sha256
      FROM libraryfilealias alias
           JOIN libraryfilecontent content ON content.id = alias.content
     WHERE alias.id = ANY(%(files)s::integer[])
"""
VIEWER = """
    SELECT participation.team, team.name = 'admins', access.policy
      FROM teamparticipation participation
           JOIN person team ON team.id = participation.team
           LEFT JOIN accesspolicygrant access ON access.grantee = team.id
     WHERE participation.person = %s
"""


def literal(ids: Iterable[int]) -> str:
    """Ids as one array, which costs the driver one text."""
    return "{" + ",".join(map(str, ids)) + "}"


class Rules(NamedTuple):
    """Conditions on a flat task and on a person, and the values in them."""

    bug: str
    person: str
    facts: dict[str, str]


class Handwritten:
    """What both have: a connection that counts what it is asked."""

    def __init__(self, uri: str):
        self.connection = psycopg2.connect(uri)
        self.connection.set_session(isolation_level=ISOLATION_LEVEL_REPEATABLE_READ)
        self.statements = self.rows_received = 0

    def __call__(self, viewer: int | None, number: int) -> Any:
        self.statements = self.rows_received = 0
        return self.load(viewer, number)

    def load(self, viewer: int | None, number: int) -> Any:
        """So many bugs with all that the example asks for; of other graphs what
        has this id."""
        raise NotImplementedError(self)

    def rules(self, viewer: int | None) -> Rules:
        """Which bugs and persons a viewer sees."""
        if viewer is None:
            return Rules(PUBLIC_BUG, PUBLIC_PERSON, {})
        found = self.rows(VIEWER, (viewer,))
        if any(is_admins for _, is_admins, _ in found):
            return Rules("true", "", {})
        teams = literal({team for team, _, _ in found})
        policies = literal({policy for _, _, policy in found if policy is not None})
        facts = {"teams": teams, "policies": policies}
        return Rules(VISIBLE_BUG, VISIBLE_PERSON, facts)

    def moment(self, kept: Any) -> datetime:
        """What a column of time holds."""
        found: datetime = kept.replace(tzinfo=UTC)
        return found

    def rows(self, statement: str, values: Any) -> list[tuple[Any, ...]]:
        self.statements += 1
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)
            rows = cursor.fetchall()
        self.rows_received += len(rows)
        return rows

    def end(self) -> None:
        """Leave the transaction."""
        self.connection.rollback()

    def persons(
        self, wanted: set[int], condition: str = "", facts: Mapping[str, str] = {}
    ) -> dict[int, Person]:
        """By id. ``condition`` ends the statement."""
        return self.persons_and_files(wanted, (), condition, facts)[0]

    def persons_and_files(
        self,
        wanted: set[int],
        files: Iterable[int],
        condition: str,
        facts: Mapping[str, str],
    ) -> tuple[dict[int, Person], dict[int, str]]:
        """Persons by id; the content of their files and of those given."""
        found = self.rows(
            PERSONS.format(condition), {"persons": literal(wanted), **facts}
        )
        all_files = {file for row in found for file in row[5:] if file is not None}
        all_files.update(files)
        content = dict(self.rows(FILES, {"files": literal(all_files)}))
        get = content.get
        persons = {}
        for id, name, displayname, is_team, is_valid, icon, logo, mugshot in found:
            person = persons[id] = Person()
            person.id = id
            person.name = name
            person.displayname = displayname
            person.is_team = is_team
            person.is_valid = is_valid
            person.icon = get(icon)
            person.logo = get(logo)
            person.mugshot = get(mugshot)
        return persons, content

    def show(self, bugs: list[Bug]) -> list[Any]:
        """What the example prints."""
        return [
            (
                bug.distro.icon or "distribution-icon",
                bug.title,
                [person.displayname for person in bug.subscribers],
            )
            for bug in bugs
        ]

    def tell(self, bugs: list[Bug]) -> Iterator[Any]:
        """All that was asked for, to be compared."""
        for bug in bugs:
            distro = bug.distro
            yield distro.id, distro.name, distro.displayname
            yield images(distro, "distribution")
            yield bug.id, bug.title
            for person in (bug.reporter, *bug.subscribers, None, *bug.assignees):
                if person is None:
                    yield "and assignees"
                else:
                    yield person.id, person.name, person.displayname
                    yield images(person, kind(person))

    def distribution(self) -> Distribution:
        """Ubuntu, with its images."""
        distribution = Distribution()
        (
            distribution.id,
            distribution.name,
            distribution.displayname,
            distribution.icon,
            distribution.logo,
            distribution.mugshot,
        ) = self.rows(DISTRIBUTION, ("ubuntu",))[0]
        return distribution


class Same(Handwritten):
    """The meaning of the layer's example."""

    def load(self, viewer: int | None, number: int) -> list[Bug]:
        visible_bug, visible_person, facts = self.rules(viewer)
        distribution = self.distribution()

        statement = HOT_BUGS.format(unresolved=UNRESOLVED, visible=visible_bug)
        found = self.rows(
            statement, {"distribution": distribution.id, "limit": number, **facts}
        )
        bugs, reporters, by_id = [], [], {}
        for id, title, reporter in found:
            bug = by_id[id] = Bug()
            bug.id, bug.title, bug.distro = id, title, distribution
            bugs.append(bug)
            reporters.append(reporter)
        distribution.bugs = tuple(bugs)

        people: tuple[dict[int, set[int]], dict[int, set[int]]] = (
            {id: set() for id in by_id},
            {id: set() for id in by_id},
        )
        linked = self.rows(PEOPLE_OF_BUGS, {"bugs": literal(by_id)})
        for part, bug_id, person_id in linked:
            people[part][bug_id].add(person_id)

        wanted = {person for _, _, person in linked}
        wanted.update(reporters)
        # The rows come in the persons' own order: their place is their rank.
        persons = self.persons(wanted, IN_ORDER.format(visible_person), facts)
        rank = {id: place for place, id in enumerate(persons)}

        subscribers, assignees = people
        for bug, reporter in zip(bugs, reporters, strict=True):
            bug.reporter = persons.get(reporter, HIDDEN)
            bug.subscribers = ranked(subscribers[bug.id], persons, rank)
            bug.assignees = ranked(assignees[bug.id], persons, rank)
        return bugs


def ranked(
    ids: set[int], persons: dict[int, Person], rank: dict[int, int]
) -> tuple[Person, ...]:
    """Those of ``ids`` that are among ``persons``, in their order."""
    seen = [id for id in ids if id in rank]
    seen.sort(key=rank.__getitem__)
    return tuple([persons[id] for id in seen])


def kind(person: Person | Hidden) -> str:
    """Which stock images stand for somebody."""
    if person is HIDDEN:
        return "hidden"
    if person.is_team:
        return "team"
    return "person" if person.is_valid else "inactive"


def images(owner: Any, kind: str) -> tuple[str, ...]:
    """The names of its three images, stock ones included."""
    return (
        owner.icon or f"{kind}-icon",
        owner.logo or f"{kind}-logo",
        owner.mugshot or f"{kind}-mugshot",
    )
