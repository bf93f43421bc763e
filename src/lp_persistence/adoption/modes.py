"""What becomes of a delegated attribute that nobody has prefilled."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from typing import Final

from zope.component import queryUtility

from lp_persistence.adoption.callers import Caller, calling
from lp_persistence.adoption.interfaces import IRatchetPolicy
from lp_persistence.errors import InvalidValue, NotPrefilled

DELEGATE: Final = "delegate"
WARN: Final = "warn"
RAISE: Final = "raise"
MODES: Final = (DELEGATE, WARN, RAISE)

VARIABLE: Final = "LP_PERSISTENCE_RATCHET"

logger: Final = logging.getLogger("lp_persistence.ratchet")


def mode_for(
    attribute: str, caller: Caller, environment: Mapping[str, str] = os.environ
) -> str:
    """DELEGATE, WARN or RAISE, as the policy says, or the environment without one.

    InvalidValue for any other answer.
    """
    policy = queryUtility(IRatchetPolicy)
    if policy is None:
        owner, name = "The environment", VARIABLE
        mode = environment.get(VARIABLE) or DELEGATE
    else:
        owner, name = type(policy).__name__, "mode"
        mode = policy(attribute, caller)
    if mode not in MODES:
        raise InvalidValue(owner, name, mode, f"expected {', '.join(MODES)}")
    return mode


def is_quiet(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether nobody asks who reads what."""
    return (
        environment.get(VARIABLE, DELEGATE) in ("", DELEGATE)
        and queryUtility(IRatchetPolicy) is None
    )


def note_access(owner: str, attribute: str, full_name: str) -> None:
    """Somebody reads what nobody has prefilled: log it, or raise NotPrefilled, as
    the mode says.

    ``owner`` is the name of the class, ``full_name`` what the ratchet calls the
    attribute.
    """
    if is_quiet():
        return
    caller = calling()
    mode = mode_for(full_name, caller)
    if mode == RAISE:
        raise NotPrefilled(owner, attribute, str(caller))
    if mode == WARN:
        logger.warning(
            "%s",
            f"{full_name} was read one by one at {caller}",
            extra={"attribute": full_name, "caller": str(caller)},
        )
