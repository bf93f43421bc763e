"""The differential machine: one program on every backend, and naively.

    machine = Machine([memory_store()], model)
    machine.check(world, [program, …])

Each backend has to give what the naive interpreter gives: values, order, what
can be read and what can't, errors; and the backends among each other the same
``plan.statements``, the same skipped ones and the same texts of errors. What a
witness saw pass has to be what ``realise()`` says it sent. ``Failure`` prints
a program that runs as it stands.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from lp_persistence import Context, Launchpad
from lp_persistence.errors import InvalidRow, NotRealised, PersistenceError
from lp_persistence.model import Model
from lp_persistence.testing.comparison import Disagreement, Expected, problems_of
from lp_persistence.testing.failures import Failure, Found
from lp_persistence.testing.programs import (
    REALISE,
    Program,
    mixed_roots,
    names_in_programs,
    verbs_of,
)
from lp_persistence.testing.reference import (
    TRACKER,
    Graph,
    NaiveGroup,
    Reference,
    Rules,
)
from lp_persistence.testing.reference.meanings import Unlawful
from lp_persistence.testing.shrinking import shrink
from lp_persistence.testing.stores import Store
from lp_persistence.testing.world import World


class Senseless(Exception):
    """A line of a program lacks what made its names or members."""


@dataclass(frozen=True)
class Done:
    """What one line of a program did, as backends are compared by it."""

    number: int
    error: str = ""
    planned: int = 0
    sent: int = 0


@dataclass
class Expectation:
    """What a program has to do: by number of a line the kind of the error it
    raises, or what can be read after it."""

    errors: dict[int, str] = field(default_factory=dict)
    readings: dict[int, Expected] = field(default_factory=dict)
    #: What can be read at the end, where lines came after the last realise().
    final: Expected | None = None
    #: Groups that are not what the laws of their verbs say.
    unlawful: list[Unlawful] = field(default_factory=list)


class Machine:
    """Runs programs on stores and compares."""

    def __init__(self, stores: Sequence[Store], model: Model, rules: Rules = TRACKER):
        self.stores = stores
        self.model = model
        self.rules = rules
        self.verbs = verbs_of(model)
        self._last: Graph | None = None

    def check(self, world: World, programs: Sequence[Program]) -> None:
        """Raises Failure, made small, for the first program that anybody
        disagrees on."""
        found = self.find(world, programs)
        if found is not None:
            raise self.failure(world, found) from found.error

    def failure(self, world: World, found: Found) -> Failure:
        """What was found, made small."""
        machine = Machine(found.stores, self.model, self.rules)

        def fails(world: World, program: Program) -> bool:
            try:
                return machine.find(world, [program]) is not None
            except (InvalidRow, Senseless):
                return False

        world, program = shrink(world, found.program, self.model, fails)
        smallest = machine.find(world, [program]) or found
        refused = machine.expect(world, program).errors
        smallest.program = replace(program, raising=frozenset(refused))
        return Failure(smallest.text(self.model, world))

    def find(self, world: World, programs: Sequence[Program]) -> Found | None:
        """The first of the programs that anybody disagrees on."""
        return next(iter(self.find_all(world, programs, enough=1)), None)

    def find_all(
        self, world: World, programs: Sequence[Program], enough: int | None = None
    ) -> list[Found]:
        """All of the programs, or ``enough``, that anybody disagrees on; each
        once."""
        expected = [self.expect(world, program) for program in programs]
        done: list[list[list[Done]]] = [[] for _ in programs]
        found: dict[int, Found] = {}
        for number, each in enumerate(expected):
            for wrong in each.unlawful:
                error = Disagreement(
                    f"the law of {wrong.place}", wrong.lawful, wrong.found
                )
                found[number] = Found((self.stores[0],), programs[number], error)
        if found and enough is not None:
            return list(found.values())[:enough]
        for store in self.stores:
            with store.opened() as backend:
                world.load(backend, self.model)
                for number, program in enumerate(programs):
                    if number in found:
                        continue
                    try:
                        lines = self.run(store, program, expected[number])
                    except Disagreement as error:
                        found[number] = Found((store,), program, error)
                        if len(found) == enough:
                            return list(found.values())
                    else:
                        done[number].append(lines)
        for number, program in enumerate(programs):
            if number not in found:
                differs = self._difference(program, done[number])
                if differs is not None:
                    found[number] = differs
        return list(found.values())

    def expect(self, world: World, program: Program) -> Expectation:
        """Run a program naively. Raises Senseless."""
        naive = Reference(self._graph(world), self.verbs)
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
                reading = names["context"].reading
                found.readings[number] = Expected(reading, names)
                found.unlawful += reading.unlawful
        reading = names["context"].reading
        if found.readings and not reading.problems and program.lines[-1] != REALISE:
            found.final = Expected(reading, names)
        return found

    def _graph(self, world: World) -> Graph:
        """One graph for all programs on a world: it remembers its answers."""
        if self._last is None or self._last.world is not world:
            self._last = Graph(world, self.model, self.rules)
        return self._last

    def run(self, store: Store, program: Program, expected: Expectation) -> list[Done]:
        """Run a program on the registered backend and compare with what is
        expected. Raises Disagreement."""
        names = names_on_backends(self.model)
        exec(f"context = Context(viewer={program.viewer})", names)
        run = Run(store, names, expected)
        done = [run.line(number, line) for number, line in enumerate(program.lines)]
        for reading, members in run.kept[:-1]:
            reading.compare_again(members)
        if expected.final is not None:
            expected.final.compare(names)
        return done

    def statements(self, store: Store, world: World, program: Program) -> list[int]:
        """How many statements each realise() of a program plans."""
        names = names_on_backends(self.model)
        exec(f"context = Context(viewer={program.viewer})", names)
        found = []
        with store.opened() as backend:
            world.load(backend, self.model)
            for line in program.lines:
                with suppress(PersistenceError):
                    if line == REALISE:
                        found.append(names["context"].plan().statements)
                    exec(line, names)
        return found

    def _difference(
        self, program: Program, by_store: Sequence[Sequence[Done]]
    ) -> Found | None:
        """Where backends differ that each give what is expected."""
        first = by_store[0]
        for store, done in zip(self.stores, by_store, strict=True):
            for mine, theirs in zip(done, first, strict=True):
                if mine != theirs:
                    error = Disagreement(
                        f"line {mine.number + 1}: {program.lines[mine.number]}",
                        f"{self.stores[0].name}: {theirs}",
                        f"{store.name}: {mine}",
                    )
                    return Found((self.stores[0], store), program, error)
        return None


@dataclass
class Run:
    """One program on one store."""

    store: Store
    names: dict[str, Any]
    expected: Expectation
    #: The members after each realise(), with what was to be found then.
    kept: list[tuple[Expected, dict[str, tuple[Any, ...]]]] = field(
        default_factory=list
    )

    def line(self, number: int, line: str) -> Done:
        """Run a line. Raises Disagreement."""
        wanted = self.expected.errors.get(number)
        if line == REALISE:
            return self._realise(number, wanted)
        error = None
        try:
            exec(line, self.names)
        except PersistenceError as caught:
            error = caught
        except Exception as caught:
            raise _crash(line, caught) from caught
        _compare_errors(line, wanted, error)
        return Done(number, _told(error))

    def _realise(self, number: int, wanted: str | None) -> Done:
        context = self.names["context"]
        try:
            planned = context.plan().statements
            with self.store.witness() as seen:
                realisation = context.realise()
        except PersistenceError as error:
            if wanted is None:
                self._compare_problems(self.expected.readings[number], error)
            else:
                _compare_errors(REALISE, wanted, error)
            return Done(number, _told(error))
        except Exception as error:
            raise _crash(REALISE, error) from error
        _compare_errors(REALISE, wanted, None)
        self._compare_costs(planned, realisation, seen)
        expected = self.expected.readings[number]
        if expected.reading.problems:
            raise Disagreement(REALISE, set(expected.reading.problems), "no error")
        self.kept.append((expected, expected.compare(self.names)))
        return Done(number, "", planned, realisation.statements)

    def _compare_costs(self, planned: int, realisation: Any, seen: Any) -> None:
        sent, skipped = realisation.statements, realisation.skipped
        if sent + skipped != planned:
            raise Disagreement(
                "context.plan().statements", f"{sent} sent, {skipped} skipped", planned
            )
        if seen is not None and len(seen.statements) != sent:
            texts = "\n".join(seen.statements)
            raise Disagreement(
                "what passed the wire",
                f"{sent} statements",
                f"{len(seen.statements)} statements\n{texts}",
            )

    def _compare_problems(self, expected: Expected, error: PersistenceError) -> None:
        """The wrong rows are told, each with its value, and nothing can be
        read."""
        problems = expected.reading.problems
        told = list(problems_of(error))
        if {key for key, _ in told} != {problem.key for problem in problems}:
            raise Disagreement(REALISE, set(problems) or "no error", _told(error))
        for problem in problems:
            if not any(
                key == problem.key
                and problem.name in text
                and repr(problem.value) in text
                for key, text in told
            ):
                raise Disagreement(REALISE, problem, _told(error))
        for name, naive in expected.groups.items():
            if isinstance(naive, NaiveGroup):
                try:
                    found = list(self.names[name])
                except NotRealised:
                    continue
                raise Disagreement(f"list({name})", "NotRealised", found)


def names_on_backends(model: Model) -> dict[str, Any]:
    """What programs name, where they run on the registered backend."""
    groups = [each.group_interface for each in model]
    return {
        **names_in_programs(model),
        **{group.__name__: group for group in groups},
        **mixed_roots(),
        "Context": Context,
        "Launchpad": Launchpad,
    }


def _crash(line: str, error: Exception) -> Disagreement:
    """No line may raise what is not of the package."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return Disagreement(
        line,
        "an error of lp_persistence, if any",
        f"{type(error).__name__}: {error} ({last.filename}:{last.lineno})",
    )


def _told(error: PersistenceError | None) -> str:
    """Kind and texts of an error, as backends are compared by them."""
    if error is None:
        return ""
    texts = sorted(text for _, text in problems_of(error))
    return "\n".join([type(error).__name__, *texts])


def _compare_errors(
    line: str, expected: str | None, error: PersistenceError | None
) -> None:
    found = None if error is None else type(error).__name__
    if found != expected:
        raise Disagreement(line, expected or "no error", _told(error) or "no error")
