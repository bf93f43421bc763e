"""The office of ``doc/adopting.rst``: an application that its page writes."""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from typing import Any
from unittest import mock

import transaction
from zope.configuration import xmlconfig

from lp_persistence.adoption.delegation import Delegated
from lp_persistence.adoption.modes import TOLD
from lp_persistence.adoption.ratchet import delegating
from lp_persistence.adoption.tests.site import statements
from lp_persistence.command.ratchet import Ratchet
from lp_persistence.storm.tests.world import fill
from lp_persistence.testing.documented import read_page

NAME = "office"


@contextmanager
def sent() -> Iterator[None]:
    """Print how many statements the block sends."""
    with statements() as found:
        yield
    number = len(found)
    print(f"{number} statement{'' if number == 1 else 's'}")


class Office:
    """A folder with the page's files, on a layer with a database; has to be closed."""

    def __init__(self, page: Path, layer: Any):
        self.folder = Path(tempfile.mkdtemp())
        read_page(page).write(self.folder)
        (self.folder / NAME / "__init__.py").touch()
        sys.path.insert(0, str(self.folder))
        self._environment = mock.patch.dict(os.environ)
        self._environment.start()
        fill(layer["backend"])
        transaction.commit()
        self.names: dict[str, Any] = {
            "folder": self.folder,
            "store": layer["source"].store_for(None, None),
            "sent": sent,
            "configure": self.configure,
            "clear_all": self.clear_all,
            "ratchet": self.ratchet,
        }

    def configure(self, package: str) -> None:
        """Load the ZCML of a package, on top of what the layer has."""
        module: Any = import_module(package)
        xmlconfig.file("configure.zcml", module)

    def clear_all(self, objects: Iterable[Any]) -> None:
        """Clear the property caches of objects, and who was told of already."""
        cache: Any = import_module(f"{NAME}.propertycache")
        for each in objects:
            cache.clear_property_cache(each)
        TOLD.clear()

    def ratchet(self, *arguments: str) -> None:
        """The command, on the attributes of the office."""
        parser, ratchet = ArgumentParser(), Ratchet(self.attributes)
        ratchet.add_arguments(parser)
        where = Path.cwd()
        os.chdir(self.folder)
        try:
            ratchet.run(parser.parse_args(arguments))
        finally:
            os.chdir(where)

    @staticmethod
    def attributes() -> dict[str, Delegated]:
        """Those that delegate, of its classes alone."""
        return {
            name: each
            for name, each in delegating().items()
            if name.startswith(f"{NAME}.")
        }

    def close(self) -> None:
        """Forget the page's modules."""
        transaction.abort()
        TOLD.clear()
        self._environment.stop()
        sys.path.remove(str(self.folder))
        for name in [each for each in sys.modules if each.partition(".")[0] == NAME]:
            del sys.modules[name]
        rmtree(self.folder)
