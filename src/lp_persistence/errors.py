"""Every exception of this package.

None of them derives from AttributeError, LookupError, TypeError, NotFound,
Unauthorized or ForbiddenAttribute: ``hasattr``, ``getattr`` with a default,
TAL's ``x | nothing`` and ``exists:`` and the publisher's retry would swallow
them, and the page would lie instead of failing.

Each carries what it speaks of as attributes, and its text ends with the way
out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Self

#: How much of a value messages show, in characters.
LONGEST: Final = 80


def shortened(value: object) -> str:
    """The repr of a value, cut where it would be a whole book."""
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


class PersistenceError(Exception):
    """What this package raises is one of these."""


class OfAttribute(PersistenceError):
    """Something about one attribute of an entity: ``entity`` is the type's
    name, ``attribute`` the name read or assigned."""

    def __init__(self, entity: str, attribute: str):
        super().__init__(entity, attribute)
        self.entity = entity
        self.attribute = attribute


def read_at(places: Sequence[str]) -> str:
    """The sentence that says where something was read, after a blank; empty
    where that is not known."""
    return f" It was read at {', used by '.join(places)}." if places else ""


class NotRequested(PersistenceError):
    """An attribute was read that nobody asked for.

    ``entity`` is the type's name, ``attribute`` the name read, ``built`` the
    place where the group was built, ``call`` what to add there, or for a way
    back what to build it as; ``since`` tells that it was added, but not
    realised yet. Where several groups share what was read, ``built`` are those
    that have not asked. ``read`` are the places where it was read, the innermost
    first: a line of the program, then the templates that are rendered.
    """

    def __init__(
        self,
        entity: str,
        attribute: str,
        built: str,
        call: str,
        since: bool = False,
        read: Sequence[str] = (),
    ):
        super().__init__(entity, attribute, built, call)
        self.entity = entity
        self.attribute = attribute
        self.built = built
        self.call = call
        self.since = since
        self.read = tuple(read)

    def __str__(self) -> str:
        return self._what_to_do() + read_at(self.read)

    def _what_to_do(self) -> str:
        name = f"{self.entity}.{self.attribute}"
        if self.since:
            return (
                f"{name} was asked for after this was realised. Call "
                f"context.realise(), and take it anew from the group built at "
                f"{self.built}."
            )
        if self.call.startswith("."):
            return (
                f"{name} was not asked for. Add {self.call} to the group built at "
                f"{self.built}."
            )
        return (
            f"{name} was not asked for: it is a way back. Build the group as "
            f"{self.call}, in place of that built at {self.built}."
        )


class NotRealised(PersistenceError):
    """A group was read before its context was realised."""


class NotGiven(OfAttribute):
    """An entity built by hand was read for what it was not given."""

    def __str__(self) -> str:
        return (
            f"{self.entity}.{self.attribute} was not given. "
            f"Build it as {self.entity}({self.attribute}=…)."
        )


class ReadOnly(OfAttribute):
    """A realised entity was assigned to."""

    def __str__(self) -> str:
        return (
            f"{self.entity}.{self.attribute} can't be assigned: a realised "
            f"entity is read only. Change what it was read from."
        )


class HiddenAttribute(OfAttribute):
    """Something was read of an entity that the viewer may not see."""

    def __str__(self) -> str:
        return (
            f"{self.entity}.{self.attribute} can't be read: the viewer may "
            f"not see this {self.entity}. Give the field hidden=…, or read "
            f"only what its brief answers."
        )


class NotPrefilled(OfAttribute):
    """A delegated attribute was read that nobody has prefilled, where that must be.

    ``read`` is the place where it was read.
    """

    def __init__(self, entity: str, attribute: str, read: str):
        super().__init__(entity, attribute)
        self.read = read

    def __str__(self) -> str:
        return (
            f"{self.entity}.{self.attribute} was not prefilled. Add "
            f"{self.attribute!r} to the for_change() that gives these objects, or "
            f"say prefill(objects, {self.attribute!r}) before they are read. It was "
            f"read at {self.read}."
        )


class PicklingRefused(PersistenceError):
    """Something was pickled that belongs to what one context read."""

    def __init__(self, what: str):
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return (
            f"{self.what} can't be pickled: it belongs to what one context read. "
            f"Keep ids, and get it again by a group's of()."
        )


class NoSuchMember(PersistenceError):
    """A group was asked for a member that it does not hold."""


class NotOne(PersistenceError):
    """``one()`` was asked of a group that has not exactly one member."""


class UnknownName(PersistenceError):
    """A fact, need, edge or value was named that there is not.

    ``known`` holds the names there are, sorted.
    """

    def __init__(self, what: str, owner: str, name: str, known: Iterable[str]):
        super().__init__(what, owner, name)
        self.what = what
        self.owner = owner
        self.name = name
        self.known = tuple(sorted(known))

    def __str__(self) -> str:
        names = ", ".join(self.known) or "none"
        return f"{self.owner} has no {self.what} {self.name!r}; there are: {names}."


class InvalidValue(PersistenceError):
    """A value does not fit the field that it was given for."""

    def __init__(self, owner: str, name: str, value: object, reason: str):
        super().__init__(owner, name, value, reason)
        self.owner = owner
        self.name = name
        self.value = value
        self.reason = reason

    def __str__(self) -> str:
        value = shortened(self.value)
        return f"{self.owner}.{self.name} can't be {value}: {self.reason}."


class InvalidKey(PersistenceError):
    """``after(key)`` was given what no member of the group could have."""


class NotAllowed(PersistenceError):
    """A group was asked for what its kind can't do (the text says what can)."""


