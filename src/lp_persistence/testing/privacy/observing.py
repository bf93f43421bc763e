"""All that a program shows to who runs it, as lines of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from zope.interface import providedBy

from lp_persistence.canonical import canonical_path
from lp_persistence.counts import Counts
from lp_persistence.embedded import EmbeddedGroup
from lp_persistence.entity import Entity
from lp_persistence.group import Group
from lp_persistence.hydration.shapes import is_hidden
from lp_persistence.mixed import MixedGroup
from lp_persistence.model import Model
from lp_persistence.size import Size
from lp_persistence.testing.programs import REALISE, Program


class Observation:
    """What was seen: ``lines``, and ``met``: interface and id of everybody who
    was handed out as themselves."""

    def __init__(self, model: Model):
        self.model = model
        self.lines: list[str] = []
        self.met: set[tuple[str, Any]] = set()
        #: The entities that were met, in the order of meeting.
        self._met: list[Any] = []
        self._numbers: dict[int, int] = {}

    def run(self, program: Program, names: dict[str, Any]) -> None:
        """Run a program in a namespace and look at everything it gives."""
        known = {*names, "context", "__builtins__"}
        exec(f"context = Context(viewer={program.viewer})", names)
        made = {line.partition(" = ")[0] for line in program.lines}
        for line in program.lines:
            if line == REALISE:
                self.lines.append(str(_try(names["context"].plan)))
            done = _try(partial(_execute, line, names, made))
            self.lines.append(f"{line}: {done}")
            if line == REALISE:
                self._look(names, sorted(names.keys() - known))

    def _look(self, names: dict[str, Any], of: list[str]) -> None:
        for name in of:
            self.lines += [f"{name}: {told}" for told in self._told(names[name])]
        for number, entity in enumerate(self._met):
            # Meeting others as it goes, this ends when all were met.
            self.lines.append(f"#{number} {self._attributes(entity)}")

    def _told(self, value: Any) -> Iterator[Any]:
        yield _try(partial(repr, value))
        if isinstance(value, Size):
            yield _try(partial(int, value))
        elif isinstance(value, Counts):
            yield _try(value.items)
        elif isinstance(value, EmbeddedGroup):
            yield self._value(_try(lambda: tuple(value)))
        elif isinstance(value, Group | MixedGroup):
            members = _try(lambda: tuple(value))
            yield self._value(members)
            yield _try(partial(len, value))
            if isinstance(members, tuple) and hasattr(value, "key"):
                for member in members:
                    yield _try(partial(value.key, member))

    def _value(self, value: Any) -> Any:
        """A value as text; entities by number, to be looked at in turn."""
        if isinstance(value, tuple) and not hasattr(value, "_fields"):
            return [self._value(each) for each in value]
        if isinstance(value, Entity):
            return self._entity(value)
        schemas = [] if isinstance(value, str) else list(providedBy(value))
        if schemas:
            names = sorted({name for schema in schemas for name in schema.names(True)})
            return {name: repr(_try(partial(getattr, value, name))) for name in names}
        return repr(value)

    def _entity(self, entity: Any) -> str:
        number = self._numbers.get(id(entity))
        if number is None:
            number = self._numbers[id(entity)] = len(self._met)
            self._met.append(entity)
            if not is_hidden(entity):
                self.met.add((entity.interface.__name__, entity.id))
        return f"#{number}"

    def _attributes(self, entity: Any) -> dict[str, Any]:
        fields = self.model.type_of(entity.interface).fields
        return {
            "": repr(entity),
            "url": str(_try(partial(canonical_path, entity))),
            **{
                name: self._value(_try(partial(getattr, entity, name)))
                for name in fields
            },
        }


class Unknown(BaseException):
    """A program names what no program finds here: it would show nothing."""


def _execute(line: str, names: dict[str, Any], made: set[str]) -> None:
    """Run a line; what the line that ``made`` a name was refused is not there."""
    try:
        exec(line, names)
    except NameError as error:
        if error.name not in made:
            raise Unknown(line) from error
        raise


def _try(read: Callable[[], Any]) -> Any:
    """What is given, or what the error says."""
    try:
        return read()
    except Exception as error:
        notes = " ".join(getattr(error, "__notes__", ()))
        return f"{type(error).__name__}: {error} {notes}"
