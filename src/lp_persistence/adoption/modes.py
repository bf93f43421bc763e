"""What becomes of a delegated attribute that nobody has prefilled."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from threading import Lock
from typing import Final

from zope.component import queryUtility
from zope.testing.cleanup import addCleanUp

from lp_persistence.adoption.callers import Caller, calling
from lp_persistence.adoption.interfaces import IRatchetPolicy
from lp_persistence.errors import InvalidValue, NotPrefilled

DELEGATE: Final = "delegate"
WARN: Final = "warn"
RAISE: Final = "raise"
MODES: Final = (DELEGATE, WARN, RAISE)

#: The mode, where no policy is registered.
VARIABLE: Final = "LP_PERSISTENCE_RATCHET"
#: A file that gets what is logged, beside wherever the application logs to.
LOG_VARIABLE: Final = "LP_PERSISTENCE_RATCHET_LOG"

logger: Final = logging.getLogger("lp_persistence.ratchet")


class Told:
    """Who was logged already by this process: each place once."""

    def __init__(self) -> None:
        self._known: set[tuple[str, Caller]] = set()
        self._telling = Lock()
        self._handler: logging.Handler | None = None

    def tell(self, attribute: str, caller: Caller) -> None:
        """Log that somebody reads an attribute one by one."""
        with self._telling:
            if (attribute, caller) in self._known:
                return
            self._known.add((attribute, caller))
            self._open(os.environ.get(LOG_VARIABLE))
        logger.warning(
            "%s was read one by one at %s",
            attribute,
            caller,
            extra={"attribute": attribute, "caller": str(caller)},
        )

    def _open(self, path: str | None) -> None:
        if path and self._handler is None:
            # Layers of tests, in processes of their own, append to one file.
            self._handler = logging.FileHandler(path, encoding="utf-8")
            logger.addHandler(self._handler)

    def clear(self) -> None:
        """Forget all of them."""
        with self._telling:
            self._known.clear()
            if self._handler is not None:
                logger.removeHandler(self._handler)
                self._handler.close()
                self._handler = None


TOLD: Final = Told()
addCleanUp(TOLD.clear)


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
    known = caller.shortened()
    mode = mode_for(full_name, known)
    if mode == RAISE:
        raise NotPrefilled(owner, attribute, str(caller))
    if mode == WARN:
        TOLD.tell(full_name, known)
