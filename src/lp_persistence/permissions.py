"""Permissions answered from what was realised.

``zope.security.checkPermission`` asks the interaction, and that is of the
class that is the application's security policy. A policy with
``EntityPermissions`` left of its other bases answers for entities and groups
of entities, and leaves everything else to them::

    class SecurityPolicy(EntityPermissions, ApplicationsSecurityPolicy):
        …

``<persistence:securityPolicy component=…/>`` makes such a class of a policy
that is not to be changed.
"""

from __future__ import annotations

from typing import Any

from zope.security.proxy import removeSecurityProxy

from lp_persistence.entity import Entity
from lp_persistence.fields import permitted_name
from lp_persistence.group import Group
from lp_persistence.hydration.shapes import is_hidden
from lp_persistence.model import SEEN, get_model


def permitted(permission: str, thing: Any) -> bool | None:
    """Whether the viewer of its context has a permission on an entity.

    None where that is not known here: of what is no realised entity, and of a
    permission that the entity's interface does not declare. Raises
    NotRequested where it was not asked for (``need_permission``). Of what is
    SEEN nothing has to be asked: only what the viewer sees is realised, and
    ``Hidden`` permits nothing. A group permits what is SEEN: it holds nothing
    else.
    """
    bare = removeSecurityProxy(thing)
    if isinstance(bare, Group):
        rule = bare.node.type.permissions.get(permission)
        return True if rule is SEEN else None
    if not isinstance(bare, Entity):
        return None
    type_ = get_model().type_named(bare.interface.__name__)
    rule = type_.permissions.get(permission)
    if rule is None:
        return None
    if rule is SEEN:
        return not is_hidden(bare)
    name = permitted_name(permission)
    if not hasattr(type(bare), name):
        return None  # built by hand: nobody has looked at it
    answer: bool = getattr(bare, name)
    return answer


class EntityPermissions:
    """Mixed into a security policy; see the module."""

    def checkPermission(self, permission: str, object: Any) -> bool:
        """See ``zope.security.interfaces.IInteraction``. Raises NotRequested."""
        answer = permitted(permission, object)
        if answer is None:
            answer = super().checkPermission(permission, object)  # type: ignore[misc]
        return bool(answer)


def with_entity_permissions(policy: type) -> type:
    """A security policy that answers for entities first."""
    if issubclass(policy, EntityPermissions):
        return policy
    return type(
        policy.__name__,
        (EntityPermissions, policy),
        {"__module__": policy.__module__, "__doc__": policy.__doc__},
    )
