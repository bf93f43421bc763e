"""The ratchet: what of an application still delegates, and who reads it one by one.

``ratchet.json`` is committed with the application. It lists the delegated attributes,
and of each the callers that may go on. What is listed may only become less.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from zope.interface import implementer

from lp_persistence.adoption.callers import Caller
from lp_persistence.adoption.delegation import DELEGATED, Delegated
from lp_persistence.adoption.interfaces import IRatchetPolicy
from lp_persistence.errors import InvalidFile, PersistenceError
from lp_persistence.finding import Finding

#: By full name of an attribute the entries of its callers.
Entries: TypeAlias = Mapping[str, frozenset[str]]

#: By full name of an attribute who was seen to read it one by one.
Seen: TypeAlias = Mapping[str, frozenset[Caller]]

#: What ``modes.TOLD`` logs, wherever it stands in a line.
_LOGGED: Final = re.compile(
    r"(?P<attribute>[\w.<>]+) was read one by one at "
    r"(?P<file>.+?):(?P<line>\d+) in (?P<name>.+)"
)


def read_entries(path: Path) -> Entries:
    """What a file lists; InvalidFile for one that is no ``ratchet.json``."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except json.JSONDecodeError as error:
        raise InvalidFile.at(str(path), error.lineno, f"{error.msg}") from None
    except UnicodeDecodeError:
        raise InvalidFile(f"{path} can't be read: it is no text in UTF-8.") from None
    except OSError as error:
        raise InvalidFile(f"{path} can't be read: {error.strerror}.") from None
    if not isinstance(found, dict) or not all(map(_is_list, found.values())):
        raise InvalidFile(
            f"{path} is no list of what delegates: expected an object with a list of "
            f"callers for each attribute, as lp-persistence ratchet --write makes."
        )
    return {name: frozenset(callers) for name, callers in found.items()}


def _is_list(callers: object) -> bool:
    return isinstance(callers, list) and all(isinstance(each, str) for each in callers)


def write_entries(path: Path, entries: Entries) -> None:
    """Write the file, sorted, so that what was removed is what a diff shows."""
    found = {name: sorted(entries[name]) for name in sorted(entries)}
    text = json.dumps(found, indent=2, ensure_ascii=False)
    path.write_text(f"{text}\n", "utf-8")


def seen_in(lines: Iterable[str]) -> Seen:
    """Who reads what one by one, by the lines of logs."""
    found: dict[str, set[Caller]] = {}
    for line in lines:
        logged = _LOGGED.search(line)
        if logged is not None:
            caller = Caller(
                logged["file"], logged["name"].rstrip(), int(logged["line"])
            )
            found.setdefault(logged["attribute"], set()).add(caller)
    return {name: frozenset(callers) for name, callers in found.items()}


def delegating() -> dict[str, Delegated]:
    """By full name the attributes that delegate, of all classes that there are."""
    found = {
        each.full_name: each
        for each in DELEGATED
        if each.populates and each.is_in_place
    }
    return dict(sorted(found.items()))


def compare(
    listed: Entries, names: Iterable[str], seen: Seen | None, partial: bool = False
) -> Iterator[Finding]:
    """What is not as it is listed, sorted by attribute.

    ``names`` are those of the attributes that delegate. ``seen`` is None where
    nobody looked; with ``partial`` it is of a part of the application only, and who
    was not seen there may be elsewhere.
    """
    names = set(names)
    for name in sorted(names | listed.keys() | (seen or {}).keys()):
        if name not in names:
            if name in listed:
                yield Finding(
                    f"{name} is listed, and delegates no more",
                    "Remove its entry, so that it can't come back unseen",
                )
            continue
        if name not in listed:
            yield Finding(
                f"{name} delegates, and is not listed",
                "Make it a realised_property, and prefill it where it is read; or list "
                "it, which is a step back",
            )
        if seen is not None:
            yield from _compare_callers(
                name, listed.get(name, frozenset()), seen.get(name, ()), partial
            )


def _compare_callers(
    name: str, listed: frozenset[str], seen: Iterable[Caller], partial: bool
) -> Iterator[Finding]:
    attribute = name.rpartition(".")[2]
    entries = set()
    for caller in sorted(seen):
        entries.add(caller.entry)
        if caller.entry not in listed:
            yield Finding(
                f"{name} is read one by one at {caller}, which is not listed",
                f"Prefill it for who reads there: for_change({attribute!r}), or "
                f"prefill(objects, {attribute!r})",
            )
    if not partial:
        for entry in sorted(listed - entries):
            yield Finding(
                f"{name} is read one by one no more at {entry}, which is listed",
                "Remove that caller from its entry, so that it can't come back unseen",
            )


def misdeclared(delegated: Mapping[str, Delegated]) -> Iterator[Finding]:
    """The attributes that no group can answer."""
    for name, descriptor in delegated.items():
        try:
            descriptor.check()
        except PersistenceError as error:
            yield Finding(
                f"{name} can't be answered: {str(error).rstrip('.')}",
                "Mend its declaration",
            )


def less(listed: Entries, names: Iterable[str], seen: Seen | None) -> Entries:
    """What is left of a list: what still delegates, and of its callers those that
    were seen, where somebody looked. Nothing is added."""
    return {
        name: callers
        if seen is None
        else callers & {each.entry for each in seen.get(name, ())}
        for name, callers in listed.items()
        if name in set(names)
    }


def all_of(names: Iterable[str], seen: Seen | None) -> Entries:
    """A first list: all that there is."""
    return {
        name: frozenset(each.entry for each in (seen or {}).get(name, ()))
        for name in names
    }


@implementer(IRatchetPolicy)
class Listed:
    """See ``IRatchetPolicy``: who is listed goes on, in one mode; others in another."""

    def __init__(self, entries: Entries, mode: str, others: str):
        self._entries = entries
        self._mode = mode
        self._others = others

    def __call__(self, attribute: str, caller: Caller) -> str:
        listed = caller.entry in self._entries.get(attribute, ())
        return self._mode if listed else self._others
