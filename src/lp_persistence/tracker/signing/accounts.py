"""Who may sign in: kept in memory, or in a file beside the store."""

from __future__ import annotations

import json
import os
from functools import cached_property
from pathlib import Path
from secrets import token_bytes, token_hex
from threading import Lock
from typing import Final

from zope.component import getUtility, queryUtility
from zope.interface import implementer
from zope.password.interfaces import IPasswordManager

from lp_persistence.command.interfaces import IStoreKept, IWorldMade
from lp_persistence.tracker.signing.interfaces import IAccounts

#: What the file is called behind the name of the store.
SUFFIX: Final = ".accounts"
#: The password of everybody in a generated world.
GENERATED: Final = "test"
#: The name of the manager of passwords.
SCHEME: Final = "scrypt"
_SECRET: Final = 32


@implementer(IAccounts)
class Accounts:
    """See ``IAccounts``.

    All persons of a generated world have one password, and one hash: as many
    as there are persons would take hours to make, and tell nobody less.
    """

    def __init__(self) -> None:
        self._file: Path | None = None
        self._kept: dict[str, str] | None = None
        self._changing = Lock()

    def keep_in(self, file: Path) -> None:
        """Keep them in a file from now on; what it holds is read when needed."""
        with self._changing:
            self._file, self._kept = file, None

    @property
    def secret(self) -> bytes:
        """See ``IAccounts``."""
        return bytes.fromhex(self._read()["secret"])

    @property
    def is_open(self) -> bool:
        """See ``IAccounts``."""
        return "everybody" in self._read()

    def open_to_all(self, password: str) -> None:
        """See ``IAccounts``."""
        with self._changing:
            encoded = self._manager().encodePassword(password).decode()
            self._kept = {"secret": token_bytes(_SECRET).hex(), "everybody": encoded}
            self._write(self._kept)

    def admits(self, person: int | None, password: str) -> bool:
        """See ``IAccounts``."""
        kept = self._read().get("everybody")
        is_there = kept is not None and person is not None
        encoded = self._nobodys if kept is None else kept.encode()
        fits: bool = self._manager().checkPassword(encoded, password)
        return fits and is_there

    @cached_property
    def _nobodys(self) -> bytes:
        """What is compared with where nothing else is, so that it takes as
        long."""
        encoded: bytes = self._manager().encodePassword(token_hex(_SECRET))
        return encoded

    @staticmethod
    def _manager() -> IPasswordManager:
        return getUtility(IPasswordManager, SCHEME)

    def _read(self) -> dict[str, str]:
        with self._changing:
            if self._kept is None:
                self._kept = self._from_file()
            return self._kept

    def _from_file(self) -> dict[str, str]:
        if self._file is not None and self._file.exists():
            read: dict[str, str] = json.loads(self._file.read_text(encoding="utf-8"))
            return read
        # A store that nobody generated admits nobody.
        kept = {"secret": token_bytes(_SECRET).hex()}
        self._write(kept)
        return kept

    def _write(self, kept: dict[str, str]) -> None:
        """Write them whole or not at all, for the owner's eyes."""
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            json.dump(kept, file)
        unfinished.replace(self._file)


def keep_beside(event: IStoreKept) -> None:
    """Keep accounts beside the store that is opened."""
    accounts = queryUtility(IAccounts)
    if isinstance(accounts, Accounts):
        path = event.beside
        accounts.keep_in(path.with_name(path.name + SUFFIX))


def open_world(event: IWorldMade) -> None:
    """Let everybody of a generated world in."""
    accounts = queryUtility(IAccounts)
    if accounts is not None:
        accounts.open_to_all(GENERATED)
