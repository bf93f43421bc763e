"""What is loaded: the graphs that contestants give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from lp_persistence.sample.people import MEMBER

#: Gives the first row of a statement.
Ask = Callable[[str], Sequence[Any]]


class Subject(NamedTuple):
    """What one contest is about: its title, and the number that contestants are
    given: of how many bugs, or of which bug or person. ``weight``: how many
    times as long it takes as the smallest."""

    title: str
    number: int
    weight: float = 1

    def rounds(self, asked: int) -> int:
        """How many there are of it where so many are asked for."""
        return max(3, int(asked / self.weight))


class Graph(NamedTuple):
    """One graph: its name, what it is, and who looks.

    ``far_away``: for whom it is measured again with each trip taking longer.
    ``found_by``: statements for keys of what it is of, each with how many of
    everything that has; without any it is of as many bugs as are asked for.
    """

    name: str
    title: str
    viewers: Mapping[str, int | None]
    far_away: str
    found_by: tuple[str, ...] = ()

    def subjects(self, sizes: Sequence[int], ask: Ask) -> Iterator[Subject]:
        """Each that it is loaded of."""
        for statement in self.found_by:
            key, *counts = ask(statement)
            yield Subject(self.title.format(key, *counts), key)
        if not self.found_by:
            for size in sizes:
                yield Subject(self.title.format(size), size, max(size, 20) / 20)


MEMBERS: Final = "a member of a private team"

#: Public bugs, of those that are hottest, with how many of everything they have;
#: the subscribers of their duplicates are counted too.
_COUNTED: Final = """
    SELECT id, comments, subscribers, duplicates, attachments, watches, cves
      FROM (SELECT b.id,
                   (SELECT count(*) FROM bugmessage WHERE bug = b.id) comments,
                   (SELECT count(DISTINCT person) FROM bugsubscription
                     WHERE bug = b.id OR bug IN
                           (SELECT id FROM bug d WHERE d.duplicateof = b.id)
                   ) subscribers,
                   (SELECT count(*) FROM bug d WHERE d.duplicateof = b.id) duplicates,
                   (SELECT count(*) FROM bugattachment WHERE bug = b.id) attachments,
                   (SELECT count(*) FROM bugwatch WHERE bug = b.id) watches,
                   (SELECT count(*) FROM xref
                     WHERE from_type = 'bug' AND to_type = 'cve'
                           AND from_id_int = b.id) cves
              FROM bug b WHERE b.information_type IN (1, 2)
                   AND b.id IN (SELECT id FROM bug ORDER BY heat DESC, id LIMIT 500)
           ) counted
"""
BUSIEST_BUG: Final = f"{_COUNTED} ORDER BY comments + subscribers DESC, id LIMIT 1"
#: That with duplicates and most kinds of the rest.
RICHEST_BUG: Final = f"""{_COUNTED}
     ORDER BY CASE WHEN duplicates > 0 THEN 0 ELSE 1 END,
              CASE WHEN attachments > 0 THEN 0 ELSE 1 END
              + CASE WHEN watches > 0 THEN 0 ELSE 1 END
              + CASE WHEN cves > 0 THEN 0 ELSE 1 END,
              comments + subscribers DESC, id
     LIMIT 1
"""
#: The public, unmerged team with an address that is in another one and has the
#: most members.
LARGEST_TEAM: Final = """
    SELECT p.id,
           (SELECT count(*) FROM teammembership
             WHERE team = p.id AND status IN (2, 3)) members,
           (SELECT count(*) FROM teamparticipation WHERE person = p.id) teams
      FROM person p
     WHERE p.teamowner IS NOT NULL AND p.visibility <> 30 AND p.merged IS NULL
           AND p.id IN (SELECT person FROM emailaddress)
           AND p.id IN (SELECT person FROM teammembership WHERE status IN (2, 3))
     ORDER BY members DESC, p.id
     LIMIT 1
"""

GRAPHS: Final = (
    Graph(
        "example",
        "the {} hottest bugs with people and images",
        {"nobody": None, MEMBERS: MEMBER},
        MEMBERS,
    ),
    Graph(
        "bug",
        "the page of bug {} ({} comments, {} subscribers, {} duplicates,"
        " {} attachments, {} watches, {} CVEs)",
        {"nobody": None, MEMBERS: MEMBER},
        MEMBERS,
        (BUSIEST_BUG, RICHEST_BUG),
    ),
    Graph(
        "person",
        "the page of team {} ({} members, in {} teams)",
        {"nobody": None, MEMBERS: MEMBER},
        MEMBERS,
        (LARGEST_TEAM,),
    ),
)
