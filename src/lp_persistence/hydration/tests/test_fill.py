"""The generated function that fills objects."""

from __future__ import annotations

import linecache
import traceback
import unittest

from lp_persistence.hydration.fill import Layout, fill_function, fill_source
from lp_persistence.model import Model

LAYOUT = Layout(
    width=6,
    id_at=1,
    plain=(("id", 1), ("title", 2)),
    truths=(("is_private", 5),),
    mapped=(("reporter", 4),),
    collections=("tasks",),
    ways_back=("distro",),
)


class Thing:
    """Has whatever it is given."""


class Frozen:
    """What a thing becomes."""


class FillTests(unittest.TestCase):
    def test_source(self):
        """One readable loop."""
        self.assertEqual(
            "def fill(rows, out, frozen, origin, reporter, tasks, distro):\n"
            "    for o, (_0, o.id, o.title, _3, k4, k5,) in zip(out, rows):\n"
            "        o._origin = origin\n"
            "        o.is_private = None if k5 is None else not not k5\n"
            "        o.reporter = reporter[k4]\n"
            "        o.tasks = tasks.get(o.id, EMPTY)\n"
            "        o.distro = distro[o.id]\n"
            "        o.__class__ = frozen\n",
            fill_source(LAYOUT),
        )

    def test_filling(self):
        """Plain values, truths that are numbers, mapped ones, collections, ways
        back."""
        fill = fill_function(Model(), "IBug", LAYOUT)
        out = [Thing(), Thing()]
        rows = [(True, 1, "a", 0, 7, 1), (True, 2, "b", 0, None, None)]
        distro = {1: "ubuntu", 2: "debian"}
        fill(rows, out, Frozen, "here", {7: "ada", None: None}, {1: ("task",)}, distro)
        self.assertEqual(
            [
                {
                    "id": 1,
                    "title": "a",
                    "is_private": True,
                    "reporter": "ada",
                    "tasks": ("task",),
                    "distro": "ubuntu",
                    "_origin": "here",
                },
                {
                    "id": 2,
                    "title": "b",
                    "is_private": None,
                    "reporter": None,
                    "tasks": (),
                    "distro": "debian",
                    "_origin": "here",
                },
            ],
            [vars(thing) for thing in out],
        )
        self.assertEqual([Frozen, Frozen], [type(thing) for thing in out])

    def test_one_function_for_a_layout(self):
        """Kept with the registrations."""
        model = Model()
        fill = fill_function(model, "IBug", LAYOUT)
        self.assertIs(fill, fill_function(model, "IBug", LAYOUT))
        self.assertIsNot(fill, fill_function(model, "IBugTask", LAYOUT))
        self.assertIsNot(fill, fill_function(Model(), "IBug", LAYOUT))

    def test_tracebacks_show_the_line(self):
        """As if it stood in a file."""
        fill = fill_function(Model(), "IBug", LAYOUT)
        try:
            fill([(True, 1, "a", 0, 7, 0)], [Thing()], Frozen, "here", {}, {}, {})
        except KeyError as error:
            (_, line) = traceback.extract_tb(error.__traceback__)
        self.assertEqual("o.reporter = reporter[k4]", line.line)
        self.assertTrue(linecache.getlines(line.filename))
