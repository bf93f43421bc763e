"""The ZCML directives of the heart; see ``meta.zcml``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from zope.component import getGlobalSiteManager
from zope.component.zcml import adapter, utility
from zope.configuration.fields import (
    GlobalInterface,
    GlobalObject,
    PythonIdentifier,
    Tokens,
)
from zope.interface import Interface
from zope.interface.interface import InterfaceClass
from zope.schema import TextLine
from zope.security.checker import (
    CheckerPublic,
    NamesChecker,
    defineChecker,
    getCheckerForInstancesOf,
    undefineChecker,
)
from zope.security.zcml import Permission, securityPolicy

from lp_persistence.canonical import Canonical
from lp_persistence.entity import Entity
from lp_persistence.interfaces import IContext, IMixedGroup
from lp_persistence.model import EntityType, global_model, same_named
from lp_persistence.permissions import with_entity_permissions
from lp_persistence.place import speaks_for_caller
from lp_persistence.root import Root, root_group


class IEntityDirective(Interface):
    """Register an entity: its interface, its class, and the groups of it."""

    interface = GlobalInterface(
        title="Entity interface",
        description="The interface that declares the entity's attributes.",
        required=True,
    )
    class_ = GlobalObject(
        title="Entity class",
        description="The class with the entity's business logic.",
        required=True,
    )
    group = GlobalInterface(
        title="Group interface",
        description="The interface of groups of the entity.",
        required=True,
    )
    factory = GlobalObject(
        title="Group class",
        description="The class of groups of the entity.",
        required=True,
    )
    permission = Permission(
        title="Permission",
        description="The permission that reading entities and groups needs.",
        required=False,
    )


class IViewerFactDirective(Interface):
    """Register what rules and facts may ask of a viewer."""

    for_ = GlobalInterface(
        title="Viewer's interface",
        description="The entity interface that a viewer has who may be asked.",
        required=True,
    )
    name = TextLine(
        title="Name",
        description="The name under which they find the ids.",
        required=True,
    )
    handler = GlobalObject(
        title="Function",
        description="Gives for the viewer's entity an iterable of ids.",
        required=True,
    )


def entity(
    _context: Any,
    interface: InterfaceClass,
    class_: type,
    group: InterfaceClass,
    factory: type,
    permission: str | None = None,
) -> None:
    """Handle ``<persistence:entity/>``."""
    entity_type = EntityType(interface, class_, group, factory, permission)
    _context.action(
        discriminator=("persistence:entity", interface.__name__),
        callable=register_entity,
        args=(entity_type,),
    )
    for provided in same_named(group):
        root, bind, part = roots(entity_type)
        utility(_context, provides=provided, component=root)
        adapter(_context, factory=(bind,), provides=provided, for_=(IContext,))
        adapter(_context, factory=(part,), provides=provided, for_=(IMixedGroup,))


def replace_entity(entity_type: EntityType) -> None:
    """Have a type stand for the one that was registered under its name."""
    register_entity(entity_type)
    registry = getGlobalSiteManager()
    root, bind, part = roots(entity_type)
    for provided in same_named(entity_type.group_interface):
        registry.registerUtility(root, provided)
        registry.registerAdapter(bind, (IContext,), provided)
        registry.registerAdapter(part, (IMixedGroup,), provided)


def roots(
    entity_type: EntityType,
) -> tuple[Root, Callable[[Any], Any], Callable[[Any], Any]]:
    """Where groups of a type begin: unbound, of a context, in a mixed group."""
    bind = partial(root_group, entity_type)

    def part(mixed: Any) -> Any:
        return mixed.of_type(entity_type.group_interface)

    return Root(entity_type.group_interface, bind), bind, part


def register_entity(entity_type: EntityType) -> None:
    """Add the type to the global model, and make its security checkers."""
    global_model().register(entity_type)
    speaks_for_caller(entity_type.group_factory.__module__)
    permission = entity_type.permission
    if permission is None:
        return
    checked = CheckerPublic if permission == "zope.Public" else permission
    logic = {
        name
        for cls in entity_type.factory.__mro__
        if cls not in Entity.__mro__
        for name in vars(cls)
        if not name.startswith("_")
    }
    names = [*entity_type.fields, *logic, "__eq__", "__hash__", "__repr__"]
    define_checker(entity_type.factory, NamesChecker(names, checked))
    verbs = [
        *entity_type.group_interface.names(all=True),
        "__bool__",
        "__eq__",
        "__hash__",
        "__repr__",
    ]
    define_checker(entity_type.group_factory, NamesChecker(verbs, checked))


def define_checker(class_: type, checker: NamesChecker) -> None:
    """Give a class its checker, in place of one that it may have: a later
    registration of an entity overrides an earlier one."""
    if getCheckerForInstancesOf(class_) is not None:
        undefineChecker(class_)
    defineChecker(class_, checker)


class ISecurityPolicyDirective(Interface):
    """Have entities answer for permissions before a security policy does."""

    component = GlobalObject(
        title="Policy",
        description="The security policy that answers for everything else.",
    )


def security_policy(_context: Any, component: type) -> None:
    """Handle ``<persistence:securityPolicy/>``: in place of zope.security's."""
    securityPolicy(_context, with_entity_permissions(component))


class IURLDirective(Interface):
    """Say where the entities of one interface are, as a path."""

    for_ = GlobalInterface(
        title="Entity interface",
        description="The entity interface of the entities that are there.",
        required=True,
    )
    path = TextLine(
        title="Path",
        description="Its last steps, with names of attributes in braces.",
        required=True,
    )
    parent = Tokens(
        title="References",
        description=(
            "What the path is below: the first of these references that leads "
            "anywhere. Without any it is below the application."
        ),
        value_type=PythonIdentifier(),
        required=False,
    )


def url(
    _context: Any, for_: InterfaceClass, path: str, parent: Sequence[str] = ()
) -> None:
    """Handle ``<persistence:url/>``."""
    _context.action(
        discriminator=("persistence:url", for_.__name__),
        callable=register_url,
        args=(for_, path, tuple(parent)),
    )


def register_url(for_: InterfaceClass, path: str, parents: tuple[str, ...]) -> None:
    """Add it to the global model."""
    global_model().register_canonical(for_.__name__, Canonical(path, parents))


def viewer_fact(
    _context: Any, for_: InterfaceClass, name: str, handler: Callable[[Any], Any]
) -> None:
    """Handle ``<persistence:viewerFact/>``."""
    _context.action(
        discriminator=("persistence:viewerFact", name),
        callable=register_viewer_fact,
        args=(for_, name, handler),
    )


def register_viewer_fact(
    for_: InterfaceClass, name: str, handler: Callable[[Any], Any]
) -> None:
    """Add the fact to the global model."""
    global_model().register_viewer_fact(name, handler, for_)
