"""The store ``memory:DIR``: what the table files of a folder hold, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zope.component import getUtility
from zope.configuration.xmlconfig import file as load_zcml
from zope.interface import implementer

import lp_persistence
from lp_persistence.command.interfaces import IReporter, IStoreKind
from lp_persistence.command.memory import URI, Memory
from lp_persistence.command.reporters import told
from lp_persistence.database.staging import files_as_backend
from lp_persistence.errors import InvalidFile, InvalidRow, Unavailable
from lp_persistence.interfaces import IBackend
from lp_persistence.sample.copying import copy
from lp_persistence.sample.schema import create_schema


@implementer(IStoreKind)
class MemoryOfFiles(Memory):
    """See ``IStoreKind``.

    ``records`` is the ZCML file, of a package, that says what the tables hold;
    it is loaded where files are.
    """

    def __init__(
        self, records: str = "records.zcml", package: Any = lp_persistence
    ) -> None:
        self._records = records, package

    def open(self, store: str, reporter: IReporter) -> None:
        if store == URI:
            super().open(store, reporter)
            return
        try:
            self.load(URI, Path(store.removeprefix(URI)), reporter)
        except (InvalidFile, InvalidRow, OSError) as error:
            raise Unavailable(store, str(error).removesuffix(".")) from error

    def load(self, store: str, folder: Path, reporter: IReporter) -> Mapping[str, int]:
        load_zcml(*self._records)
        with (
            told(reporter, f"Loading {folder} into memory") as tell,
            files_as_backend(folder, create_schema, tell) as files,
        ):
            copy(files, getUtility(IBackend))
            return files.rows
