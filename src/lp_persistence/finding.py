"""What a comparison finds: of records and a database, of an application and a list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be: a sentence on what, which begins with
    where, and one on what to do about it; both without a full stop."""

    what: str
    to_do: str

    def __str__(self) -> str:
        return f"{self.what}.\n    {self.to_do}."
