"""The differential machine: what it holds, and that it would find faults.

``LP_PERSISTENCE_SEED=7 make test`` runs it with other worlds and programs;
``bin/py -m lp_persistence.testing.campaign -- --seed 7`` does that alone,
and as many as one likes.
"""

import contextlib
import io
import subprocess
import sys
import unittest
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from lp_persistence.errors import RowError
from lp_persistence.memory.backend import MemoryBackend
from lp_persistence.model import get_model
from lp_persistence.testing import campaign as command
from lp_persistence.testing.campaign import PROGRAMS, WORLDS, campaign, default_seed
from lp_persistence.testing.failures import Failure
from lp_persistence.testing.layers import MEMORY, RegistryLayer
from lp_persistence.testing.machine import Machine, Senseless
from lp_persistence.testing.planted import FAULTS, FaultyBackend, LimitTooLarge
from lp_persistence.testing.postgres import Server
from lp_persistence.testing.programs import Program
from lp_persistence.testing.stores import Store, memory_store
from lp_persistence.testing.storm_stores import postgres_store, sqlite_store
from lp_persistence.testing.world import World


class MachineLayer(RegistryLayer):
    """Memory, SQLite and PostgreSQL side by side; ``self['stores']``."""

    def setUp(self) -> None:
        super().setUp()
        self._stack = ExitStack()
        folder = Path(self._stack.enter_context(TemporaryDirectory()))
        server = self._stack.enter_context(Server())
        self["stores"] = [
            memory_store(),
            self._stack.enter_context(sqlite_store(str(folder / "machine.db"))),
            self._stack.enter_context(postgres_store(server)),
        ]

    def tearDown(self) -> None:
        del self["stores"]
        self._stack.close()
        super().tearDown()


MACHINE = MachineLayer(name="MACHINE", filename="stored.zcml")


class TestBackends(unittest.TestCase):
    layer = MACHINE

    def test_all_backends_give_what_the_naive_interpreter_gives(self) -> None:
        """The same values, order, readable attributes, errors, and statements
        as the wire sees them, for 300 programs and some more."""
        machine = Machine(self.layer["stores"], get_model())
        done = campaign(machine.check, get_model(), start=default_seed())
        self.assertEqual(WORLDS * PROGRAMS, done)
        self.assertGreaterEqual(done, 300)

    def test_the_wire_has_a_say(self) -> None:
        """A statement more than realise() tells is found."""
        world, (*_, postgres) = people(1), self.layer["stores"]

        @contextlib.contextmanager
        def one_more():
            with postgres.witness() as seen:
                yield seen
            seen.messages *= 2

        store = Store("postgres", postgres.opened, (), one_more)
        with self.assertRaisesRegex(Failure, "what passed the wire"):
            Machine([store], get_model()).check(world, [EVERYBODY])


class TestMemory(unittest.TestCase):
    """What is held without a database."""

    layer = MEMORY

    def test_references_to_nothing(self) -> None:
        """Each is told, where it was asked for and there alone; databases
        refuse such rows."""
        machine = Machine([memory_store()], get_model())
        campaign(machine.check, get_model(), worlds=24, start=default_seed(), gaps=True)

    def test_statements_depend_on_the_shape_alone(self) -> None:
        """A program plans as many on an empty world, with other values and
        for somebody else."""
        machine = Machine([memory_store()], get_model())

        def check(world: World, programs: list[Program]) -> None:
            for program in programs:
                if any(part in str(program) for part in ("list(", "{*", ".of(g")):
                    continue  # what it says depends on what it reads
                viewer = OTHER_VIEWERS.get(program.viewer, "Person(id=1)")
                there = machine.statements(memory_store(), world, program)
                empty = machine.statements(
                    memory_store(), World(), replace(program, viewer=viewer)
                )
                # Wrong rows end a program early.
                self.assertEqual(there, empty[: len(there)], str(program))

        campaign(check, get_model(), worlds=24, start=default_seed())


#: Of planted faults; that which shows most comes first.
SEEDS: Final = (3, 1, 2, 4)


class Different(AssertionError):
    """A planted fault was found."""


class TestPlantedFaults(unittest.TestCase):
    """Each fault of ``testing.planted`` is found by what every run does."""

    layer = MEMORY

    def test_every_fault_is_found(self) -> None:
        """By as many worlds and programs as ``make test`` runs, of one seed or
        another: not each draws what shows all of them."""
        for name, fault in FAULTS.items():
            machine = Machine([faulty(fault)], get_model())
            with self.subTest(name):
                self.assertTrue(any(self.finds(machine, seed) for seed in SEEDS))

    def finds(self, machine: Machine, seed: int) -> bool:
        """Whether a machine finds something in the worlds of a seed."""

        def check(world: World, programs: list[Program]) -> None:
            if machine.find(world, programs) is not None:
                raise Different

        try:
            campaign(check, get_model(), start=seed)
        except Different:
            return True
        return False

    def test_no_fault_is_found_where_there_is_none(self) -> None:
        """The same wrapping without a fault passes."""
        machine = Machine([memory_store()], get_model())
        self.assertEqual(32, campaign(machine.check, get_model(), worlds=8))

    def test_backends_that_differ_are_told(self) -> None:
        """What each says is right, but they do not say the same."""

        class Wordy(MemoryBackend):
            def snapshot(self, context):
                raise RowError("IPersons", 1, "here the visibility is 77")

        world = people(1)
        world.rows["IPerson"][1]["visibility"] = 77
        lines = ("g0 = IPersons(context).all().need('visibility')", "context.realise()")
        program = Program("None", lines)
        machine = Machine([memory_store(), memory_store(Wordy)], get_model())
        found = machine.find(world, [program])
        assert found is not None
        self.assertEqual("line 2: context.realise()", found.error.place)
        self.assertIn("IPerson 1 has the visibility 77", str(found.error.expected))
        self.assertIn("here the visibility is 77", str(found.error.found))


