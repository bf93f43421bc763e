"""``lp-persistence shell``: an interpreter with the site configured."""

from __future__ import annotations

import code
import importlib.util
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from importlib import import_module
from typing import Any, Final

from zope.interface import implementer

from lp_persistence.command.interfaces import ISubcommand
from lp_persistence.command.reporters import reporter_for
from lp_persistence.command.site import add_store_argument, open_store, without_secrets
from lp_persistence.context import Context
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.launchpad.lazy import Launchpad
from lp_persistence.model import get_model

#: What an example in the banner begins with, where there are any.
FIRST: Final = "IBugs"


@implementer(ISubcommand)
class Shell:
    """See ``ISubcommand``."""

    title = "Open an interpreter with the site configured."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_store_argument(parser)

    def run(self, arguments: Namespace) -> int:
        open_store(arguments.store, reporter_for(sys.stderr))
        if importlib.util.find_spec("readline"):
            # Lines are edited and remembered where it is there.
            import_module("readline")
        names = at_hand()
        code.interact(banner(arguments.store, names), local=names, exitmsg="")
        return 0


def at_hand() -> dict[str, Any]:
    """What the interpreter knows: a context that sees everything, and the
    roots of all groups by the names of their interfaces."""
    roots = {
        type_.group_interface.__name__: type_.group_interface for type_ in get_model()
    }
    return {
        **roots,
        "ALL_SEEING": ALL_SEEING,
        "Context": Context,
        "Launchpad": Launchpad,
        "context": Context(viewer=ALL_SEEING),
    }


def banner(store: str, names: Iterable[str]) -> str:
    """What it says at its beginning."""
    roots = sorted(name for name in names if name.startswith("I"))
    example = FIRST if FIRST in roots else "".join(roots[:1])
    return (
        f"lp_persistence on {without_secrets(store)}\n"
        f"context = Context(viewer=ALL_SEEING), Launchpad, {', '.join(roots)}\n"
        f"Say found = {example}(context).limit(5), context.realise(), list(found)."
    )
