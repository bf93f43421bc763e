"""What the site of these tests registers."""

from __future__ import annotations

from zope.interface import implementer

from lp_persistence.command.interfaces import (
    IStoreKind,
    ISubcommand,
    IWSGIApplicationFactory,
)
from lp_persistence.errors import Unavailable


@implementer(IStoreKind)
class FakeStore:
    """Opens everything but ``fake:broken``, telling the reporter."""

    def open(self, store, reporter):
        if store == "fake:broken":
            raise Unavailable(store, "it is\n  broken")
        reporter.begin(f"Making {store}")
        reporter.progress(1, 2)
        reporter.progress(2, 2)
        reporter.end()

    def make(self, store, bugs, stale, reporter):
        self.open(store, reporter)

    def check(self, store, reporter):
        return ["one: it is broken.\n    Mend it."] if store == "fake:odd" else []

    def load(self, store, folder, reporter):
        self.open(store, reporter)
        return {}


@implementer(ISubcommand)
class Greet:
    """A subcommand of an application."""

    title = "Say hello."

    def add_arguments(self, parser):
        parser.add_argument("name")

    def run(self, arguments):
        print(f"Hello {arguments.name} {arguments.rest}")
        return 5


@implementer(IWSGIApplicationFactory)
class FakeApplicationFactory:
    """Makes an application that says what it was asked for."""

    def __call__(self):
        def application(environ, start_response):
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [f"You asked for {environ['PATH_INFO']}".encode()]

        return application
