"""Enumerations beside those of an application."""

import unittest
from types import new_class
from typing import Any

from lazr.enum import DBEnumeratedType, DBItem, enumerated_type_registry

from lp_persistence.bugs.enums import BugTaskStatus
from lp_persistence.enumeration import Enumeration


def ripeness(base: type) -> Any:
    """An enumeration of that name."""
    body = {"__module__": __name__, "RIPE": DBItem(1, "Ripe")}
    return new_class("Ripeness", (base,), exec_body=lambda space: space.update(body))


class TestEnumeration(unittest.TestCase):
    """The names of lazr.enum's registry are an application's."""

    def test_no_bare_name_is_taken(self) -> None:
        """All that the layer declares is registered by a dotted name."""
        taken = {
            name
            for name, known in enumerated_type_registry.items()
            if known.__module__.startswith("lp_persistence.")
            and ".tests." not in known.__module__
        }
        self.assertIn("lp_persistence.bugs.enums.BugTaskStatus", taken)
        self.assertEqual([], sorted(name for name in taken if "." not in name))

    def test_an_application_may_have_one_of_the_same_name(self) -> None:
        """Two are two, and so are their items of one value."""
        name = f"{__name__}.Ripeness"
        ours = ripeness(Enumeration)
        self.addCleanup(enumerated_type_registry.pop, name)
        theirs = ripeness(DBEnumeratedType)
        self.addCleanup(enumerated_type_registry.pop, "Ripeness")
        self.assertNotEqual(ours, theirs)
        self.assertIs(ours.items[1].enum, ours)

    def test_it_is_called_by_its_bare_name(self) -> None:
        """In texts that people read, the module is left out."""
        self.assertEqual("BugTaskStatus", BugTaskStatus.name)
        self.assertEqual("BugTaskStatus", BugTaskStatus.__name__)
        self.assertEqual(
            "<DBItem BugTaskStatus.NEW, (10) New>", repr(BugTaskStatus.NEW)
        )
