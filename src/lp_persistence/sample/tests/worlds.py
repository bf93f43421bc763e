"""Generated worlds as tables, to be counted again from their rows alone."""

from __future__ import annotations

import unittest
from collections import defaultdict
from functools import cache

from zope.component.testing import PlacelessSetup
from zope.configuration.xmlconfig import file as load_zcml
from zope.interface.interface import InterfaceClass

import lp_persistence
from lp_persistence.model import get_model
from lp_persistence.people.membership.interfaces import ITeamMembership
from lp_persistence.sample import generate

#: How many bugs have the worlds that are looked at.
SIZE = 1500


class ModelTestCase(PlacelessSetup, unittest.TestCase):
    """Has the entities registered."""

    def setUp(self):
        super().setUp()
        load_zcml("domain.zcml", lp_persistence)


class Tables:
    """The rows of a world: entities as dictionaries by id, links as pairs."""

    def __init__(self, world):
        self.entities = {}
        self.links = {}
        self.order = []
        for target, rows in world:
            self.order.append(target)
            if isinstance(target, InterfaceClass):
                names = get_model().type_named(target.__name__).stored
                self.entities[target.__name__] = [
                    dict(zip(names, row, strict=True)) for row in rows
                ]
            else:
                self.links[target] = list(rows)

    def __getitem__(self, interface):
        return self.entities[interface.__name__]

    def linked(self, field):
        """Owner's id to the ids of a link, without what is doubled."""
        found = defaultdict(set)
        for owner, target in self.links[field]:
            found[owner].add(target)
        return found

    def members(self):
        """Team's id to the ids of its active members."""
        found = defaultdict(set)
        for row in self[ITeamMembership]:
            if row["status"] in (2, 3):
                found[row["team"]].add(row["person"])
        return found


@cache
def tables_of(size: int) -> Tables:
    """The tables of a world of so many bugs; nobody changes them."""
    return Tables(generate(size))


class WorldTestCase(ModelTestCase):
    """Looks at the tables of one world."""

    def setUp(self):
        super().setUp()
        self.tables = tables_of(SIZE)
