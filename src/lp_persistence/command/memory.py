"""The store ``memory:``, which begins anew with every process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from zope.component import getUtility
from zope.event import notify
from zope.interface import implementer

from lp_persistence.command.contents import put_contents
from lp_persistence.command.events import WorldMade
from lp_persistence.command.interfaces import CommandError, IReporter, IStoreKind
from lp_persistence.command.reporters import told
from lp_persistence.errors import Unavailable
from lp_persistence.interfaces import IBackend
from lp_persistence.sample import generate, load_world

URI: Final = "memory:"


@implementer(IStoreKind)
class Memory:
    """See ``IStoreKind``."""

    def open(self, store: str, reporter: IReporter) -> None:
        if store != URI:
            raise Unavailable(store, f"memory has no name; say {URI}")
        world = generate()
        with told(reporter, f"Making a world of {world.size} bugs in memory") as tell:
            load_world(getUtility(IBackend), world, tell)
            put_contents(world)
            notify(WorldMade())

    def make(self, store: str, bugs: int, stale: float, reporter: IReporter) -> None:
        raise CommandError(f"{store} begins anew with every process: nothing is made")

    def check(self, store: str, reporter: IReporter) -> Iterable[object]:
        raise CommandError(f"{store} keeps no tables: there is nothing to check")

    def load(self, store: str, folder: Path, reporter: IReporter) -> Mapping[str, int]:
        raise CommandError(
            f"{store} takes no table files here: what is in them is said by records "
            "for Storm. Install lp_persistence[storm]"
        )
