"""What words are in the eyes of PostgreSQL; needs no driver."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_lowercase, ascii_uppercase
from typing import Final

from lp_persistence.matching import LONGEST

#: What stands between words: of ASCII all but letters and digits. With escapes,
#: in which a database reads backslashes whatever its settings.
_BETWEEN: Final = r"\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f"
_LONG_RUN: Final = f"[^{_BETWEEN}]{{{LONGEST}}}[^{_BETWEEN}]+"


def folded(text: str) -> str:
    """A text with A–Z folded, and nothing else."""
    return f"translate({text}, '{ascii_uppercase}', '{ascii_lowercase}')"


def together(texts: Iterable[str]) -> str:
    """Several texts as the one that words are looked for in, folded."""
    return folded(" || ' ' || ".join(texts))


def words_in(texts: Iterable[str]) -> str:
    """The expression for the words of several, together; word for word that of
    the indexes that answer it."""
    text = together(texts)
    text = f"regexp_replace({text}, E'{_LONG_RUN}', '', 'g')"
    text = f"array_remove(regexp_split_to_array({text}, E'[{_BETWEEN}]+'), '')"
    return f"array_to_tsvector({text})"
