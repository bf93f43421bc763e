"""How many statements pages take, whatever they show."""

import unittest
from typing import Any

from lp_persistence import Context
from lp_persistence.bugs.conversation.interfaces import IComment
from lp_persistence.bugs.interfaces import IBug, IBugs
from lp_persistence.people.entities import Person
from lp_persistence.people.interfaces import IPersons
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.tracker_factory import TrackerFactory


def conversation(context: Any, bug: int) -> None:
    """What was said about a bug, with those who said it and their images."""
    bugs = IBugs(context).of([bug])
    comments = bugs.get_comments().need("text")
    people = comments.get_author()
    people.update(bugs.get_reporters())
    people.update(bugs.get_subscribers())
    people.update(bugs.get_affected())
    people.get_branding()
    bugs.get_attachments().get_file()
    bugs.get_watches().get_tracker()


def person(context: Any, key: int) -> None:
    """A person with addresses, owner and all teams, each with its images."""
    persons = IPersons(context).of([key])
    persons.get_emails()
    people = persons.get_team_owner()
    people.update(persons.get_teams())
    people.update(persons.get_members())
    people.update(persons.get_participations())
    people.update(persons)
    people.get_branding()


class FiguresMixin:
    #: How many of everything there are in the larger world.
    many = 50
    layer: Any

    def setUp(self: Any) -> None:
        self.factory = factory = TrackerFactory(self.layer["backend"])
        self.ada = factory.person()
        self.bugs = [self.bug(count) for count in (1, self.many)]
        self.persons = [self.person(count) for count in (1, self.many)]
        factory.done()

    def bug(self: Any, count: int) -> int:
        key: int = self.factory.bug(reporter=self.ada)
        for index in range(count):
            self.factory.make(
                IComment, bug=key, author=self.ada, index=index, text="It fails."
            )
            person = self.factory.person()
            self.factory.link(IBug["subscribers"], key, person)
            self.factory.link(IBug["affected"], key, person)
        return key

    def person(self: Any, count: int) -> int:
        key: int = self.factory.person()
        for _ in range(count):
            team = self.factory.team(team_owner=self.ada)
            self.factory.join(team, key)
        return key

    def statements(self: Any, page: Any, keys: list[int]) -> list[int]:
        found = []
        for key in keys:
            context = Context(viewer=Person(id=self.ada))
            page(context, key)
            found.append(context.realise().statements)
        return found

    def test_the_conversation_of_a_bug(self: Any):
        """The viewer's facts; the bug, its comments, attachments and watches,
        two links at once, people, files."""
        few, many = self.statements(conversation, self.bugs)
        self.assertLessEqual(many, 8)
        self.assertLessEqual(few, many)

    def test_a_person(self: Any):
        """With its addresses, teams and owner."""
        few, many = self.statements(person, self.persons)
        self.assertLessEqual(many, 7)
        self.assertEqual(few, many)


class TestMemory(FiguresMixin, unittest.TestCase):
    layer = MEMORY
    many = 1000


class TestSQLite(FiguresMixin, unittest.TestCase):
    layer = SQLITE


class TestPostgreSQL(FiguresMixin, unittest.TestCase):
    layer = POSTGRESQL