class TestFailures(unittest.TestCase):
    """What a failure says."""

    layer = MEMORY

    def failure(self) -> str:
        """The text of a failure over a limit that is one too large."""
        machine = Machine([faulty(LimitTooLarge())], get_model())
        lines = (
            "g0 = IPersons(context).ordered_by('-id')",
            "g1 = g0.limit(1)",
            "g2 = g1.get_teams()",
            "g3 = IBugs(context).filter(title='a', reporter=Person(id=1))",
            "context.realise()",
        )
        with self.assertRaises(Failure) as caught:
            machine.check(people(5), [Program("Person(id=1)", lines)])
        return str(caught.exception)

    def test_it_is_small(self) -> None:
        """Lines, rows and values that do not matter are gone."""
        text = self.failure()
        self.assertNotIn("get_teams", text)
        self.assertNotIn("IBugs", text)
        self.assertIn("context = Context(viewer=None)", text)
        self.assertEqual(2, text.count("'x', 1, "))
        self.assertIn("# [x.id for x in g1]\n# expected: [5]\n# found: [5, 4]", text)

    def test_it_runs_as_it_stands(self) -> None:
        """As a file of its own; without the fault it gives what is expected."""
        done = subprocess.run(
            [sys.executable, "-c", self.failure()],
            capture_output=True,
            text=True,
            env={"PYTHONPATH": ":".join(sys.path)},
            check=False,
        )
        self.assertEqual("[5]\n", done.stdout, done.stderr)

    def test_refused_lines_are_caught_in_it(self) -> None:
        """A line that has to be refused does not end the program."""
        machine = Machine([faulty(LimitTooLarge())], get_model())
        lines = (
            "g0 = IPersons(context).limit(1)",
            "g1 = g0.need('nothing')",
            "g2 = g0.get_teams()",
            "context.realise()",
        )
        program = Program("None", lines, frozenset({1}))
        self.assertIn(
            "with contextlib.suppress(PersistenceError):\n    g1 = g0.need('nothing')",
            str(program),
        )
        self.assertIsNotNone(machine.find(people(3), [program]))

    def test_crashes_are_failures(self) -> None:
        """No backend may raise what is not of the package."""

        class Broken(MemoryBackend):
            def snapshot(self, context):
                raise ZeroDivisionError("a backend fell over")

        machine = Machine([memory_store(Broken)], get_model())
        with self.assertRaisesRegex(Failure, "ZeroDivisionError: a backend fell over"):
            machine.check(people(1), [EVERYBODY])

    def test_senseless_programs(self) -> None:
        """A name that no line makes is the program's fault, not a backend's."""
        machine = Machine([memory_store()], get_model())
        with self.assertRaises(Senseless):
            machine.find(people(1), [Program("None", ("g1 = g0.limit(1)",))])


class TestCommand(unittest.TestCase):
    layer = MEMORY

    def test_the_same_seed_gives_the_same_programs(self) -> None:
        """And another one others."""
        first, again, other = map(self.drawn, (3, 3, 4))
        self.assertEqual(first, again)
        self.assertNotEqual(first, other)

    def drawn(self, seed: int) -> list[str]:
        """The texts of a campaign's programs."""
        texts: list[str] = []

        def keep(world: World, programs: list[Program]) -> None:
            texts.extend(map(str, programs))

        campaign(keep, get_model(), worlds=8, start=seed)
        return texts

    def test_usage(self) -> None:
        """What the command takes."""
        output = io.StringIO()
        with contextlib.redirect_stdout(output), self.assertRaises(SystemExit):
            command.main(["--help"])
        for option in ("--seed", "--worlds", "--postgres"):
            self.assertIn(option, output.getvalue())


#: Nobody and those who see everything need no facts of a viewer.
OTHER_VIEWERS = {"None": "None", "ALL_SEEING": "ALL_SEEING"}
EVERYBODY = Program("None", ("g0 = IPersons(context).all()", "context.realise()"))


def faulty(fault) -> Store:
    """Memory with a fault."""
    store = memory_store(lambda: FaultyBackend(fault))
    return Store("memory", store.opened, memory_store().source)


def people(count: int) -> World:
    """So many persons, each in one team."""
    world = World()
    for key in range(1, count + 1):
        world.add(
            "IPerson",
            id=key,
            name=f"name{key}",
            displayname="Ada",
            visibility=1,
            membership_policy=1,
            account_status=20,
            creation_rationale=8,
            date_created=datetime(2020, 5, 6, 7, 8, 9, tzinfo=UTC),
            homepage="of mine",
            hides_emails=False,
            team_owner=None,
            registrant=None,
            merged_into=None,
            icon=None,
            logo=None,
            mugshot=None,
        )
    return world
