"""What a locked backend does with an access: the one rule of all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lp_persistence.errors import DatabaseLocked
from lp_persistence.place import reading_places


def is_strict(token: Any) -> bool:
    """Whether a token lets nothing through; see ``IBackend.refuse``."""
    return getattr(token, "tolerates", None) is None


def refuse_access(
    statement: str, tokens: Sequence[Any], declare: Callable[[], str | None] = str
) -> None:
    """Raise DatabaseLocked for the innermost of the tokens that does not let
    the statement through; ``declare`` gives its sentence, if any."""
    if not tokens:
        return
    read, sentence = reading_places(), declare()
    for token in reversed(tokens):
        view = getattr(token, "view", None)
        error = DatabaseLocked(statement, view, read, sentence)
        if is_strict(token) or not token.tolerates(error):
            raise error
