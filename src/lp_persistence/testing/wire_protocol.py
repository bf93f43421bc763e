"""PostgreSQL's protocol, version 3, as somebody between two parties hears it.

It tells what clients say, and what of it the server answered; nothing of this
package is known here.
"""

from __future__ import annotations

import re
import struct
from collections import deque
from dataclasses import dataclass, field
from typing import Final

KINDS: Final = {
    b"Q": "Query",
    b"P": "Parse",
    b"B": "Bind",
    b"D": "Describe",
    b"E": "Execute",
    b"C": "Close",
    b"S": "Sync",
    b"H": "Flush",
    b"F": "FunctionCall",
    b"d": "CopyData",
    b"c": "CopyDone",
    b"f": "CopyFail",
    b"p": "Password",
    b"X": "Terminate",
}
# What comes before a connection is up bears a number in place of a letter.
NUMBERED_KINDS: Final = {
    80877102: "CancelRequest",
    80877103: "SSLRequest",
    80877104: "GSSENCRequest",
}
DECLINED: Final = ("SSLRequest", "GSSENCRequest")

# The kinds that the server ends with ReadyForQuery, so that a client waits.
WAITED_FOR: Final = ("Startup", "Query", "Sync", "FunctionCall")
STATEMENTS: Final = ("Query", "Execute", "FunctionCall")

# The roles of a statement; WORK is what is none of the others. Savepoints are
# work: they are waited for, and somebody wants them. A text of several
# statements matches no pattern: what hides behind a BEGIN is work.
BEGIN: Final = "begin"
END: Final = "end"
SESSION: Final = "session"
WORK: Final = "work"
ROLES: Final = {
    re.compile(rf"\s*{pattern}\s*;?\s*", re.IGNORECASE): role
    for pattern, role in (
        (r"(BEGIN|START\s+TRANSACTION)\b[\w\s,]*", BEGIN),
        (r"(COMMIT|END|ROLLBACK|ABORT)(\s+(WORK|TRANSACTION|AND|NO|CHAIN))*", END),
        (r"((COMMIT|ROLLBACK)\s+PREPARED|PREPARE\s+TRANSACTION)\s+'[^']*'", END),
        (r"(SHOW|SET|RESET|DISCARD)\b[^;]*", SESSION),
    )
}


