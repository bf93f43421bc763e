"""Words of texts: what ``Matching`` compares, the same for every backend.

A word is a run of A–Z, a–z, 0–9 and characters from U+0080, with A–Z folded. A
run of more than 255 characters is none: no index could hold what pasted keys
and encoded files are made of.
"""

from __future__ import annotations

import re
from typing import Final

from lp_persistence.fields import FOLDED

#: How many characters a word may have.
LONGEST: Final = 255

_RUN: Final = re.compile(r"[a-z0-9\x80-\U0010ffff]+")


def runs_of(text: str) -> tuple[str, ...]:
    """The runs in a text, folded, each once, sorted; longer ones too."""
    return tuple(sorted(set(_RUN.findall(text.translate(FOLDED)))))


def words_of(text: str) -> frozenset[str]:
    """The words in a text, folded."""
    return frozenset(run for run in runs_of(text) if len(run) <= LONGEST)


def together(*texts: str | None) -> str:
    """Texts that are searched together; None holds nothing."""
    return " ".join(text for text in texts if text is not None)
