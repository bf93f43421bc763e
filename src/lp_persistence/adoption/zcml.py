"""The directives of adoption."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import Any

from storm.exceptions import ClassInfoError
from storm.info import get_cls_info
from zope.component.zcml import utility
from zope.configuration.fields import (
    GlobalInterface,
    GlobalObject,
    Path,
    PythonIdentifier,
    Tokens,
)
from zope.interface import Interface
from zope.interface.interface import InterfaceClass
from zope.schema import Choice
from zope.security.zcml import Permission

from lp_persistence.adoption.adopted import Adopted
from lp_persistence.adoption.interfaces import IAdopted, IRatchetPolicy
from lp_persistence.adoption.modes import DELEGATE, MODES, RAISE
from lp_persistence.adoption.own_entities import register_own
from lp_persistence.adoption.ratchet import Listed, read_entries
from lp_persistence.entity import EntityClass
from lp_persistence.errors import Conflict
from lp_persistence.storm.records import Records


class IAdoptDirective(Interface):
    """Say which Storm class of the application the entities of an interface are."""

    for_ = GlobalInterface(
        title="Entity interface",
        description="The interface of the entities.",
    )
    class_ = GlobalObject(
        title="Storm class",
        description="The application's class on the table that they are read from.",
    )
    key = Tokens(
        title="Key",
        description=(
            "Of entities whose id is made of several: the attributes of the class "
            "that make it, in their order. Without any it is the primary key."
        ),
        value_type=PythonIdentifier(),
        required=False,
    )


def adopt(
    _context: Any, for_: InterfaceClass, class_: type, key: Sequence[str] = ()
) -> None:
    """Handle ``<persistence:adopt/>``."""
    place = repr(_context.info)
    try:
        attributes = get_cls_info(class_).attributes
    except (ClassInfoError, TypeError):
        raise Conflict(
            f"{class_!r} is no Storm class, and can't be adopted for {for_.__name__} "
            f"(at {place})."
        ) from None
    for name in key:
        if name not in attributes:
            raise Conflict(
                f"{class_.__name__} has no column {name!r}; there are: "
                f"{', '.join(sorted(attributes))} (at {place})."
            )
    utility(
        _context,
        provides=IAdopted,
        component=Adopted(class_, tuple(key)),
        name=for_.__name__,
    )


class IEntityClassDirective(Interface):
    """Have entities be of the application's own class."""

    class_ = GlobalObject(
        title="Entity class",
        description=(
            "Derived from the one that is registered for its interface, or of an "
            "interface of the application's own."
        ),
    )
    factory = GlobalObject(
        title="Group class",
        description="The class of their groups, where it is another one too.",
        required=False,
    )
    records = GlobalObject(
        title="Records",
        description="How they are kept, where the application has records of its own.",
        required=False,
    )
    permission = Permission(
        title="Permission",
        description=(
            "What reading them needs; without it, what it needed of those that were "
            "registered."
        ),
        required=False,
    )


def entity_class(
    _context: Any,
    class_: type,
    factory: type | None = None,
    records: Records | None = None,
    permission: str | None = None,
) -> None:
    """Handle ``<persistence:entityClass/>``."""
    place = repr(_context.info)
    interface = getattr(class_, "interface", None)
    if not isinstance(class_, EntityClass) or interface is None:
        raise Conflict(f"{class_!r} is no class of entities (at {place}).")
    if records is not None and getattr(records, "interface", None) is not interface:
        raise Conflict(
            f"{records!r} can't be the records of {class_.__name__}, which implements "
            f"{interface.__name__} (at {place})."
        )
    _context.action(
        discriminator=("persistence:entityClass", interface.__name__),
        callable=register_own,
        args=(class_, factory, records, permission, place),
    )


class IRatchetDirective(Interface):
    """Let those go on who are listed, and no others."""

    file = Path(
        title="File",
        description="The application's ratchet.json.",
    )
    mode = Choice(
        title="Mode",
        description="How delegated attributes are read one by one by who is listed.",
        values=MODES,
        required=False,
        default=DELEGATE,
    )
    others = Choice(
        title="Others",
        description="The same for who is not listed.",
        values=MODES,
        required=False,
        default=RAISE,
    )


def ratchet(
    _context: Any, file: str, mode: str = DELEGATE, others: str = RAISE
) -> None:
    """Handle ``<persistence:ratchet/>``."""
    policy = Listed(read_entries(FilePath(file)), mode, others)
    utility(_context, provides=IRatchetPolicy, component=policy)
