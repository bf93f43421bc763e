"""``lp-persistence``: from the command line to a subcommand."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NoReturn

import transaction
from zope.component import getUtilitiesFor

from lp_persistence.command.interfaces import CommandError, ISubcommand
from lp_persistence.command.site import (
    add_store_argument,
    configure,
    one_line,
    site_file,
)
from lp_persistence.errors import Unavailable

PROGRAM: Final = "lp-persistence"
MISUSED: Final = 2


class Parser(ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(MISUSED, f"{self.prog}: {message}\n")


#: What shells say of a command that Ctrl-C ended.
INTERRUPTED: Final = 130


def main(
    argv: Sequence[str] | None = None, site: Callable[[str], Path] = site_file
) -> int:
    """Run the subcommand that ``argv`` names (the command line's); the exit
    code.

    ``site`` gives the ZCML file to configure for a store's URI. What can't be
    done as told is one line on stderr and the code 2.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    end = given.index("--") if "--" in given else len(given)
    given, rest = given[:end], given[end + 1 :]
    try:
        store = named_store(given)
        configure(store, site(store))
        arguments = parser().parse_args(given)
        arguments.rest = rest
        code: int = arguments.subcommand.run(arguments)
        return code
    except (CommandError, Unavailable) as error:
        print(f"{PROGRAM}: {one_line(error)}", file=sys.stderr)
        return MISUSED
    except KeyboardInterrupt:
        print(f"\n{PROGRAM}: interrupted", file=sys.stderr)
        return INTERRUPTED
    finally:
        transaction.abort()


def named_store(given: Sequence[str]) -> str:
    """The store that the arguments name, before any subcommand is known: the
    site that knows them depends on it."""
    parser = Parser(PROGRAM, add_help=False, allow_abbrev=False)
    add_store_argument(parser)
    arguments, _ = parser.parse_known_args(given)
    store: str = arguments.store
    return store


def parser() -> Parser:
    """The parser of all subcommands that the site registers.

    CommandError where it registers none.
    """
    subcommands = sorted(getUtilitiesFor(ISubcommand))
    if not subcommands:
        raise CommandError(
            "the site registers no subcommands: it has to <include "
            'package="lp_persistence.command" />'
        )
    parser = Parser(
        PROGRAM,
        description="Run scripts against a store of lp_persistence, or serve it.",
        allow_abbrev=False,
    )
    subparsers = parser.add_subparsers(
        metavar="COMMAND", required=True, parser_class=Parser
    )
    for name, subcommand in subcommands:
        subparser = subparsers.add_parser(
            name,
            help=subcommand.title,
            description=subcommand.title,
            allow_abbrev=False,
        )
        subcommand.add_arguments(subparser)
        subparser.set_defaults(subcommand=subcommand)
    return parser
