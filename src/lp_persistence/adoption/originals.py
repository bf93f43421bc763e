"""There and back: the Storm objects that entities were read from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zope.component import getUtility
from zope.interface import implementer

from lp_persistence.adoption.adopted import objects_class
from lp_persistence.adoption.objects import objects_of
from lp_persistence.adoption.prefilling import prefill
from lp_persistence.entity import Entity
from lp_persistence.errors import NoSuchMember
from lp_persistence.interfaces import IBackend, IOriginals
from lp_persistence.model import EntityType, get_model
from lp_persistence.storm.backend import StormBackend

#: How many ids messages name.
_NAMED = 10


@implementer(IOriginals)
class StormOriginals:
    """See ``IOriginals``: the objects of an application's own Storm classes."""

    def __init__(self, backend: StormBackend):
        self._backend = backend

    def get(
        self, type_: EntityType, ids: Sequence[Any], attributes: Sequence[str] = ()
    ) -> tuple[Any, ...]:
        found = self.find(type_, ids)
        lost = [key for key in ids if key not in found]
        if lost:
            named = ", ".join(map(repr, lost[:_NAMED]))
            more = "" if len(lost) <= _NAMED else f" and {len(lost) - _NAMED} more"
            raise NoSuchMember(
                f"There is no {objects_class(type_).cls.__name__} any more of "
                f"{type_.name} {named}{more}, in the store where it is written. "
                f"Realise the group again, in a new context."
            )
        objects = tuple(map(found.__getitem__, ids))
        prefill(objects, *attributes)
        return objects

    def find(self, type_: EntityType, ids: Sequence[Any]) -> dict[Any, Any]:
        """By id the objects that there are."""
        store, _ = self._backend.open_for_change(type_.interface)
        return objects_of(store, objects_class(type_), ids)


def storm_object(entity: Entity) -> Any:
    """The adapter ``IStormObject`` of entities; None where there is no object."""
    backend = getUtility(IBackend)
    identity = entity.identity()
    if identity is None or not isinstance(backend, StormBackend):
        return None
    interface, key = identity
    type_ = get_model().type_of(interface)
    return StormOriginals(backend).find(type_, (key,)).get(key)
