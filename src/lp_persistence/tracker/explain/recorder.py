"""What a page that is to be explained asked for, and what was done for it.

``?explain`` in the address, for an administrator; others get the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from zope.component import queryUtility
from zope.interface import implementer
from zope.security.management import queryInteraction
from zope.security.proxy import ProxyFactory

from lp_persistence.entity import Entity
from lp_persistence.interfaces import IBackend, IContext, IPlan, IStatementTexts
from lp_persistence.people.interfaces import IPersons
from lp_persistence.publication import IPreparer

_KEY: Final = "lp_persistence.tracker.explain"
#: What the address has to ask for.
ASKED: Final = "explain"
#: The team whose members may ask.
ADMINS: Final = "admins"


class Sent(NamedTuple):
    """One statement: its step, how long it took and what it gave; ``text`` is
    what a database was sent, None where there is none."""

    step: Any
    rows: int
    milliseconds: float
    text: str | None


class Recorder:
    """What was done for one context. ``admins`` has the viewer as a member, if
    they may know of it."""

    def __init__(self, context: Any):
        self.context = context
        self.admins: Any = None
        self.plans: list[IPlan] = []
        self.sent: list[Sent] = []

    @property
    def is_admitted(self) -> bool:
        """Whether the viewer may see it; once all was realised."""
        return self.admins is not None and bool(len(self.admins))


@implementer(IPreparer)
class Explained:
    """Watches what is done for a page whose address asks for that.

    It is made before any of the page's parts declares: a page may realise what it
    goes on from by itself.
    """

    def __init__(self, view: Any, request: Any):
        self._recorder: Recorder | None = None
        if ASKED in request.form:
            self._recorder = Recorder(IContext(request))
            request.annotations[_KEY] = self._recorder

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        viewer = context.viewer
        if self._recorder is not None and isinstance(viewer, Entity):
            persons: Any = ProxyFactory(IPersons(context))
            team = IPersons(context).filter(name=ADMINS)
            found = persons.of([viewer]).filter(participations=team)
            self._recorder.admins = found


def recorder_of(request: Any) -> Recorder | None:
    """What was recorded for a request, if that was asked for."""
    found: Recorder | None = request.annotations.get(_KEY)
    return found


def note_plan(event: Any) -> None:
    """Keep the plan of a context that is watched."""
    for recorder in _watching(event.context):
        recorder.plans.append(event.plan)


def note_step(event: Any) -> None:
    """Keep what a step of a context that is watched cost."""
    for recorder in _watching(event.context):
        backend = queryUtility(IBackend)
        text = None
        if IStatementTexts.providedBy(backend):
            text = backend.text_of(event.step)
        recorder.sent.append(Sent(event.step, event.rows, event.milliseconds, text))


def _watching(context: Any) -> Iterator[Recorder]:
    """Those that watch a context: of the requests that this thread serves."""
    interaction = queryInteraction()
    for request in () if interaction is None else interaction.participations:
        recorder = recorder_of(request)
        if recorder is not None and recorder.context is context:
            yield recorder
