"""``bin/lp-persistence`` inside of documentation and its tests."""

from __future__ import annotations

from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from textwrap import dedent

import transaction
from storm.zope.interfaces import IZStorm
from zope.component import queryUtility

from lp_persistence.command.main import MISUSED, main
from lp_persistence.command.site import PACKAGE, site_file


def close_stores() -> None:
    """Close what a command opened; its process would have ended with it."""
    transaction.abort()
    zstorm = queryUtility(IZStorm)
    for _, store in [] if zstorm is None else list(zstorm.iterstores()):
        zstorm.remove(store)
        store.close()


class CommandLine:
    """What pages call: ``lp_persistence('check', '--store', uri)``.

    It prints what the command prints, and of stderr the last line where it
    fails. The site is the package's own, whatever a checkout adds to it.
    """

    def __init__(self, folder: Path):
        self._folder = folder

    def __call__(self, *arguments: object) -> None:
        said = StringIO()
        with redirect_stderr(said):
            code = main([str(each) for each in arguments], site=self._site)
        close_stores()
        if code == MISUSED:
            print(said.getvalue().splitlines()[-1])

    def script(self, text: str) -> Path:
        """A file with a script."""
        path = self._folder / "script.py"
        path.write_text(dedent(text), encoding="utf-8")
        return path

    @staticmethod
    def _site(store: str) -> Path:
        return PACKAGE / site_file(store).name.replace("ftesting", "memory")