class Unbounded(PersistenceError):
    """A root was asked to be loaded that nothing narrows, or nothing that an
    index answers."""


class NotRegistered(PersistenceError):
    """Something needs a registration; the text says which ZCML to include."""


class Conflict(PersistenceError):
    """Two declarations disagree; the text names both."""


class RowError(PersistenceError):
    """What is wrong with one row.

    ``group`` is the expression of the group, ``key`` the id of its member.
    """

    def __init__(self, group: str, key: object, problem: str):
        super().__init__(group, key, problem)
        self.group = group
        self.key = key
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.problem} (in {self.group})."


class RealiseError(PersistenceError, ExceptionGroup[RowError]):
    """Several rows of one ``realise()`` are wrong; it holds each error."""

    def derive(self, excs: Sequence[RowError]) -> RealiseError:  # type: ignore[override]
        return RealiseError(self.message, excs)


class PendingChanges(PersistenceError):
    """A store holds unflushed changes of classes that the plan reads.

    ``changes`` names the classes.
    """

    def __init__(self, changes: Iterable[str]):
        self.changes = tuple(sorted(changes))
        super().__init__(self.changes)

    def __str__(self) -> str:
        return (
            "There are unflushed changes of what would be read: "
            f"{', '.join(self.changes)}. Flush them before realise(); "
            "reads never write."
        )


class StaleContext(PersistenceError):
    """The transaction that a context belongs to has ended."""

    def __init__(self, message: str | None = None):
        super().__init__(
            message
            or "The transaction that this context read in has ended, or is that of "
            "another thread. To read more, make a new context."
        )


class DeadlinePassed(PersistenceError):
    """The deadline of a context passed before all steps were run.

    ``step`` is the next one, with the groups that it is for; ``late`` the
    seconds by which it would have been too late.
    """

    def __init__(self, step: str, late: float):
        super().__init__(step, late)
        self.step = step
        self.late = late

    def __str__(self) -> str:
        return (
            f"The context's deadline passed {self.late:.3f} s before the step: "
            f"{self.step}. Ask for less, or give Context(deadline=…) more time."
        )


class TooManyRows(PersistenceError):
    """A context has read as many rows as it may, and there are more.

    ``groups`` describe what was read then, with their places; ``most`` is the
    bound. Nothing of the context can be read; it can be realised again.
    """

    def __init__(self, groups: Iterable[str], most: int):
        self.groups = tuple(groups)
        self.most = most
        super().__init__(self.groups, most)

    def __str__(self) -> str:
        return (
            f"The context has read its {self.most} rows, and there are more in "
            f"{' and '.join(self.groups)}. Narrow it, give it a limit, or say "
            f"Context(most_rows=…)."
        )


class Unavailable(PersistenceError):
    """A store can't be opened; ``store`` names it."""

    def __init__(self, store: str, reason: str):
        super().__init__(store, reason)
        self.store = store
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.store} can't be opened: {self.reason}"


class Misfit(PersistenceError):
    """Records read a column or a table that the database does not have.

    ``table`` and ``column`` (or None) name it, ``entities`` the entity interface,
    with the attribute where it is one's own, and ``place`` is where the records were
    registered.
    """

    def __init__(self, table: str, column: str | None, entities: str, place: str):
        super().__init__(table, column, entities, place)
        self.table = table
        self.column = column
        self.entities = entities
        self.place = place

    def __str__(self) -> str:
        what = self.table if self.column is None else f"{self.table}.{self.column}"
        return (
            f"There is no {'table' if self.column is None else 'column'} {what} in the "
            f"database, which {self.entities} is read from (records at {self.place}). "
            f"Mend the records or the database; lp-persistence check tells of all "
            f"that differs."
        )


class InvalidRow(PersistenceError):
    """A row handed to ``load`` does not fit; the text names row and rule."""


class InvalidFile(PersistenceError):
    """A file of rows does not fit; the text names file, line and rule."""

    @classmethod
    def at(cls, file: str, line: int, rule: str) -> Self:
        """One line of a file breaks a rule."""
        return cls(f"{file}, line {line}: {rule}.")


class DatabaseLocked(PersistenceError):
    """What keeps the objects was asked for something while it was locked.

    ``view`` and ``statement`` tell who asked for what, ``read`` where, as that
    of NotRequested, and ``declare`` is a sentence on what to ask for instead,
    where that can be told.
    """

    def __init__(
        self,
        statement: str,
        view: str | None = None,
        read: Sequence[str] = (),
        declare: str | None = None,
    ):
        super().__init__(statement, view)
        self.statement = statement
        self.view = view
        self.read = tuple(read)
        self.declare = declare

    def __str__(self) -> str:
        while_ = f"while {self.view} was rendered" if self.view else "while locked"
        declare = self.declare or (
            "Declare what is shown before context.realise() runs."
        )
        return (
            f"The store was asked for something {while_}: {self.statement}."
            f"{read_at(self.read)} {declare}"
        )
