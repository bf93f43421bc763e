"""How strictly a page is locked, and who may reach a store all the same.

The application's policy (``ILockPolicy``) is asked for each page. What is let
through is counted at the request, and logged: ``lp_persistence.lock`` has a
record for each access, with ``view``, ``statement`` and ``url`` in it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from zope.component import getUtilitiesFor, queryUtility
from zope.interface import implementer

from lp_persistence.errors import DatabaseLocked, InvalidValue
from lp_persistence.publication.interfaces import IAllowance, ICosts, ILockPolicy
from lp_persistence.publication.published import url_of, view_name

RAISE: Final = "raise"
LOG: Final = "log"
OFF: Final = "off"
MODES: Final = (RAISE, LOG, OFF)

logger: Final = logging.getLogger("lp_persistence.lock")


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """What the publication holds while it locks a backend."""

    #: The view that is rendered, as DatabaseLocked names it.
    view: str
    #: Whether an access goes on all the same; None where none does.
    tolerates: Callable[[DatabaseLocked], bool] | None = None


@implementer(IAllowance)
@dataclass(slots=True, eq=False)
class Allowance:
    """See ``IAllowance``."""

    view: type
    statement: str
    reason: str
    place: str
    matched: int = 0

    def __str__(self) -> str:
        return f"{self.view.__name__}, {self.statement!r} (at {self.place})"

    def covers(self, error: DatabaseLocked) -> bool:
        """See ``IAllowance``."""
        if self.statement not in error.statement:
            return False
        self.matched += 1
        return True


def mode_of(request: Any, view: Any) -> str:
    """RAISE, LOG or OFF, as the policy says; RAISE without one."""
    policy = queryUtility(ILockPolicy)
    if policy is None:
        return RAISE
    mode: str = policy(request, view)
    if mode not in MODES:
        raise InvalidValue(
            type(policy).__name__, "mode", mode, f"expected {', '.join(MODES)}"
        )
    return mode


def allowances() -> tuple[Allowance, ...]:
    """Every access that an application has registered as allowed."""
    return tuple(allowance for _, allowance in getUtilitiesFor(IAllowance))


def token_for(request: Any, view: Any) -> Token | None:
    """What to lock the backend with while ``view`` is rendered; None where the
    policy has it go without."""
    mode = mode_of(request, view)
    if mode == OFF:
        return None
    name = view_name(view, request)
    allowed = [each for each in allowances() if isinstance(view, each.view)]
    if mode == RAISE and not allowed:
        return Token(name)

    def tolerates(error: DatabaseLocked) -> bool:
        reasons = [each.reason for each in allowed if each.covers(error)]
        if not reasons and mode == RAISE:
            return False
        ICosts(request).tolerated += 1
        logger.warning(
            "%s",
            f"Allowed, {reasons[0]}: {error}" if reasons else error,
            extra={
                "view": error.view,
                "statement": error.statement,
                "url": url_of(request),
                "allowed": bool(reasons),
            },
        )
        return True

    return Token(name, tolerates)
