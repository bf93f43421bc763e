"""``lp-persistence run FILE``: a script with the site configured."""

from __future__ import annotations

import os
import runpy
import sys
import traceback
from argparse import ArgumentParser, Namespace
from types import TracebackType
from typing import Final

from zope.interface import implementer

from lp_persistence.command.interfaces import CommandError, ISubcommand
from lp_persistence.command.reporters import Quiet
from lp_persistence.command.site import add_store_argument, open_store

FAILED: Final = 1


@implementer(ISubcommand)
class Run:
    """See ``ISubcommand``."""

    title = "Run a Python script with the site configured."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.usage = "%(prog)s [-h] [--store URI] FILE [-- ARGUMENT ...]"
        parser.add_argument(
            "file",
            metavar="FILE",
            help="the script; what stands behind -- are its own arguments",
        )
        add_store_argument(parser)

    def run(self, arguments: Namespace) -> int:
        check_script(arguments.file)
        open_store(arguments.store, Quiet())
        return run_script(arguments.file, arguments.rest)


def check_script(path: str) -> None:
    """Raise CommandError unless ``path`` is a file that can be read."""
    if os.path.exists(path) and not (os.path.isfile(path) or os.path.isdir(path)):
        # A pipe can be read once, which would be now.
        raise CommandError(f"{path} can't be run: it is no file")
    try:
        with open(path, "rb"):
            pass
    except OSError as error:
        raise CommandError(f"{path} can't be run: {error.strerror}") from error


def run_script(path: str, rest: list[str]) -> int:
    """Run a script as Python does: as ``__main__``, with arguments of its own,
    and its folder first on the path. The exit code: 1 after an exception,
    whose traceback is printed."""
    argv, search = sys.argv, sys.path
    sys.argv = [path, *rest]
    sys.path = [os.path.dirname(os.path.abspath(path)), *search]
    try:
        runpy.run_path(path, run_name="__main__")
    except (Exception, KeyboardInterrupt) as error:
        traceback.print_exception(
            type(error),
            error,
            from_script(error.__traceback__, path),
            file=sys.stderr,
        )
        return FAILED
    finally:
        sys.argv, sys.path = argv, search
    return 0


def from_script(frames: TracebackType | None, path: str) -> TracebackType | None:
    """The part of a traceback that begins in the script; None where it never
    got there, as with a syntax error."""
    while frames is not None and frames.tb_frame.f_code.co_filename != path:
        frames = frames.tb_next
    return frames
