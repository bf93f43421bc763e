"""Passwords as scrypt of the standard library keeps them."""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from hmac import compare_digest
from os import urandom
from typing import Final

from zope.interface import implementer
from zope.password.interfaces import IMatchingPasswordManager

PREFIX: Final = b"{SCRYPT}"
_SALT: Final = 16
#: Some 16 MiB and 50 milliseconds for each check.
_COST: Final = {"n": 2**14, "r": 8, "p": 1}


@implementer(IMatchingPasswordManager)
class ScryptPasswordManager:
    """See ``IMatchingPasswordManager`` of zope.password, whose own managers need
    bcrypt or are fast."""

    def encodePassword(self, password: str) -> bytes:
        """See ``IPasswordManager``."""
        return self._encoded(password, urandom(_SALT))

    def checkPassword(self, encoded_password: bytes, password: str) -> bool:
        """See ``IPasswordManager``."""
        kept = b64decode(encoded_password.removeprefix(PREFIX))
        return compare_digest(self._encoded(password, kept[:_SALT]), encoded_password)

    def match(self, encoded_password: bytes) -> bool:
        """See ``IMatchingPasswordManager``."""
        return encoded_password.startswith(PREFIX)

    def _encoded(self, password: str, salt: bytes) -> bytes:
        derived = hashlib.scrypt(password.encode(), salt=salt, **_COST)
        return PREFIX + b64encode(salt + derived)
