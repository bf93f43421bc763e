"""What a page may cost, and what is said where it costs more."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, Final

from zope.component import queryMultiAdapter
from zope.interface import implementer

from lp_persistence.publication.interfaces import IBudget
from lp_persistence.publication.published import url_of, view_name
from lp_persistence.publication.request import State

logger: Final = logging.getLogger("lp_persistence.budget")

#: What is watched in production. The statements are the tests' affair: they
#: are the same on every day, and known before a page is released.
WATCHED: Final = ("rows", "milliseconds")


@implementer(IBudget)
@dataclass(frozen=True, slots=True)
class Budget:
    """See ``IBudget``."""

    statements: int
    rows: int | None = None
    milliseconds: int | None = None
    place: str = ""

    def __call__(self, context: Any, request: Any) -> Budget:
        """It is an adapter of (context, request), by the name of the view."""
        return self


def budget_of(view: Any, request: Any) -> Budget | None:
    """The budget of a view; None where it has none."""
    name = getattr(view, "__name__", None)
    if not isinstance(name, str):
        return None
    found: Budget | None = queryMultiAdapter(
        (getattr(view, "context", None), request), IBudget, name
    )
    return found


def watch(request: Any, state: State) -> None:
    """Log one record where the page that was rendered cost more rows or
    milliseconds than its budget has; it is served all the same.

    The record has ``view``, ``url``, what it cost and what it might have, in
    attributes of its own.
    """
    if state.view is None or state.watched:
        return
    state.watched = True
    budget = budget_of(state.view, request)
    if budget is None:
        return
    costs = state.costs
    spent = {"rows": costs.rows, "milliseconds": costs.realise + costs.render}
    over = [
        name
        for name in WATCHED
        if getattr(budget, name) is not None and spent[name] > getattr(budget, name)
    ]
    if not over:
        return
    view = view_name(state.view, request)
    logger.warning(
        "%s cost %s",
        view,
        " and ".join(
            f"{spent[name]:.0f} of {getattr(budget, name)} {name}" for name in over
        ),
        extra={
            "view": view,
            "url": url_of(request),
            "over": tuple(over),
            "statements": costs.statements,
            "budget_rows": budget.rows,
            "budget_milliseconds": budget.milliseconds,
            "budget_place": budget.place,
            **spent,
        },
    )
