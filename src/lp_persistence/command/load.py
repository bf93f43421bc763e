"""``lp-persistence load``: table files into a store."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from zope.interface import implementer

from lp_persistence.command.interfaces import CommandError, ISubcommand
from lp_persistence.command.reporters import reporter_for
from lp_persistence.command.site import add_store_argument, one_line, store_kind
from lp_persistence.errors import InvalidFile, InvalidRow


@implementer(ISubcommand)
class Load:
    """See ``ISubcommand``."""

    title = "Load table files into a store, all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            metavar="DIR",
            type=Path,
            help="has a file TABLE.csv for each table, as PostgreSQL's COPY writes "
            "it with CSV and HEADER",
        )
        add_store_argument(parser)

    def run(self, arguments: Namespace) -> int:
        kind = store_kind(arguments.store)
        reporter = reporter_for(sys.stderr)
        try:
            rows = kind.load(arguments.store, arguments.folder, reporter)
        except (InvalidFile, InvalidRow) as error:
            raise CommandError(f"Nothing was loaded: {one_line(error)}") from error
        print(f"{sum(rows.values())} rows in {len(rows)} tables")
        return 0
