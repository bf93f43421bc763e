"""The differential machine: one program on every backend and naively.

    machine = Machine([memory_store()], model)
    machine.check(world, [program, …])

Each backend has to give what the naive interpreter gives: values, order, what
can be read and what can't, errors; and the backends among each other the same
``plan.statements`` and the same error texts. ``Failure`` prints a program that
runs as it stands.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final


from lp_persistence.bugs.lazy import Launchpad
from lp_persistence.context import Context
from lp_persistence.errors import InvalidRow, NotRealised, PersistenceError
from lp_persistence.model import Model
from lp_persistence.testing.comparison import Disagreement, Expected, problems_of
from lp_persistence.testing.programs import (
    REALISE,
    Program,
    names_in_programs,
    verbs_of,
)
from lp_persistence.testing.reference import NaiveGroup, Reference
from lp_persistence.testing.shrinking import shrink
from lp_persistence.testing.stores import Store
from lp_persistence.testing.world import World


class Senseless(Exception):
    """A line of a program lacks what made its names or members."""


class Failure(AssertionError):
    """A program on which somebody disagrees; its text runs as it stands."""


@dataclass
class Step:
    """What one line of a program did."""

    number: int
    error: str = ""
    planned: int = 0
    sent: int = 0


@dataclass
class Outcome:
    """What a program did on one backend, as the backends are compared."""

    steps: list[Step] = field(default_factory=list)


@dataclass
class Expectation:
    """What a program has to do: by number of a line the kind of the error it
    raises, or what can be read after it."""

    errors: dict[int, str] = field(default_factory=dict)
    readings: dict[int, Expected] = field(default_factory=dict)
    #: What can be read at the end, where lines came after the last realise().
    final: Expected | None = None


class Machine:
    """Runs programs on stores and compares."""

    def __init__(self, stores: Sequence[Store], model: Model):
        self.stores = stores
        self.model = model
        self.verbs = verbs_of(model)
        self.programs = 0

    def check(self, world: World, programs: Sequence[Program]) -> None:
        """Raises Failure, made small, for the first program that anybody
        disagrees on."""
        found = self.find(world, programs)
        if found is None:
            self.programs += len(programs)
            return
        stores, program = found.stores, found.program
        machine = Machine(stores, self.model)

        def fails(world: World, program: Program) -> bool:
            try:
                return machine.find(world, [program]) is not None
            except (InvalidRow, Senseless):
                return False

        world, program = shrink(world, program, self.model, fails)
        smallest = machine.find(world, [program]) or found
        errors = self.expect(Reference(world, self.model, self.verbs), program).errors
        smallest.program = replace(program, raising=frozenset(errors))
        raise Failure(smallest.text(self.model, world)) from smallest.error

    def find(self, world: World, programs: Sequence[Program]) -> Found | None:
        """The first of the programs that anybody disagrees on."""
        naive = Reference(world, self.model, self.verbs)
        expected = [self.expect(naive, program) for program in programs]
        outcomes: list[list[Outcome]] = [[] for _ in programs]
        for store in self.stores:
            with store.opened() as backend:
                world.load(backend, self.model)
                for number, program in enumerate(programs):
                    try:
                        outcome = self.run(store, program, expected[number])
                    except Disagreement as error:
                        return Found((store,), program, error)
                    outcomes[number].append(outcome)
        for number, program in enumerate(programs):
            error = self._disagreement(program, outcomes[number])
            if error is not None:
                return Found(tuple(self.stores), program, error)
        return None

    # --- the two runs ----------------------------------------------------

    def expect(self, naive: Reference, program: Program) -> Expectation:
        """Run a program naively."""
        names = naive.namespace() | names_in_programs(self.model)
        exec(f"context = Context(viewer={program.viewer})", names)
        found = Expectation()
        for number, line in enumerate(program.lines):
            try:
                exec(line, names)
            except PersistenceError as error:
                found.errors[number] = type(error).__name__
                continue
            except (NameError, LookupError) as error:
                raise Senseless(line) from error
            if line == REALISE:
                found.readings[number] = Expected(names["context"].reading, names)
        reading = names["context"].reading
        if found.readings and not reading.problems and program.lines[-1] != REALISE:
            found.final = Expected(reading, names)
        return found

    def run(self, store: Store, program: Program, expected: Expectation) -> Outcome:
        """Run a program on the registered backend and compare with what is
        expected. Raises Disagreement."""
        names = self.names()
        exec(f"context = Context(viewer={program.viewer})", names)
        outcome = Outcome()
        kept: list[tuple[Expected, Any]] = []
        for number, line in enumerate(program.lines):
            if line == REALISE:
                step = self._realise(store, number, names, expected, kept)
            else:
                step = self._line(number, line, names, expected)
            outcome.steps.append(step)
        for reading, members in kept[:-1]:
            reading.compare_again(members)
        if expected.final is not None:
            expected.final.compare(names)
        return outcome

    def names(self) -> dict[str, Any]:
        """What programs name, for real."""
        return names_in_programs(self.model) | {
            "Context": Context,
            "Launchpad": Launchpad,
            **{each.group_interface.__name__: each.group_interface for each in self.model},
        }

    def _line(
        self, number: int, line: str, names: dict[str, Any], expected: Expectation
    ) -> Step:
        error = _run(line, names)
        _compare_errors(line, expected.errors.get(number), error)
        return Step(number, _told(error))

    def _realise(
        self,
        store: Store,
        number: int,
        names: dict[str, Any],
        expected: Expectation,
        kept: list[tuple[Expected, Any]],
    ) -> Step:
        wanted = expected.errors.get(number)
        try:
            planned = names["context"].plan().statements
            with store.witness() as seen:
                realisation = names["context"].realise()
        except PersistenceError as error:
            if wanted is None:
                _compare_problems(expected.readings[number], error, names)
            else:
                _compare_errors(REALISE, wanted, error)
            return Step(number, _told(error))
        except Exception as error:
            raise _crash(REALISE, error) from error
        _compare_errors(REALISE, wanted, None)
        reading = expected.readings[number]
        if reading.reading.problems:
            raise Disagreement(REALISE, set(reading.reading.problems), "no error")
        if realisation.statements + realisation.skipped != planned:
            raise Disagreement(
                "context.plan().statements",
                f"{realisation.statements} sent and {realisation.skipped} skipped",
                planned,
            )
        if seen is not None and len(seen.statements) != realisation.statements:
            raise Disagreement(
                "what passed the wire",
                f"{realisation.statements} statements",
                "\n".join([str(len(seen.statements)), *seen.statements]),
            )
        kept.append((reading, reading.compare(names)))
        return Step(number, "", planned, realisation.statements)

    def _disagreement(
        self, program: Program, outcomes: Sequence[Outcome]
    ) -> Disagreement | None:
        """Where backends differ that each give what is expected."""
        for store, outcome in zip(self.stores[1:], outcomes[1:], strict=True):
            for mine, first in zip(outcome.steps, outcomes[0].steps, strict=True):
                if mine != first:
                    return Disagreement(
                        f"line {mine.number + 1}: {program.lines[mine.number]}",
                        f"{self.stores[0].name}: {first}",
                        f"{store.name}: {mine}",
                    )
        return None


def _run(line: str, names: dict[str, Any]) -> PersistenceError | None:
    try:
        exec(line, names)
    except PersistenceError as error:
        return error
    except Exception as error:
        raise _crash(line, error) from error
    return None


def _crash(line: str, error: Exception) -> Disagreement:
    """Whatever the backend, no line may raise what is not of the package."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return Disagreement(
        line,
        "an error of lp_persistence, if any",
        f"{type(error).__name__}: {error} ({last.filename}:{last.lineno})",
    )


