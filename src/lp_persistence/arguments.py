"""What a verb takes that a group composes of others, declared beside it::

    class IBugs(IGroup):

        @taking(
            order=Word("heat", "newest"),
            status=Like("IBugTask", "status"),
        )
        def search(order="newest", **tests):
            ...

From it follow the cases that prove the verb. Entities are named as in the fields
of edges: by their interfaces, which other packages may declare.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from zope.interface.interface import Method

#: Tag of a method of a group's interface: what it takes, by name.
ARGUMENTS: Final = "lp_persistence.arguments"


@dataclass(frozen=True, slots=True)
class Like:
    """What ``filter(name=…)`` of groups of an entity takes."""

    interface: str
    name: str


@dataclass(frozen=True, slots=True)
class Tests:
    """Any tests that ``filter`` of groups of an entity takes, by their own
    names; ``taking(tests=Tests("IPerson"))`` of a method with ``**tests``."""

    interface: str


class Word(tuple[str, ...]):
    """One of these texts: ``Word("heat", "newest")``."""

    __slots__ = ()

    def __new__(cls, *words: str) -> Word:
        return super().__new__(cls, words)


@dataclass(frozen=True, slots=True)
class Words:
    """A text that is searched for, word by word: some of what these entities'
    tests of this name search."""

    interface: str
    name: str = "text"


@dataclass(frozen=True, slots=True)
class Count:
    """How many, from 0."""


class Either(tuple[Any, ...]):
    """What one of these takes: ``Either(Words("IBug"), Like("IBug", "text"))``."""

    __slots__ = ()

    def __new__(cls, *kinds: Any) -> Either:
        return super().__new__(cls, kinds)


def taking(**arguments: Any) -> Callable[[Any], Any]:
    """Say what a method of a group's interface takes."""

    def declare(method: Any) -> Any:
        # What a function bears becomes the tags of the interface's method.
        setattr(method, ARGUMENTS, arguments)
        return method

    return declare


def arguments_of(method: Method) -> Mapping[str, Any]:
    """What a method says that it takes, by name."""
    found: Mapping[str, Any] = method.queryTaggedValue(ARGUMENTS, {})
    return found


def signature_of(method: Method) -> Mapping[str, Any]:
    """The names of a method's parameters: ``positional``, of these ``required``, and
    ``kwargs``, None where there are no further ones."""
    found: Mapping[str, Any] = method.getSignatureInfo()  # type: ignore[no-untyped-call]
    return found


def undeclared(method: Method) -> tuple[str, ...]:
    """The parameters of a method of which it does not say what they take."""
    signature, said = signature_of(method), arguments_of(method)
    missing = [name for name in signature["positional"] if name not in said]
    further = signature["kwargs"]
    if further and not said.keys() - set(signature["positional"]):
        missing.append(further)
    return tuple(missing)
