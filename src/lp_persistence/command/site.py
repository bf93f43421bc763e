"""Which site is configured, and which store it opens.

In a checkout the site files stand at its top, ``configure.zcml`` for Storm and
``ftesting.zcml`` for memory, and the embedded store in its ``var/``. Where the
package was installed without one, its own ZCML takes their place, and the
embedded store stands in ``var/`` of the working directory. An application's own
site is named by LP_PERSISTENCE_SITE.
"""

from __future__ import annotations

import os
import re
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from zope.component import getUtilitiesFor, queryUtility
from zope.configuration.exceptions import ConfigurationError
from zope.configuration.xmlconfig import file as load_zcml

import lp_persistence
from lp_persistence.command.interfaces import (
    CommandError,
    IReporter,
    IStoreKind,
)

VARIABLE: Final = "LP_PERSISTENCE_STORE"
SITE_VARIABLE: Final = "LP_PERSISTENCE_SITE"
MEMORY: Final = "memory"
EMBEDDED: Final = "lp_persistence.db"
#: Of ``//user:password@host`` and of ``?password=…``.
PASSWORD: Final = re.compile(r"(?<=//)([^/@:]*:)[^/]*(?=@)|(\bpassword=)[^&]*")
PACKAGE: Final = Path(__file__).parent.parent


def checkout(package: Path = PACKAGE) -> Path | None:
    """The folder of the checkout that ``package`` stands in, if it does."""
    source = package.parent
    top = source.parent
    is_one = source.name == "src" and (top / "configure.zcml").is_file()
    return top if is_one else None


def site_file(
    store: str,
    package: Path = PACKAGE,
    environment: Mapping[str, str] = os.environ,
) -> Path:
    """The ZCML of the site that opens ``store``, a URI: what LP_PERSISTENCE_SITE
    names, for an application that has one of its own."""
    if environment.get(SITE_VARIABLE):
        return Path(environment[SITE_VARIABLE]).resolve()
    in_memory = scheme(store) == MEMORY
    top = checkout(package)
    if top is not None:
        return top / ("ftesting.zcml" if in_memory else "configure.zcml")
    return package / ("memory.zcml" if in_memory else "configure.zcml")


def default_store(environment: Mapping[str, str] = os.environ) -> str:
    """What LP_PERSISTENCE_STORE names, else the embedded store."""
    return environment.get(VARIABLE) or embedded_store()


def embedded_store() -> str:
    """The store of a site that nobody told anything."""
    return f"sqlite:{os.path.relpath(embedded_folder() / EMBEDDED)}"


def embedded_folder() -> Path:
    """Where a site keeps what has no place of its own."""
    return (checkout() or Path.cwd()) / "var"


def scheme(store: str) -> str:
    """The scheme of a URI: ``sqlite`` of ``sqlite:var/x.db``."""
    return store.partition(":")[0]


def add_store_argument(parser: ArgumentParser) -> None:
    """Let a subcommand be told of a store as ``--store``."""
    parser.add_argument(
        "--store",
        metavar="URI",
        default=default_store(),
        help="memory:, sqlite:PATH or postgres://… "
        f"(default: ${VARIABLE}, else {embedded_store()})",
    )


def configure(store: str, path: Path) -> None:
    """Load the ZCML of the site that opens ``store``.

    Raises CommandError where it is wrong, or needs what is not installed.
    """
    # Names with a leading dot are the package's own, in its own files.
    package = lp_persistence if path.parent == PACKAGE else None
    try:
        load_zcml(str(path), package=package)
    except ConfigurationError as error:
        raise CommandError(
            f"The site of {without_secrets(store)} can't be configured: "
            f"{one_line(error)}"
        ) from error
    except OSError as error:
        raise CommandError(f"The site {path} can't be read: {error.strerror}") from None


def open_store(store: str, reporter: IReporter) -> None:
    """Have the configured site keep its things in ``store``; see IStoreKind.

    Raises CommandError for a scheme that nothing opens, Unavailable for a
    store that can't be opened.
    """
    store_kind(store).open(store, reporter)


def store_kind(store: str) -> Any:
    """The IStoreKind of a store; CommandError for a scheme that nothing opens."""
    if not store:
        raise CommandError("--store names nothing; say sqlite:PATH, for one")
    kind = queryUtility(IStoreKind, name=scheme(store))
    if kind is None:
        known = ", ".join(sorted(f"{name}:" for name, _ in getUtilitiesFor(IStoreKind)))
        raise CommandError(
            f"{without_secrets(store)} names no kind of store; there are: {known}"
        )
    return kind


def without_secrets(store: str) -> str:
    """A store's URI as messages may show it, without its password."""
    return PASSWORD.sub(r"\1\2…", store)


def one_line(error: object) -> str:
    """The text of an error without its line breaks."""
    return " ".join(str(error).split())