def _told(error: PersistenceError | None) -> str:
    if error is None:
        return ""
    return "\n".join([type(error).__name__, *sorted(t for _, t in problems_of(error))])


def _compare_errors(
    line: str, expected: str | None, error: PersistenceError | None
) -> None:
    found = None if error is None else type(error).__name__
    if found != expected:
        raise Disagreement(line, expected or "no error", _told(error) or "no error")


def _compare_problems(
    expected: Expected, error: PersistenceError, names: dict[str, Any]
) -> None:
    """The wrong rows are told, each with its value, and nothing can be read."""
    problems = expected.reading.problems
    told = list(problems_of(error))
    if {key for key, _ in told} != {problem.key for problem in problems}:
        raise Disagreement(REALISE, set(problems) or "no error", _told(error))
    for problem in problems:
        if not any(
            key == problem.key and problem.name in text and repr(problem.value) in text
            for key, text in told
        ):
            raise Disagreement(REALISE, problem, _told(error))
    for name, naive in expected.groups.items():
        if isinstance(naive, NaiveGroup):
            try:
                found = list(names[name])
            except NotRealised:
                continue
            raise Disagreement(f"list({name})", "NotRealised", found)


#: How many programs a run of the tests makes, and for each world.
PROGRAMS: Final = 300
PROGRAMS_OF_A_WORLD: Final = 4
