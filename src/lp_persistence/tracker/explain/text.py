"""A page explained, as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lp_persistence.expression import describe
from lp_persistence.publication import ICosts
from lp_persistence.tracker.explain.recorder import Recorder, recorder_of
from lp_persistence.tracker.frame.shown import counted


def explained(request: Any, result: Any) -> Any:
    """``result``, what a page returned; or in its place what was done for it,
    where an administrator asked for that."""
    recorder = recorder_of(request)
    if recorder is None or not recorder.is_admitted:
        return result
    request.response.setHeader("Content-Type", "text/plain; charset=utf-8")
    return "\n".join(lines_of(recorder, ICosts(request)))


def lines_of(recorder: Recorder, costs: Any) -> Iterator[str]:
    """The lines: groups and needs, the plan, the statements."""
    yield "Groups and what was asked of them"
    yield ""
    for node in recorder.context.expressions:
        yield f"{describe(node)}  ({node.place})"
        if node.asked:
            yield f"    {', '.join(node.asked)}"
    for plan in recorder.plans:
        yield ""
        yield f"Plan: {counted(plan.statements, 'statement')}"
        yield ""
        yield str(plan)
    yield ""
    yield (
        f"Sent: {counted(costs.statements, 'statement')}, "
        f"{counted(costs.trips, 'trip')}, {counted(costs.rows, 'row')}, "
        f"{costs.realise:.1f} ms; the page was rendered in {costs.render:.1f} ms. One "
        f"was asked to know whether you may read this."
    )
    words = {
        id(planned.step): str(planned)
        for plan in recorder.plans
        for planned in plan.steps
    }
    for sent in recorder.sent:
        yield ""
        yield (
            f"{words.get(id(sent.step), 'step')}: {counted(sent.rows, 'row')} in "
            f"{sent.milliseconds:.1f} ms"
        )
        if sent.text is not None:
            yield f"    {sent.text}"
    yield ""
