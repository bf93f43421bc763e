"""What a lock can hold: objects that are of another class while it does.

A connection that nobody locks pays nothing for it but one call when a cursor
is made. While a token is on it, the connection and all that it gave out are of
*refusing variants* of their classes: the same, with a mixin at the left whose
methods ask the tokens first.

A refusal names the statement. Where a token tolerates an access, it goes on,
and what the access itself does is not asked for again: neither the statement of
the driver that serves one of Storm's, nor the rows that it brings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any, ClassVar, Final, TypeAlias

from lp_persistence.refusal import refuse_access
from lp_persistence.storm.lazy import what_to_declare

#: From the object and the arguments of a method, what it asks for.
Text: TypeAlias = Callable[..., str]
#: From the object and what it asks for, the access: it is refused, or goes on
#: in the block.
Access: TypeAlias = Callable[[Any, str], AbstractContextManager[None]]

#: By class and mixin the refusing variant.
_VARIANTS: Final[dict[tuple[type, type], type]] = {}


def set_refusing(thing: Any, refusal: type) -> None:
    """Have an object refuse what the mixin ``refusal`` refuses."""
    cls = type(thing)
    if issubclass(cls, refusal):
        return
    variant: type | None = _VARIANTS.get((cls, refusal))
    if variant is None:
        names = {"__slots__": (), "__module__": cls.__module__, "free": cls}
        metaclass: Any = type(cls)
        variant = metaclass(cls.__name__, (refusal, cls), names)
        variant = _VARIANTS.setdefault((cls, refusal), variant)
    thing.__class__ = variant


def set_free(thing: Any, refusal: type) -> None:
    """Have an object be of its own class again."""
    cls: Any = type(thing)
    if issubclass(cls, refusal):
        thing.__class__ = cls.free


def always(text: str) -> Text:
    """What is asked for, whatever the arguments are."""
    return lambda *args, **options: text


def refusal(access: Access, *bases: type, **texts: Text) -> Any:
    """A mixin whose methods do as the next class's, within an access.

    ``texts`` gives by the name of a method what it asks for. ``bases`` is
    empty for classes of a driver in C; for others it is the class that gives
    them their layout, which has to stay the same.
    """
    mixin = type("Refusal", bases, {"__slots__": ()})
    for name, text in texts.items():
        setattr(mixin, name, _asking(mixin, name, text, access))
    return mixin


def _asking(mixin: type, name: str, text: Text, access: Access) -> Callable[..., Any]:
    def method(self: Any, *args: Any, **options: Any) -> Any:
        with access(self, text(self, *args, **options)):
            return getattr(super(mixin, self), name)(*args, **options)

    method.__name__ = name
    return method


def is_rollback(statement: str) -> bool:
    """Whether a statement is a rollback and nothing else: always allowed."""
    return statement.strip(" ;\n").upper() == "ROLLBACK"


class Held:
    """Counts the tokens that lock something."""

    #: The innermost last.
    tokens: tuple[Any, ...] = ()

    def hold(self, token: Any) -> None:
        """Lock it, until ``let_go(token)``."""
        self.tokens = (*self.tokens, token)
        self.settle()

    def let_go(self, token: Any) -> None:
        """Take back one ``hold(token)``."""
        place = max(at for at, held in enumerate(self.tokens) if held is token)
        self.tokens = self.tokens[:place] + self.tokens[place + 1 :]
        self.settle()

    def settle(self) -> None:
        """Be locked as the tokens say."""
        raise NotImplementedError


class Lockable(Held):
    """Mixed into the classes of connections, left of Storm's or the driver's.

    ``refusal`` is the mixin of the class's refusing variant.
    """

    refusal: ClassVar[type]
    #: How many accesses go on just now that were tolerated.
    let_through = 0

    def settle(self) -> None:
        change = set_refusing if self.tokens else set_free
        change(self, self.refusal)

    def ask(self, statement: str) -> None:
        """Raise DatabaseLocked, unless every token tolerates the statement."""
        if not (self.let_through or is_rollback(statement)):
            refuse_access(statement, self.tokens, partial(what_to_declare, statement))

    @contextmanager
    def letting_through(self) -> Iterator[None]:
        """Ask for nothing in the block."""
        self.let_through += 1
        try:
            yield
        finally:
            self.let_through -= 1

    @contextmanager
    def access(self, statement: str) -> Iterator[None]:
        """What ``statement`` says is done in the block, unless it is refused."""
        self.ask(statement)
        with self.letting_through():
            yield
