"""The directives that register how entities are kept."""

from __future__ import annotations

from typing import Any

from zope.component import getGlobalSiteManager
from zope.configuration.fields import Bool, GlobalInterface, GlobalObject
from zope.interface import Interface
from zope.interface.interface import InterfaceClass
from zope.schema import DottedName, TextLine

from lp_persistence.errors import Conflict
from lp_persistence.interfaces import IBackend
from lp_persistence.storm.backend import StormBackend
from lp_persistence.storm.book import global_book
from lp_persistence.storm.interfaces import IStoreSource
from lp_persistence.storm.records import Records
from lp_persistence.storm.stores import DEFAULT_URI, STORE, ZStormSource
from lp_persistence.storm.strategies import Strategy
from lp_persistence.storm.viewers import ViewerRecords


class IRecordsDirective(Interface):
    """Say how the entities of one interface are kept."""

    for_ = GlobalInterface(
        title="Entity interface",
        description="The interface whose attributes and edges the records keep.",
    )
    records = GlobalObject(
        title="Records",
        description="The lp_persistence.storm.records.Records of that interface.",
    )


def records(_context: Any, for_: InterfaceClass, records: Records) -> None:
    place = repr(_context.info)
    _expect(records, Records, place)
    if records.interface is not for_:
        raise Conflict(
            f"The records given for {for_.__name__} are those of "
            f"{records.name} (at {place})."
        )
    _context.action(
        discriminator=("lp_persistence.storm.records", for_),
        callable=_register_records,
        args=(records, place),
    )


def _register_records(records: Records, place: str) -> None:
    global_book().register(records, place)


class IViewerRecordsDirective(Interface):
    """Say how a fact of the viewer is kept, which rules and other facts ask for."""

    name = TextLine(title="Name", description="The name by which it is asked for.")
    records = GlobalObject(
        title="Records",
        description="The lp_persistence.storm.viewers.ViewerRecords of the fact.",
    )


def viewer_records(_context: Any, name: str, records: ViewerRecords) -> None:
    _expect(records, ViewerRecords, repr(_context.info))
    _context.action(
        discriminator=("lp_persistence.storm.viewer_records", name),
        callable=_register_viewer_records,
        args=(name, records),
    )


def _register_viewer_records(name: str, records: ViewerRecords) -> None:
    global_book().register_viewer_records(name, records)


class IStrategyDirective(Interface):
    """Answer one step by a function that was written by hand."""

    for_ = DottedName(
        title="Edge",
        description=(
            "The entity interface and the name of its collection, with a dot between."
        ),
    )
    handler = GlobalObject(
        title="Function",
        description=(
            "Takes lp_persistence.storm.strategies.Asked, and gives the step's rows, "
            "or None where it leaves them to the layer."
        ),
    )


def strategy(_context: Any, for_: str, handler: Strategy) -> None:
    interface, _, edge = for_.rpartition(".")
    found = _context.resolve(interface)
    _expect(found, InterfaceClass, repr(_context.info))
    _context.action(
        discriminator=("lp_persistence.storm.strategy", found.__name__, edge),
        callable=_register_strategy,
        args=(found, edge, handler),
    )


def _register_strategy(interface: InterfaceClass, edge: str, handler: Strategy) -> None:
    global_book().register_strategy(interface, edge, handler)


class IStormDirective(Interface):
    """Keep the entities in a Storm store."""

    store = TextLine(
        title="Store",
        description="The name of the store in ZStorm.",
        required=False,
        default=STORE,
    )
    uri = TextLine(
        title="URI",
        description=(
            "What is opened where ZStorm knows no URI for the store: "
            "lp-sqlite:PATH or lp-postgres://USER@HOST/NAME."
        ),
        required=False,
        default=DEFAULT_URI,
    )
    any_isolation = Bool(
        title="Any isolation",
        description=(
            "Whether transactions that are no snapshots are taken as well: what "
            "one page shows may be of several moments then."
        ),
        required=False,
        default=False,
    )


def storm(
    _context: Any,
    store: str = STORE,
    uri: str = DEFAULT_URI,
    any_isolation: bool = False,
) -> None:
    _context.action(
        discriminator=("lp_persistence.backend",),
        callable=_register_backend,
        args=(store, uri, any_isolation, repr(_context.info)),
    )


def _register_backend(store: str, uri: str, any_isolation: bool, place: str) -> None:
    registry = getGlobalSiteManager()
    # An application that has stores of its own registers where they are first.
    if registry.queryUtility(IStoreSource) is None:
        registry.registerUtility(ZStormSource(store, uri), IStoreSource, info=place)
    registry.registerUtility(StormBackend(any_isolation), IBackend, info=place)


def _expect(found: object, kind: type, place: str) -> None:
    if not isinstance(found, kind):
        raise Conflict(f"Expected {kind.__name__}, found {found!r} (at {place}).")
