"""A PostgreSQL server of one's own, for tests and benchmarks.

    with Server() as server:
        template = server.create_database()
        ...  # tables and rows
        uri = server.create_database(template=template)

It lives in a temporary folder, listens on a free port of 127.0.0.1, trusts
everyone on this machine and is careless about crashes; its planner is
configured as PostgreSQL comes, so that what is measured is real. Without
PostgreSQL there is an error, never a skipped test.

This module imports psycopg2: what must run without a driver must not import
it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any, Final, Self

import psycopg2
from psycopg2.sql import SQL, Identifier

from lp_persistence.testing.postgres_binaries import (
    ServerFailed,
    find_binaries,
    owner_of,
    unprivileged_user,
    within_reach,
)

SUPERUSER: Final = "postgres"

# Nothing here survives a crash, and nothing has to. UTC, since the machine's
# own time zone must not show in a test.
SETTINGS: Final = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "timezone": "UTC",
}

# Systems without C.UTF-8 (older macOS) sort by code point under C as well.
LOCALES: Final = ("C.UTF-8", "C")

START_SECONDS: Final = 30.0
STOP_SECONDS: Final = 20.0
PORTS_TRIED: Final = 5

# Runs beside the server and reads from this process: "stopped" after an
# orderly stop, the end of the file if this process ends in any other way,
# killed included.
WATCHER: Final = """
read -r word && exit
kill -INT "$1"
tries=0
while [ -e "$2/data/postmaster.pid" ] && [ $tries -lt 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
rm -rf "$2"
"""


class Server:
    """One PostgreSQL server, from ``start()`` to ``stop()``.

    ``settings`` are PostgreSQL's own, by name, above SETTINGS:
    ``{"standard_conforming_strings": "off"}``. ``binaries`` is the folder
    with its programs, by default what ``find_binaries()`` finds. As a context
    manager it starts and stops. However this process ends, the server is
    stopped and its folder removed.
    """

    host: Final = "127.0.0.1"
    user: Final = SUPERUSER

    def __init__(
        self,
        settings: Mapping[str, str] | None = None,
        binaries: Path | None = None,
    ):
        self.settings = {**SETTINGS, **(settings or {})}
        self.port = 0
        self._binaries = binaries
        self._account: pwd.struct_passwd | None = None
        self._folder: Path | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._watcher: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def folder(self) -> Path:
        """Where the server keeps everything. Raises ServerFailed if stopped."""
        if self._folder is None:
            raise ServerFailed("This PostgreSQL server is not started.")
        return self._folder

    def start(self) -> None:
        """Make the server and start it; it takes connections on return.

        Raises ServerNotFound and ServerFailed.
        """
        if self._folder is not None:
            raise ServerFailed(
                f"This PostgreSQL server runs already, on port {self.port}."
            )
        binaries = self._binaries or find_binaries()
        self._account = unprivileged_user()
        self._folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
        try:
            if self._account is not None:
                os.chown(self._folder, *owner_of(self._account))
                binaries = within_reach(binaries, self._account, self._folder)
            self._initialise(binaries)
            self._launch(binaries)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server, ending its connections, and remove its folder.

        A stopped server is left as it is.
        """
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            try:
                self._server.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._server.send_signal(signal.SIGQUIT)
                self._server.wait()
            self._server = None
        if self._watcher is not None:
            self._watcher.communicate(b"stopped\n")
            self._watcher = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def uri(self, database: str = "postgres") -> str:
        """``postgres://…`` for the database of that name.

        Raises ServerFailed if the server is stopped.
        """
        if self._server is None:
            raise ServerFailed("This PostgreSQL server is not started.")
        return f"postgres://{self.user}@{self.host}:{self.port}/{database}"

    def create_database(
        self, name: str | None = None, template: str = "template1"
    ) -> str:
        """A new database, as a copy of ``template``; its URI.

        Without a ``name`` it gets one of its own. ``template`` is a name or a
        URI that this gave, of a database that nobody is connected to
        (psycopg2's ObjectInUse otherwise).
        """
        name = name or f"database_{next(self._numbers)}"
        self._administer("CREATE DATABASE {} TEMPLATE {}", name, _database(template))
        return self.uri(name)

    def drop_database(self, database: str) -> None:
        """Remove a database by name or URI, ending its connections."""
        self._administer("DROP DATABASE {} WITH (FORCE)", _database(database))

    def log(self) -> str:
        """What the server wrote since its start."""
        return (self.folder / "log").read_text(errors="replace")

    def _administer(self, statement: str, *names: str) -> None:
        connection = psycopg2.connect(self.uri())
        try:
            # Databases are not made within a transaction.
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(SQL(statement).format(*map(Identifier, names)))
        finally:
            connection.close()

    def _as_user(self) -> dict[str, Any]:
        # The working directory may be closed to the unprivileged user, and
        # the caller's PGDATA, PGOPTIONS and languages are not the server's.
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PG", "LC_", "LANG"))
        }
        options: dict[str, Any] = {
            "cwd": self.folder,
            "env": {**environment, "LC_ALL": "C"},
            "stdin": subprocess.DEVNULL,
        }
        if self._account is not None:
            user, group = owner_of(self._account)
            options |= {"user": user, "group": group, "extra_groups": []}
        return options

    def _initialise(self, binaries: Path) -> None:
        for locale in LOCALES:
            made = subprocess.run(
                [
                    binaries / "initdb",
                    f"--pgdata={self.folder / 'data'}",
                    f"--username={self.user}",
                    f"--locale={locale}",
                    "--encoding=UTF8",
                    "--auth=trust",
                    "--no-sync",
                ],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                **self._as_user(),
            )
            if made.returncode == 0:
                return
        raise ServerFailed(f"{binaries / 'initdb'} failed:\n{made.stdout}")

    def _launch(self, binaries: Path) -> None:
        for _ in range(PORTS_TRIED):
            self.port = _free_port(self.host)
            if self._is_up(binaries):
                return
            # Another process may take the port before the server does.
            if "Address already in use" not in self.log():
                break
        raise ServerFailed(f"{binaries / 'postgres'} failed:\n{self.log()}")

    def _is_up(self, binaries: Path) -> bool:
        data = self.folder / "data"
        command = [str(binaries / "postgres"), "-D", str(data), "-p", str(self.port)]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        with (self.folder / "log").open("wb") as log:
            # A session of its own: ^C is the test run's to handle.
            server = subprocess.Popen(
                command,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self._as_user(),
            )
        self._server = server
        self._watch(server.pid)
        end = time.monotonic() + START_SECONDS
        while server.poll() is None and time.monotonic() < end:
            if _is_ready(data / "postmaster.pid"):
                return True
            time.sleep(0.01)
        return False

    def _watch(self, pid: int) -> None:
        if self._watcher is not None:
            self._watcher.communicate(b"stopped\n")
        self._watcher = subprocess.Popen(
            ["/bin/sh", "-c", WATCHER, "watcher", str(pid), self.folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
        )


def _database(name_or_uri: str) -> str:
    return name_or_uri.rpartition("/")[2]


def _free_port(host: str) -> int:
    with socket.socket() as unused:
        unused.bind((host, 0))
        port: int = unused.getsockname()[1]
        return port


def _is_ready(status: Path) -> bool:
    # The eighth line of postmaster.pid, as pg_ctl reads it.
    try:
        return status.read_text().splitlines()[7].strip() == "ready"
    except (FileNotFoundError, IndexError):
        return False
