"""A headless Chromium, spoken to by the DevTools protocol over two pipes.

Pipes need neither a port nor a driver beside the browser, and whoever holds them
asks for no network: tests that are refused one may drive it. Chromium reads from
its descriptor 3 and writes to 4, messages in JSON with a null byte behind each.
"""

from __future__ import annotations

import json
import os
import select
import shutil
from fcntl import F_DUPFD_CLOEXEC, fcntl
from signal import SIGKILL
from tempfile import TemporaryDirectory
from typing import Any, Final

from lp_persistence.errors import PersistenceError

#: What Chromium is called where it is installed.
NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
#: Nothing goes out by itself, and what is drawn depends on no screen.
FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--remote-debugging-pipe",
)
#: The descriptors that Chromium uses, and the first that are surely others.
_READS, _WRITES, _BEYOND = 3, 4, 10
#: Seconds within which it has to say something.
PATIENCE: Final = 30.0


class BrowserError(PersistenceError):
    """There is no browser, or it does not do what it is told."""


def find_browser() -> str:
    """The path of Chromium. Raises BrowserError where there is none."""
    for name in NAMES:
        path = shutil.which(name)
        if path is not None:
            return path
    raise BrowserError(
        f"There is no Chromium on this machine: none of {', '.join(NAMES)} is on the "
        "PATH. Tests of pages in a browser and pictures of them need one; on Debian, "
        "apt-get install chromium."
    )


class Chromium:
    """A browser that runs until ``close()``; one thread may use it.

    Raises BrowserError where there is none.
    """

    def __init__(self) -> None:
        path = find_browser()
        self._profile = TemporaryDirectory(ignore_cleanup_errors=True)
        its_in, self._out = _pipe()
        self._in, its_out = _pipe()
        self._process = os.posix_spawn(
            path,
            [path, *FLAGS, f"--user-data-dir={self._profile.name}"],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, its_in, _READS),
                (os.POSIX_SPAWN_DUP2, its_out, _WRITES),
                (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
            ],
            # What it starts ends with it.
            setpgroup=0,
        )
        os.close(its_in)
        os.close(its_out)
        self._read = b""
        self._last = 0
        self._events: list[dict[str, Any]] = []

    def close(self) -> None:
        """End it and all that it started, and forget its profile."""
        os.killpg(self._process, SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._in)
        os.close(self._out)
        self._profile.cleanup()

    def call(
        self, method: str, session: str | None = None, **parameters: Any
    ) -> dict[str, Any]:
        """What a command of the protocol gives; with a session, that of a tab.

        Raises BrowserError where it fails.
        """
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        if session is not None:
            message["sessionId"] = session
        self._send(method, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive(method)
            if answer.get("id") == self._last:
                break
            self._events.append(answer)
        if "error" in answer:
            raise BrowserError(f"{method} {parameters}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def forget_events(self) -> None:
        """Let ``wait_for`` know nothing of what has happened."""
        self._events.clear()

    def wait_for(self, event: str, session: str) -> None:
        """Go on when that has happened in a tab since events were forgotten."""
        while not any(
            each.get("method") == event and each.get("sessionId") == session
            for each in self._events
        ):
            self._events.append(self._receive(event))

    def _send(self, method: str, data: bytes) -> None:
        try:
            while data:
                data = data[os.write(self._out, data) :]
        except BrokenPipeError as error:
            raise _silent("ended", method) from error

    def _receive(self, awaited: str) -> dict[str, Any]:
        while b"\0" not in self._read:
            ready, _, _ = select.select([self._in], [], [], PATIENCE)
            read = os.read(self._in, 1 << 16) if ready else b""
            if not read:
                what = "ended" if ready else f"said nothing for {PATIENCE:.0f} seconds"
                raise _silent(what, awaited)
            self._read += read
        message, _, self._read = self._read.partition(b"\0")
        received: dict[str, Any] = json.loads(message)
        return received


def _silent(what: str, awaited: str) -> BrowserError:
    return BrowserError(f"Chromium {what}; {awaited} was waited for.")


def _pipe() -> tuple[int, int]:
    """Where a pipe is read and written, neither of them a descriptor that the
    browser's take the place of."""
    ends = os.pipe()
    reads, writes = (fcntl(end, F_DUPFD_CLOEXEC, _BEYOND) for end in ends)
    for end in ends:
        os.close(end)
    return reads, writes
