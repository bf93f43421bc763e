"""A small world of its own: what the backend's tests know instead of a domain."""

# The interfaces alone declare the attributes that the classes read.
# mypy: disable-error-code="attr-defined"

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from lazr.enum import DBEnumeratedType, DBItem
from zope.component.testing import PlacelessSetup
from zope.interface import taggedValue

from lp_persistence.entity import Entity
from lp_persistence.fields import (
    Bool,
    Choice,
    Collection,
    Datetime,
    Int,
    LongText,
    Reference,
    Text,
    WayBack,
)
from lp_persistence.interfaces import IEntity, IGroup
from lp_persistence.memory.backend import MemoryBackend
from lp_persistence.model import VISIBLE_TO, EntityType, VisibleTo, global_model
from lp_persistence.steps import Scope, Select, Step, Values


class Grade(DBEnumeratedType):
    """How far a sailor got."""

    MATE = DBItem(1, "Mate")
    CAPTAIN = DBItem(2, "Captain")


def sees_sailor(sailor: Any, viewer: Any) -> bool:
    """Smugglers are seen by their friends."""
    return sailor.name != "smuggler" or sailor.id in viewer.friends


def friends(viewer: Any) -> Iterator[int]:
    """The ids of everybody who sails with the viewer."""
    for ship in viewer.ships:
        for sailor in ship.crew:
            yield sailor.id


class ISailor(IEntity):
    """Who sails."""

    taggedValue(VISIBLE_TO, VisibleTo(sees_sailor, ("friends",)))

    id = Int(title="Id", brief=True, hidden=None)
    name = Text(title="Name", brief=True, hidden=None)
    grade = Choice(Grade, title="Grade")
    born = Datetime(title="Born")
    wage = Int(title="Wage")
    mentor = Reference("ISailor", title="Who taught it")
    pupils = Collection("ISailor", inverse="mentor", title="Whom it taught")
    ships = Collection("IShip", inverse="crew", title="Where it sails")
    school = Collection("ISailor", derived=True, title="Its pupils and theirs")
    masters = Collection("ISailor", inverse="school", title="In whose school it is")
    is_captain = Bool(title="May command", reads=("grade",))
    is_employed = Bool(title="Sails on a ship", graph=True)
    best_grade = Choice(Grade, title="Of its school", graph=True)


class IShip(IEntity):
    """What is sailed."""

    id = Int(title="Id", brief=True)
    name = Text(title="Name", brief=True)
    log = LongText(title="What happened")
    is_sunk = Bool(title="Lies at the bottom")
    captain = Reference("ISailor", title="Who commands it")
    crew = Collection("ISailor", title="Who sails on it")
    veterans = Collection("ISailor", ranked=True, title="By year of birth")
    seen_by = WayBack("ISailor", title="Who was reached before it")


class ISailors(IGroup):
    """Sailors."""


class IShips(IGroup):
    """Ships."""


class Sailor(Entity, implements=ISailor):
    """See ``ISailor``."""

    @property
    def is_captain(self) -> bool:
        return self.grade in {Grade.CAPTAIN}

    @property
    def is_employed(self) -> bool:
        return bool(self.ships)

    @property
    def school(self) -> Iterator[Any]:
        """Pupils come twice here, which counts once."""
        for pupil in (*self.pupils, *self.pupils):
            yield pupil
            yield from pupil.pupils

    @property
    def best_grade(self) -> Any:
        return next((pupil.grade for pupil in self.school), None)


class Ship(Entity, implements=IShip):
    """See ``IShip``."""

    @property
    def veterans(self) -> Iterator[tuple[Any, int]]:
        """Each comes with two ranks, of which the lower one counts."""
        for sailor in self.crew:
            if sailor.born is not None:
                yield sailor, sailor.born.year + 100
                yield sailor, sailor.born.year


def year(number: int) -> datetime:
    """The first of January."""
    return datetime(number, 1, 1, tzinfo=UTC)


def register() -> None:
    """Register sailors, ships, and what is asked of a viewer."""
    model = global_model()
    model.register(EntityType(ISailor, Sailor, ISailors, object))
    model.register(EntityType(IShip, Ship, IShips, object))
    model.register_viewer_fact("friends", friends)


class Harbour(PlacelessSetup):
    """Sailors and ships:

    == ======== ======= ==== ==== ======  === =========
    id name     grade   born wage mentor  id  ship
    == ======== ======= ==== ==== ======  === =========
    1  Anna     captain 1960 90           1   ada (1 1 2 3)
    2  Bob      mate    1970 50   1       2   bea (3 4)
    3  bob      mate    None None 2       3   None ()
    4  smuggler 77      1950 50   1
    5  Émil     None    1980 70   99
    == ======== ======= ==== ==== ======  === =========
    """

    def setUp(self) -> None:
        super().setUp()
        register()
        self.backend = MemoryBackend()
        sailors = [
            (1, "Anna", 2, year(1960), 90, None),
            (2, "Bob", 1, year(1970), 50, 1),
            (3, "bob", 1, None, None, 2),
            (4, "smuggler", 77, year(1950), 50, 1),
            (5, "Émil", None, year(1980), 70, 99),
        ]
        self.backend.load(ISailor, sailors)
        ships = [
            (1, "ada", "long ago", False, 1),
            (2, "bea", "last year", True, 3),
            (3, None, None, None, None),
        ]
        self.backend.load(IShip, ships)
        crew = [(1, 1), (1, 1), (1, 2), (1, 3), (2, 3), (2, 4)]
        self.backend.load(IShip["crew"], crew)

    def run_step(self, step: Step, *slots: Any, **more: Any) -> list[Any]:
        """The rows of a step; ``friends`` and ``keys`` fill it too."""
        viewer = {"friends": frozenset(more.pop("friends", ()))}
        values = Values(slots, viewer)
        return self.backend.snapshot(None).run(step, values, more.pop("keys", ()))

    def ids(self, scope: Scope, *slots: Any, **more: Any) -> list[int]:
        """The ids of a scope's entities, in its order."""
        return [row[0] for row in self.run_step(Select(scope), *slots, **more)]
