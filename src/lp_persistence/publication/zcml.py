"""The ZCML directives of the publication; see ``meta.zcml``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from zope.component.zcml import adapter, utility
from zope.configuration.exceptions import ConfigurationError
from zope.configuration.fields import GlobalInterface, GlobalObject, Tokens
from zope.interface import Interface
from zope.interface.interface import InterfaceClass
from zope.publisher.interfaces.browser import IBrowserRequest
from zope.schema import Int, TextLine

from lp_persistence.publication.budgets import Budget
from lp_persistence.publication.interfaces import (
    IAllowance,
    IBudget,
    IPublicationFactory,
)
from lp_persistence.publication.modes import Allowance
from lp_persistence.publication.wrapping import with_persistence, wrap_publisher

#: After every <publisher …/>, wherever it stands.
LATE: Final = 1000


class IPublicationDirective(Interface):
    """Have the publications of a named factory realise and lock."""

    name = TextLine(
        title="Name",
        description=(
            "The name of a <publisher …/> of zope.app.publication, or with "
            "factory the name of the IPublicationFactory utility."
        ),
    )
    methods = Tokens(
        title="Methods",
        description="The methods that the publisher is registered for.",
        value_type=TextLine(),
        required=False,
    )
    mimetypes = Tokens(
        title="Types",
        description="The types of content that the publisher is registered for.",
        value_type=TextLine(),
        required=False,
    )
    factory = GlobalObject(
        title="Factory",
        description=(
            "Class or callable that makes a publication, of an application that "
            "asks for it by name: getUtility(IPublicationFactory, name)."
        ),
        required=False,
    )


def publication(
    _context: Any,
    name: str,
    methods: list[str] | None = None,
    mimetypes: list[str] | None = None,
    factory: Callable[..., Any] | None = None,
) -> None:
    """Handle ``<persistence:publication/>``."""
    if factory is not None:
        if methods or mimetypes:
            raise ConfigurationError(
                "methods and mimetypes are of a publisher's name, not of a factory."
            )
        utility(
            _context,
            provides=IPublicationFactory,
            component=with_persistence(factory),
            name=name,
        )
        return
    _context.action(
        discriminator=("persistence:publication", name),
        callable=wrap_publisher,
        args=(name, methods or ["*"], mimetypes or ["*"], repr(_context.info)),
        order=LATE,
    )


class IBudgetDirective(Interface):
    """Say what a page may cost."""

    for_ = GlobalInterface(
        title="Context",
        description="The interface that the page is registered for.",
    )
    name = TextLine(title="Name", description="The name of the page.")
    statements = Int(
        title="Statements",
        description=(
            "How many a page costs, for somebody signed in: exactly, in tests."
        ),
        min=0,
    )
    rows = Int(
        title="Rows",
        description="How many it may read; watched in production.",
        min=0,
        required=False,
    )
    milliseconds = Int(
        title="Milliseconds",
        description=(
            "How long realising and rendering may take; watched in production."
        ),
        min=0,
        required=False,
    )
    layer = GlobalInterface(
        title="Layer",
        description="The layer of requests that the page is registered for.",
        required=False,
    )


def budget(
    _context: Any,
    for_: InterfaceClass,
    name: str,
    statements: int,
    rows: int | None = None,
    milliseconds: int | None = None,
    layer: InterfaceClass = IBrowserRequest,
) -> None:
    """Handle ``<persistence:budget/>``."""
    adapter(
        _context,
        factory=(Budget(statements, rows, milliseconds, repr(_context.info)),),
        provides=IBudget,
        for_=(for_, layer),
        name=name,
    )


class IAllowanceDirective(Interface):
    """Let a view make an access while it is rendered, for the time being."""

    view = GlobalObject(title="View", description="The class of the view.")
    statement = TextLine(
        title="Statement",
        description="A part of the statement: what the error shows.",
    )
    reason = TextLine(title="Reason", description="Why it is allowed, and until when.")


def allowance(_context: Any, view: type, statement: str, reason: str) -> None:
    """Handle ``<persistence:allowance/>``."""
    utility(
        _context,
        provides=IAllowance,
        component=Allowance(view, statement, reason, repr(_context.info)),
        name=f"{view.__module__}.{view.__qualname__}: {statement}",
    )
