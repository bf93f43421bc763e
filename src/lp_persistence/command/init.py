"""``lp-persistence init``: a new store with a generated world."""

from __future__ import annotations

import re
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
        parser.add_argument(
            "--stale",
            metavar="SHARE",
            type=share,
            default=0.0,
            help="of how many the stored heat lags behind its rule, as in production "
            "(default: %(default)s; all is 1)",
        )

    def run(self, arguments: Namespace) -> int:
        kind = store_kind(arguments.store)
        reporter = reporter_for(sys.stderr)
        kind.make(arguments.store, arguments.bugs, arguments.stale, reporter)
        return 0


def number_of_bugs(text: str) -> int:
    """A number of bugs as somebody typed it; ArgumentTypeError where it is
    none."""
    if not text.isascii() or not text.isdigit():
        raise ArgumentTypeError(f"{text!r} is no number of bugs; say 20000, for one")
    return int(text)


def share(text: str) -> float:
    """A share from 0 to 1 as somebody typed it; ArgumentTypeError where it is
    none."""
    if text in ("0", "1") or re.fullmatch(r"0?\.[0-9]+", text):
        return float(text)
    raise ArgumentTypeError(f"{text!r} is no share from 0 to 1; say 0.05, for one")
