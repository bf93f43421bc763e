"""What backends ask of the transaction manager."""

from __future__ import annotations

from typing import Any

import transaction
from transaction.interfaces import NoTransaction


def current_transaction() -> Any:
    """This thread's transaction; None where an explicit manager runs none."""
    try:
        return transaction.get()
    except NoTransaction:
        return None
