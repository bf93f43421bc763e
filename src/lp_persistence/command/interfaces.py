"""What the command is made of: subcommands, kinds of stores, what it serves.

All are utilities of the site's ZCML, so that an application adds its own
beside ours, and this package needs to know none of them.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from zope.interface import Attribute, Interface

from lp_persistence.errors import PersistenceError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class CommandError(PersistenceError):
    """The command can't do what it was told; the text is one line for stderr,
    and the exit code is 2."""


class ISubcommand(Interface):
    """One thing that ``lp-persistence`` does; a utility under its name."""

    title = Attribute("One sentence that tells what it does, for --help.")

    def add_arguments(parser: ArgumentParser) -> None:
        """Add its arguments to an ``argparse.ArgumentParser``."""

    def run(arguments: Namespace) -> int:
        """Do it; the exit code.

        ``arguments`` are what the parser made of the command line;
        ``arguments.rest`` is the list of what stood behind ``--``. Raises
        CommandError, or Unavailable for a store that can't be opened.
        """


class IStoreKind(Interface):
    """How one kind of store is opened; a utility under the scheme of its URIs.

    ``memory`` opens what ``--store memory:`` names.
    """

    def open(store: str, reporter: IReporter) -> None:
        """Have the site's backend keep its things in ``store``, a URI.

        Where nothing is kept yet and this kind may begin one, a generated
        world is made and ``reporter``, an IReporter, told of it. Raises
        Unavailable where it can't be opened.
        """

    def make(store: str, bugs: int, stale: float, reporter: IReporter) -> None:
        """Make the store, with a generated world of so many bugs, whole or
        not at all; the share of them that is ``stale`` has a stored heat that lags
        behind its rule.

        Raises Unavailable where something is kept there already, or where it
        can't be made; CommandError where this kind keeps nothing.
        """

    def load(store: str, folder: Path, reporter: IReporter) -> Mapping[str, int]:
        """Load the table files of a folder into the store, all or nothing; how
        many rows each table got.

        A store that is not there, or has no tables, is made for it. Raises
        Unavailable where it can't be opened, InvalidFile for what does not
        fit, CommandError where this kind can't.
        """

    def check(store: str, reporter: IReporter) -> Iterable[object]:
        """What differs between a store that is there and the records of the
        site, each with a text that says what to do.

        Raises Unavailable where it can't be opened, CommandError where this
        kind keeps no tables.
        """


class IStoreKept(Interface):
    """An event: from now on the site keeps its things in a store that lasts."""

    beside = Attribute(
        "A Path in a folder of this machine that stands for the store: what "
        "belongs to it, and is not in it, is kept beside."
    )


class IWorldMade(Interface):
    """An event: a generated world was put into the store of the site."""


class IReporter(Interface):
    """Is told how far something is that takes its time."""

    def begin(title: str) -> None:
        """It begins; ``title`` says what."""

    def progress(done: int, total: int) -> None:
        """So much of it is done."""

    def end() -> None:
        """It is done."""

    def stop() -> None:
        """It is given up; what is said next begins a line of its own."""


class IWSGIApplicationFactory(Interface):
    """Makes what ``lp-persistence serve`` serves; a utility.

    The application that is served registers one in its ZCML, after what it
    depends on.
    """

    def __call__() -> WSGIApplication:
        """A WSGI application; called once, with the site configured."""
