"""The fields whose values follow from who looks."""

from __future__ import annotations

import re
from typing import Any, Final

from lp_persistence.fields.attributes import Bool, Int

PERMISSION: Final = "permission"
COUNT: Final = "count"

#: What a name in Python can't have.
_NO_NAME: Final = re.compile(r"\W")


class Permitted(Bool):
    """Whether the viewer has a permission on an entity.

    Nobody declares it: it follows from the tag PERMISSIONS of the entity's
    interface, is asked for by ``need_permission``, and is read by
    ``zope.security.checkPermission``. A hidden entity permits nothing.
    """

    is_fact = False
    is_blind = False
    kind = PERMISSION

    def __init__(self, permission: str):
        super().__init__(title=f"The viewer has {permission}", hidden=False)
        self.permission = permission
        self.__name__ = permitted_name(permission)


def permitted_name(permission: str) -> str:
    """The name under which realised entities hold a permission; no attribute
    of an interface begins with an underscore."""
    return f"_may_{_NO_NAME.sub('_', permission)}"


def is_permitted_name(name: str) -> bool:
    """Whether a name is that of a permission."""
    return name.startswith("_may_")


class Count(Int):
    """How many members a collection of the same entity has, that the viewer may
    see; ``edge`` names the collection.

    Backends count them, read only if asked for; nobody is loaded for it.
    """

    is_blind = False
    kind = COUNT

    def __init__(self, edge: str, **options: Any):
        super().__init__(**options)
        self.edge = edge
