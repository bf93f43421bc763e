"""``lp-persistence ratchet``: what still delegates, and who reads it one by one."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from zope.interface import implementer

from lp_persistence.adoption.delegation import Delegated
from lp_persistence.adoption.ratchet import (
    Seen,
    all_of,
    compare,
    delegating,
    less,
    misdeclared,
    read_entries,
    seen_in,
    write_entries,
)
from lp_persistence.command.interfaces import CommandError, ISubcommand
from lp_persistence.command.site import add_store_argument
from lp_persistence.errors import InvalidFile

DIFFERENT: Final = 1


@implementer(ISubcommand)
class Ratchet:
    """See ``ISubcommand``. The exit code is 1 where anything is not as listed."""

    title = "Tell which attributes still delegate, and who reads them one by one."

    def __init__(self, attributes: Callable[[], dict[str, Delegated]] = delegating):
        self._attributes = attributes

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_store_argument(parser)
        parser.add_argument(
            "--file",
            type=Path,
            default=Path("ratchet.json"),
            help="what the application lists (default: ratchet.json)",
        )
        parser.add_argument(
            "--write",
            action="store_true",
            help="take out of the file what is listed and is not so any more; make it "
            "where there is none",
        )
        parser.add_argument(
            "--partial",
            action="store_true",
            help="the logs are of a part of the application: who is not in them may "
            "still read",
        )
        parser.add_argument(
            "logs",
            nargs="*",
            type=Path,
            metavar="LOG",
            help="logs of tests or of production, in the mode warn",
        )

    def run(self, arguments: Namespace) -> int:
        path: Path = arguments.file
        seen = seen_in(lines_of(arguments.logs)) if arguments.logs else None
        delegated = self._attributes()
        try:
            if not path.exists() and arguments.write:
                write_entries(path, all_of(delegated, seen))
            listed = read_entries(path)
        except InvalidFile as error:
            more = "" if path.exists() else " Say --write to make it."
            raise CommandError(f"{error}{more}") from error
        if arguments.write:
            listed = less(listed, delegated, None if arguments.partial else seen)
            write_entries(path, listed)
        tell(delegated, seen)
        findings = [
            *misdeclared(delegated),
            *compare(listed, delegated, seen, arguments.partial),
        ]
        for finding in findings:
            print(finding)
        if not findings:
            print(f"{path} lists what is so.")
            return 0
        what = "difference" if len(findings) == 1 else "differences"
        print(f"{len(findings)} {what} from {path}.")
        return DIFFERENT


def lines_of(logs: Sequence[Path]) -> Iterator[str]:
    """The lines of files; CommandError for one that can't be read."""
    for path in logs:
        try:
            with path.open(encoding="utf-8", errors="replace") as file:
                yield from file
        except OSError as error:
            raise CommandError(f"{path} can't be read: {error.strerror}") from error


def tell(names: Iterable[str], seen: Seen | None) -> None:
    """Print of each attribute who reads it one by one, where somebody looked."""
    for name in names:
        if seen is None:
            print(name)
            continue
        callers = sorted(seen.get(name, ()))
        if not callers:
            print(f"{name}: nobody reads it one by one. Make it a realised_property.")
            continue
        print(f"{name}:")
        for caller in callers:
            print(f"    {caller}")
