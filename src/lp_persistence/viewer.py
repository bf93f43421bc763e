"""Who looks: the viewer of a context, and what rules may ask of it."""

from __future__ import annotations

from typing import Any

from zope.security.proxy import removeSecurityProxy

from lp_persistence.entity import Entity
from lp_persistence.errors import InvalidValue
from lp_persistence.fields import is_id
from lp_persistence.interfaces import ALL_SEEING
from lp_persistence.model import Model
from lp_persistence.others import entity_of_other
from lp_persistence.steps import NOBODY, SOMEBODY


class Viewer:
    """None, ALL_SEEING, an entity, or a function that gives one of these.

    A function is asked each time until ``settle()``: what is planned early in
    a request, before anybody is authenticated, binds nobody.
    """

    def __init__(self, viewer: Any, model: Model):
        self._model = model
        viewer = removeSecurityProxy(viewer)  # a proxy can always be called
        self._given = viewer if callable(viewer) else checked_viewer(viewer, model)

    def get(self) -> Any:
        """The viewer; InvalidValue where a function gave none."""
        if callable(self._given):
            return checked_viewer(self._given(), self._model)
        return self._given

    def settle(self) -> None:
        """From now on it is who it is now."""
        self._given = self.get()


def rule_for(viewer: Any) -> str | None:
    """Whose rule holds for a viewer; see ``Scope.rule``."""
    if viewer is ALL_SEEING:
        return None
    is_nobody = viewer is None or not is_id(viewer.id)
    return NOBODY if is_nobody else SOMEBODY


def checked_viewer(viewer: Any, model: Model) -> Any:
    """A viewer without its security proxy; InvalidValue unless it is None,
    ALL_SEEING, an entity with an id that can be asked for its facts, or what
    stands for one (``IMember``)."""
    viewer = removeSecurityProxy(viewer)
    if viewer is None or viewer is ALL_SEEING:
        return viewer
    if not isinstance(viewer, Entity):
        viewer = _entity_of(viewer, model) or viewer
    if (
        isinstance(viewer, Entity)
        and type((viewer.identity() or (None, None))[1]) is int
        and (not model.viewers or any(map(viewer.interface.isOrExtends, model.viewers)))
    ):
        return viewer
    known = " or ".join(sorted(each.__name__ for each in model.viewers)) or "entity"
    raise InvalidValue(
        "Context",
        "viewer",
        viewer,
        f"expected None, an {known} with an id, ALL_SEEING, or a function that "
        f"gives one of these",
    )


def _entity_of(other: Any, model: Model) -> Any:
    """The entity that an object stands for, of those who can be asked for their
    facts; None where it stands for none."""
    interfaces = sorted(model.viewers, key=lambda each: each.__name__)
    return entity_of_other(other, map(model.type_of, interfaces))
