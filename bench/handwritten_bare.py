"""The example of README.rst as one writes it in a hurry on psycopg2: six statements,
no order, duplicates as they come, nobody's privacy kept."""

from __future__ import annotations

from handwritten import UNRESOLVED, Bug, Handwritten, literal


class Bare(Handwritten):
    """Without order, viewer, or care for duplicates."""

    def load(self, viewer: int | None, number: int) -> list[Bug]:
        distribution = self.distribution()
        hot = self.rows(
            "SELECT b.id, b.title, b.owner FROM bugtaskflat f JOIN bug b"
            " ON b.id = f.bug WHERE f.distribution = %s AND f.active"
            f" AND f.duplicateof IS NULL AND f.status IN {UNRESOLVED}"
            " ORDER BY f.heat DESC LIMIT %s",
            (distribution.id, number),
        )
        bugs = literal(id for id, _, _ in hot)
        subscribers = self.rows(
            "SELECT bug, person FROM bugsubscription WHERE bug = ANY(%s::integer[])",
            (bugs,),
        )
        assignees = self.rows(
            "SELECT bug, assignee FROM bugtask"
            " WHERE bug = ANY(%s::integer[]) AND assignee IS NOT NULL",
            (bugs,),
        )
        wanted = {person for _, person in subscribers}
        wanted.update(person for _, person in assignees)
        wanted.update(reporter for _, _, reporter in hot)
        persons = self.persons(wanted)
        by_id = {}
        for id, title, reporter in hot:
            bug = by_id[id] = Bug()
            bug.id, bug.title, bug.distro = id, title, distribution
            bug.reporter = persons[reporter]
            bug.subscribers, bug.assignees = [], []
        for bug_id, person_id in subscribers:
            by_id[bug_id].subscribers.append(persons[person_id])
        for bug_id, person_id in assignees:
            by_id[bug_id].assignees.append(persons[person_id])
        distribution.bugs = tuple(by_id.values())
        return list(by_id.values())
