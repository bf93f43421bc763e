"""``lp-persistence serve``: what the site registers, over HTTP."""

from __future__ import annotations

import gc
import os
import socket
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Mapping
from typing import Final

import waitress
from zope.component import queryUtility
from zope.interface import implementer

from lp_persistence.command.interfaces import (
    CommandError,
    ISubcommand,
    IWSGIApplicationFactory,
)
from lp_persistence.command.reporters import reporter_for
from lp_persistence.command.site import add_store_argument, open_store

#: Not the name: it may stand for an address that the machine does not have.
HOST: Final = "127.0.0.1"
VARIABLE: Final = "PORT"
PORT: Final = "8080"
PORTS: Final = range(1, 2**16)
#: Of ``gc.set_threshold``; see ``doc/performance.rst``.
AT_EASE: Final = (50_000, 20, 100)


@implementer(ISubcommand)
class Serve:
    """See ``ISubcommand``."""

    title = "Serve the site over HTTP."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port",
            type=port,
            default=default_port(),
            help=f"default: ${VARIABLE}, else {PORT}",
        )
        parser.add_argument(
            "--host",
            default=HOST,
            help="the address to listen at (default: %(default)s)",
        )
        add_store_argument(parser)

    def run(self, arguments: Namespace) -> int:
        factory = queryUtility(IWSGIApplicationFactory)
        if factory is None:
            raise CommandError(
                "There is nothing to serve: no ZCML of the site registers an "
                "IWSGIApplicationFactory. Install lp_persistence[tracker], or "
                "include an application of yours."
            )
        with listen(arguments.host, arguments.port) as listening:
            # Whoever asks already waits until the store is there.
            open_store(arguments.store, reporter_for(sys.stderr))
            server = waitress.create_server(factory(), sockets=[listening])
            ease_collector()
            print(
                f"Serving on http://{arguments.host}:{arguments.port}",
                file=sys.stderr,
                flush=True,
            )
            server.run()
        return 0


def ease_collector() -> None:
    """Have this process searched for garbage less often, and what it holds now
    never: the site stays, and pages make many objects that live for a request."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*AT_EASE)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises CommandError where it can't."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        # Python adds the address to some of the system's messages.
        reason = str(error.strerror).partition(" (")[0]
        raise CommandError(f"{host}:{port} can't be served: {reason}") from error


def default_port(environment: Mapping[str, str] = os.environ) -> str:
    """What PORT says, else 8080; checked where it is used."""
    return environment.get(VARIABLE) or PORT


def port(text: str) -> int:
    """The number of a port. Raises ArgumentTypeError."""
    if text.isascii() and text.isdigit() and int(text) in PORTS:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is no port; these are 1 to {PORTS[-1]}")