@dataclass(slots=True, eq=False)
class Message:
    """One message of a client's, with what the server answered.

    ``connection`` numbers the proxy's connections from 1; ``kind`` is the
    protocol's name for the message; ``text`` the statement of a Query, Parse,
    Execute or FunctionCall, values included, and empty otherwise; ``role``
    is BEGIN, END, SESSION (a setting is read or set) or WORK, and empty where
    ``kind`` is no statement. ``opening``: it belongs to its connection's
    first messages. Answers: ``rows`` (those of COPY TO too), ``columns`` (the
    names in each row description), ``tags`` (one for each statement that was
    carried out: "SELECT 3"), ``error`` (its code and text), and ``waited``,
    true once the server was ready again.
    """

    connection: int
    kind: str
    text: str
    role: str = ""
    opening: bool = True
    rows: int = 0
    columns: list[tuple[str, ...]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    error: str = ""
    waited: bool = False


class Conversation:
    """The protocol on one connection: bytes in, messages out."""

    def __init__(self, number: int):
        self._number = number
        self._from_client = bytearray()
        self._from_server = bytearray()
        self._started = False
        self._opening = True
        self._begin: Message | None = None
        self._unanswered: deque[Message] = deque()
        self._prepared: dict[bytes, str] = {}
        self._portals: dict[bytes, str] = {}

    def client_said(self, data: bytes) -> tuple[list[Message], bytes, bytes]:
        """The messages that ``data`` completes, what to forward to the
        server, and what to answer the client in its place."""
        buffer = self._from_client
        buffer += data
        messages = []
        if self._started:
            while (frame := _cut(buffer, 1)) is not None:
                messages.append(self._go_on(frame[:1], frame[5:]))
            return messages, data, b""
        # Until it has its answer, a client says one thing at a time.
        frame = _cut(buffer, 0)
        if frame is None:
            return [], b"", b""
        message = self._start(frame)
        if message.kind in DECLINED:
            message.waited = True
            return [message], b"", b"N"
        return [message], frame, b""

    def server_said(self, data: bytes) -> None:
        """Count what ``data`` completes for the messages it answers."""
        buffer = self._from_server
        buffer += data
        here = 0
        while here + 5 <= len(buffer):
            letter, size = struct.unpack_from("!ci", buffer, here)
            end = here + 1 + size
            if end > len(buffer):
                break
            if self._unanswered and letter in b"Dd":
                # Here and not in _answer(), since rows are many.
                self._unanswered[0].rows += 1
            elif self._unanswered:
                self._answer(letter, bytes(buffer[here + 5 : end]))
            here = end
        del buffer[:here]

    def _start(self, frame: bytes) -> Message:
        (number,) = struct.unpack_from("!i", frame, 4)
        kind = NUMBERED_KINDS.get(number, "Startup")
        message = Message(self._number, kind, "")
        self._started = kind not in DECLINED
        if kind == "Startup":
            self._unanswered.append(message)
        return message

    def _go_on(self, letter: bytes, body: bytes) -> Message:
        kind = KINDS.get(letter, f"unknown {letter!r}")
        text = self._text(kind, body)
        role = _role(text) if kind in STATEMENTS else ""
        message = Message(self._number, kind, text, role, self._opening)
        if kind in WAITED_FOR or kind in STATEMENTS:
            self._unanswered.append(message)
        if self._opening:
            self._open(message)
        return message

    def _text(self, kind: str, body: bytes) -> str:
        if kind == "Query":
            return _decoded(body.rstrip(b"\0"))
        if kind == "Parse":
            name, text = body.split(b"\0", 2)[:2]
            self._prepared[name] = _decoded(text)
            return self._prepared[name]
        if kind == "Bind":
            portal, name = body.split(b"\0", 2)[:2]
            self._portals[portal] = self._prepared.get(name, "")
        if kind == "Execute":
            return self._portals.get(body.split(b"\0", 1)[0], "")
        if kind == "FunctionCall":
            return f"FunctionCall {struct.unpack_from('!I', body)[0]}"
        return ""

    def _open(self, message: Message) -> None:
        if message.role == BEGIN:
            self._begin = message
        elif message.role == END:
            self._begin = None
        elif message.role == WORK:
            self._opening = message.opening = False
            if self._begin is not None:
                self._begin.opening = False

    def _answer(self, letter: bytes, body: bytes) -> None:
        message = self._unanswered[0]
        if letter == b"T":
            message.columns.append(_column_names(body))
        elif letter == b"C":
            message.tags.append(_decoded(body.rstrip(b"\0")))
        elif letter == b"E":
            message.error = _error(body)
        elif letter == b"Z":
            # After an error the server passes over the rest up to a Sync.
            while message.kind not in WAITED_FOR:
                self._unanswered.popleft()
                message = self._unanswered[0]
            message.waited = True
            self._unanswered.popleft()
        if letter in b"CIs" and message.kind == "Execute":
            self._unanswered.popleft()


def _cut(buffer: bytearray, start: int) -> bytes | None:
    """The first message off ``buffer``, if whole; its length is at ``start``."""
    if len(buffer) >= start + 4:
        end = start + struct.unpack_from("!i", buffer, start)[0]
        if len(buffer) >= end:
            frame = bytes(buffer[:end])
            del buffer[:end]
            return frame
    return None


def _role(text: str) -> str:
    for pattern, role in ROLES.items():
        if pattern.fullmatch(text):
            return role
    return WORK


def _column_names(body: bytes) -> tuple[str, ...]:
    names = []
    (number,) = struct.unpack_from("!h", body)
    here = 2
    for _ in range(number):
        end = body.index(b"\0", here)
        names.append(_decoded(body[here:end]))
        here = end + 19  # the zero and 18 bytes on the column's type
    return tuple(names)


def _error(body: bytes) -> str:
    fields = {part[:1]: _decoded(part[1:]) for part in body.split(b"\0")}
    return f"{fields.get(b'C', '')} {fields.get(b'M', '')}"


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "backslashreplace")
