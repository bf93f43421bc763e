"""``lp-persistence init``: a new store with a generated world."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from zope.interface import implementer

from lp_persistence.command.interfaces import ISubcommand
from lp_persistence.command.reporters import reporter_for
from lp_persistence.command.site import add_store_argument, store_kind
from lp_persistence.sample import SMALL


@implementer(ISubcommand)
class Init:
    """See ``ISubcommand``."""

    title = "Make a store with a generated world."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_store_argument(parser)
        parser.add_argument(
            "--bugs",
            metavar="N",
            type=number_of_bugs,
            default=SMALL,
            help="how many bugs the world has; the rest follows (default: %(default)s)",
        )

    def run(self, arguments: Namespace) -> int:
        kind = store_kind(arguments.store)
        kind.make(arguments.store, arguments.bugs, reporter_for(sys.stderr))
        return 0


def number_of_bugs(text: str) -> int:
    """A number of bugs as somebody typed it; ArgumentTypeError where it is
    none."""
    if not text.isascii() or not text.isdigit():
        raise ArgumentTypeError(f"{text!r} is no number of bugs; say 20000, for one")
    return int(text)
