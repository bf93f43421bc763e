"""What the publication keeps of a request, in its annotations.

A publication serves many threads and a retry brings a new request, so that
nothing is kept anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeVar

from zope.publisher.interfaces import NotFound
from zope.security.proxy import removeSecurityProxy

from lp_persistence.context import Context
from lp_persistence.interfaces import IGroup, IMixedGroup
from lp_persistence.publication.costs import Costs
from lp_persistence.publication.interfaces import IDeadline, IViewer

_KEY: Final = "lp_persistence.publication"

G = TypeVar("G")


class Required(NamedTuple):
    """A step of the path, and the group that must have a member for it."""

    group: Any
    parent: object
    name: str


@dataclass(slots=True)
class State:
    """What the publication knows of one request."""

    costs: Costs = field(default_factory=Costs)
    context: Context | None = None
    required: list[Required] = field(default_factory=list)
    #: The view that was prepared, and is rendered.
    view: Any = None
    #: Whether its costs were held against its budget.
    watched: bool = False

    def start_over(self) -> None:
        """Forget what was asked for; what it cost remains."""
        self.context = None
        self.required = []
        self.view = None
        self.watched = False


def state_of(request: Any) -> State:
    """The state of a request, made at the first call."""
    state = request.annotations.get(_KEY)
    if not isinstance(state, State):
        state = request.annotations[_KEY] = State()
    return state


def context_of(request: Any) -> Context:
    """``IContext(request)``: one context for each request.

    Who looks is asked when it is realised. After an error the request gets
    another context, for the view of the error.
    """
    state = state_of(request)
    if state.context is None:
        deadline: Any = IDeadline(request, None)
        state.context = Context(
            viewer=lambda: IViewer(request, None), deadline=deadline
        )
    return state.context


def costs_of(request: Any) -> Costs:
    """``ICosts(request)``."""
    return state_of(request).costs


def required(group: G, request: Any, parent: object, name: str) -> G:
    """Make a step of the path depend on ``group`` having a member.

    For ``publishTraverse``, which gives a group of one for a name and can't
    know yet whether there is anything by that name::

        return required(IPersons(context).filter(name=name), request, self, name)

    The publication realises the group with all else, and answers NotFound for
    ``name`` of ``parent`` where it has no member, or none that the viewer may
    see: the two can't be told apart from outside. Returns the group.
    """
    state_of(request).required.append(Required(group, parent, name))
    if IGroup.providedBy(group) or IMixedGroup.providedBy(group):
        # A page that narrows it further would leave it unread.
        removeSecurityProxy(group).kept()
    return group


def check_required(request: Any) -> None:
    """Raise NotFound for the first step of the path that led to nothing."""
    for group, parent, name in state_of(request).required:
        if not len(group):
            raise NotFound(parent, name, request)
