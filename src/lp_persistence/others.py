"""Objects that are no entities: what stands for one, and what one was read from.

Who keeps such objects registers adapters; the heart knows none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from zope.component import queryAdapter, queryUtility

from lp_persistence.errors import InvalidValue, NotAllowed
from lp_persistence.interfaces import IBackend, IMember, IOriginals
from lp_persistence.model import EntityType


def key_of_other(member: Any, type_: EntityType) -> Any:
    """The id of the entity that an object stands for; None where nobody knows one.

    Raises InvalidValue, as ``IMember`` says.
    """
    found = queryAdapter(member, IMember)
    return None if found is None else found.key_for(type_)


def entity_of_other(member: Any, types: Iterable[EntityType]) -> Any:
    """The entity that an object stands for, of the first of these types that it can
    be of; None where it stands for none."""
    found = queryAdapter(member, IMember)
    if found is None:
        return None
    for type_ in types:
        try:
            key = found.key_for(type_)
        except (InvalidValue, NotAllowed):  # of another class, or of none
            continue
        if key is not None:
            return type_.factory(id=key)
    return None


def originals(
    type_: EntityType, ids: Sequence[Any], attributes: Sequence[str] = ()
) -> tuple[Any, ...]:
    """What the entities of these ids were read from, in their order.

    Raises NotAllowed where the backend has no such objects, and what
    ``IGroup.for_change`` says.
    """
    backend = queryUtility(IBackend)
    found = None if backend is None else queryAdapter(backend, IOriginals)
    if found is None:
        kept = "nothing" if backend is None else f"a {type(backend).__name__}"
        raise NotAllowed(
            f"{type_.group_interface.__name__} have no objects to be changed: what "
            f"keeps them is {kept}. An application's own come from the Storm backend, "
            f'with <include package="lp_persistence.adoption" />.'
        )
    objects: tuple[Any, ...] = found.get(type_, ids, attributes)
    return objects
