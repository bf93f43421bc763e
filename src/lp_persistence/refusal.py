"""What a locked backend does with an access: the one rule of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lp_persistence.errors import DatabaseLocked


def is_strict(token: Any) -> bool:
    """Whether a token lets nothing through; see ``IBackend.refuse``."""
    return getattr(token, "tolerates", None) is None


def refuse_access(statement: str, tokens: Sequence[Any]) -> None:
    """Raise DatabaseLocked for the innermost of the tokens that does not let
    the statement through."""
    for token in reversed(tokens):
        error = DatabaseLocked(statement, getattr(token, "view", None))
        if is_strict(token) or not token.tolerates(error):
            raise error
