"""The plan of the documentation's example, with its statements, as golden texts.

With REWRITE_GOLDEN set in the environment they are written anew, to be read
before they are kept.
"""

import os
import unittest
from pathlib import Path
from typing import Any

from storm.tracer import install_tracer, remove_tracer

from lp_persistence import Context, Launchpad
from lp_persistence.people.entities import Person
from lp_persistence.testing.layers import MEMORY
from lp_persistence.testing.storm_layers import POSTGRESQL, SQLITE
from lp_persistence.testing.tutorial import fill

FOLDER = Path(__file__).parent / "golden"


class Transcript:
    """A Storm tracer that keeps the statements, a clause a line."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def connection_raw_execute(
        self, connection: Any, cursor: Any, statement: str, params: Any
    ) -> None:
        for word in ("FROM", "WHERE", "LEFT JOIN", "UNION ALL", "ORDER BY", "LIMIT"):
            statement = statement.replace(f" {word} ", f"\n  {word} ")
        self.statements.append(statement)


def example(viewer: Any) -> Context:
    """The example of the first page."""
    context = Context(viewer)
    distros = Launchpad.search(context, distro_name="ubuntu")
    branding = distros.get_branding()
    bugs = distros.hot_bugs(limit=20)
    people = bugs.get_subscribers()
    people.update(bugs.get_assignees())
    people.update(bugs.get_reporters())
    branding.update(people.get_branding())
    return context


def told(viewer: Any) -> str:
    """What the example does for a viewer: plan, then statements."""
    context = example(viewer)
    transcript = Transcript()
    install_tracer(transcript)
    try:
        plan = context.realise().plan
    finally:
        remove_tracer(transcript)
    return "\n\n".join([str(plan), *transcript.statements])


class Golden(unittest.TestCase):
    """The same for every backend; ``name`` is that of its golden text."""

    name: str
    layer: Any
    maxDiff = None

    def check(self) -> None:
        fill(self.layer["backend"])
        text = (
            f"For nobody\n==========\n\n{told(None)}\n\n\n"
            f"For a viewer\n============\n\n{told(Person(id=2))}\n"
        )
        path = FOLDER / f"example.{self.name}.txt"
        if "REWRITE_GOLDEN" in os.environ:
            path.write_text(text, "utf-8")
        self.assertEqual(path.read_text("utf-8"), text)


class TestMemory(Golden):
    layer, name = MEMORY, "memory"

    def test_the_example(self) -> None:
        """For nobody, and for a viewer: steps alone."""
        self.check()


class TestSQLite(Golden):
    layer, name = SQLITE, "sqlite"

    def test_the_example(self) -> None:
        """For nobody, and for a viewer."""
        self.check()


class TestPostgreSQL(Golden):
    layer, name = POSTGRESQL, "postgresql"

    def test_the_example(self) -> None:
        """For nobody, and for a viewer."""
        self.check()
