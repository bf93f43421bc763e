"""``lp-persistence check``: whether records and a database agree."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import Final

from zope.interface import implementer

from lp_persistence.command.interfaces import ISubcommand
from lp_persistence.command.reporters import reporter_for
from lp_persistence.command.site import add_store_argument, store_kind, without_secrets

DIFFERENT: Final = 1


@implementer(ISubcommand)
class Check:
    """See ``ISubcommand``. The exit code is 1 where anything differs."""

    title = "Compare a database with the records of the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_store_argument(parser)

    def run(self, arguments: Namespace) -> int:
        kind = store_kind(arguments.store)
        number = 0
        for finding in kind.check(arguments.store, reporter_for(sys.stderr)):
            number += 1
            print(finding)
        name = without_secrets(arguments.store)
        if not number:
            print(f"{name} is as the records say.")
            return 0
        what = "difference" if number == 1 else "differences"
        print(f"{number} {what} between {name} and the records.")
        return DIFFERENT
