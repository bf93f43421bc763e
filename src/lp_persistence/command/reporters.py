"""How people are told of what takes its time: a bar, lines, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TextIO

from zope.interface import implementer

from lp_persistence.command.interfaces import IReporter

WIDEST: Final = 40
FULL: Final = "#"
EMPTY: Final = "."


@implementer(IReporter)
class Bar:
    """A bar on a terminal, in one line that goes on growing."""

    def __init__(self, stream: TextIO):
        self._stream = stream
        self._title = ""
        self._shown = -1

    def begin(self, title: str) -> None:
        self._title, self._shown = title, -1
        self.progress(0, 1)

    def progress(self, done: int, total: int) -> None:
        percent = done * 100 // total if total else 100
        if percent == self._shown:
            return
        self._shown = percent
        columns = shutil.get_terminal_size().columns
        # A line that fills the last column would wrap on some terminals.
        width = min(WIDEST, columns - len(self._title) - len(" [] 100%") - 1)
        full = percent * width // 100
        bar = f" [{FULL * full}{EMPTY * (width - full)}]" if width > 0 else ""
        title = self._title[: max(0, columns - len(" 100%") - 1)]
        self._stream.write(f"\r{title}{bar} {percent:3}%")
        self._stream.flush()

    def end(self) -> None:
        self._stream.write("\n")
        self._stream.flush()

    stop = end


@implementer(IReporter)
class Lines:
    """A line when it begins and one when it is done, for logs."""

    def __init__(self, stream: TextIO):
        self._stream = stream
        self._title = ""

    def begin(self, title: str) -> None:
        self._title = title
        self._stream.write(f"{title} …\n")
        self._stream.flush()

    def progress(self, done: int, total: int) -> None:
        """Lines would only pile up."""

    def end(self) -> None:
        self._stream.write(f"{self._title}: done\n")
        self._stream.flush()

    def stop(self) -> None:
        """The next line says why."""


@implementer(IReporter)
class Quiet:
    """Says nothing."""

    def begin(self, title: str) -> None:
        """Nothing."""

    def progress(self, done: int, total: int) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""

    def stop(self) -> None:
        """Nothing."""


@contextmanager
def told(reporter: IReporter, title: str) -> Iterator[Callable[[int, int], object]]:
    """Tell of what the block does; gives the function to tell how far it is."""
    reporter.begin(title)
    try:
        yield reporter.progress
    except Exception:
        reporter.stop()
        raise
    reporter.end()


def reporter_for(stream: TextIO) -> Bar | Lines:
    """A bar where ``stream`` is a terminal, else lines."""
    return Bar(stream) if stream.isatty() else Lines(stream)
