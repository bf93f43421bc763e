"""One page in a browser, used as people do: by mouse and keyboard."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from lp_persistence.testing.browser.process import BrowserError, Chromium

#: A key of the keyboard: its code, and the text that it types.
_KEYS: Final = {"Tab": (9, ""), "Enter": (13, "\r"), "Escape": (27, "")}

_MIDDLE: Final = """
(() => {
  const found = document.querySelector(%s);
  if (!found) return null;
  found.scrollIntoView({block: "center"});
  const box = found.getClientRects()[0];
  return box && [box.left + box.width / 2, box.top + box.height / 2];
})()
"""

_SIDEWAYS: Final = """
(() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter(
    each => each.getBoundingClientRect().right > root.clientWidth + 0.5);
  return wide.map(each => each.outerHTML.slice(0, 120)).concat(
    root.scrollWidth + " px wide");
})()
"""


@contextmanager
def new_tab(browser: Chromium) -> Iterator[Tab]:
    """A tab with cookies and a cache of its own."""
    context = browser.call("Target.createBrowserContext")["browserContextId"]
    target = browser.call(
        "Target.createTarget", url="about:blank", browserContextId=context
    )["targetId"]
    attached = browser.call("Target.attachToTarget", targetId=target, flatten=True)
    try:
        yield Tab(browser, attached["sessionId"])
    finally:
        browser.call("Target.disposeBrowserContext", browserContextId=context)


class Tab:
    """Pages run no script of their own: what works here works without.

    Methods that are told of an element take a CSS selector, whose first element
    is meant; where there is none they raise BrowserError.
    """

    def __init__(self, browser: Chromium, session: str):
        self._browser = browser
        self._session = session
        self._call("Page.enable")
        self._call("Emulation.setScriptExecutionDisabled", value=True)

    def resize(self, width: int, height: int) -> None:
        """Have the window so many CSS pixels wide and high."""
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def open(self, address: str) -> None:
        """Go there, and wait until all of the page is there."""
        self._browser.forget_events()
        self._call("Page.navigate", url=address)
        self._loaded()

    def click(self, selector: str) -> None:
        """Click into the middle of an element."""
        middle = self.evaluate(_MIDDLE % json.dumps(selector))
        if middle is None:
            raise BrowserError(
                f"Nothing at {self.address} is {selector}, or it is not shown: it "
                "can't be clicked."
            )
        x, y = middle
        for kind in ("mousePressed", "mouseReleased"):
            self._call(
                "Input.dispatchMouseEvent",
                type=kind,
                x=x,
                y=y,
                button="left",
                clickCount=1,
            )

    def follow(self, selector: str) -> None:
        """Click what leads to another page, and wait until that is there."""
        self._browser.forget_events()
        self.click(selector)
        self._loaded()

    def press(self, key: str) -> None:
        """Press ``Tab``, ``Enter`` or ``Escape``."""
        code, text = _KEYS[key]
        self._call(
            "Input.dispatchKeyEvent",
            type="keyDown",
            key=key,
            code=key,
            windowsVirtualKeyCode=code,
            text=text,
        )
        self._call("Input.dispatchKeyEvent", type="keyUp", key=key, code=key)

    def send(self) -> None:
        """Press Enter where that leads to another page, and wait for it."""
        self._browser.forget_events()
        self.press("Enter")
        self._loaded()

    def type(self, text: str) -> None:
        """Type where the focus is."""
        self._call("Input.insertText", text=text)

    def texts(self, selector: str) -> list[str]:
        """The visible texts of all elements of a selector."""
        found: list[str] = self.evaluate(
            f"[...document.querySelectorAll({json.dumps(selector)})]"
            '.map(each => each.innerText.replace(/\\s+/g, " ").trim())'
        )
        return found

    def sideways(self) -> list[str]:
        """What makes the page scroll sideways, and how wide it is; empty if it
        does not."""
        found: list[str] = self.evaluate(_SIDEWAYS)
        return found

    @property
    def address(self) -> str:
        """Where it is."""
        return str(self.evaluate("location.href"))

    def evaluate(self, expression: str) -> Any:
        """The value of an expression of JavaScript, as JSON has it.

        Raises BrowserError for what it throws.
        """
        answer = self._call(
            "Runtime.evaluate", expression=expression, returnByValue=True
        )
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"]["exception"]["description"]
            raise BrowserError(f"{expression.strip()}: {thrown}")
        return answer["result"].get("value")

    def picture(self) -> bytes:
        """What the window shows, as a PNG."""
        return b64decode(self._call("Page.captureScreenshot", format="png")["data"])

    def _loaded(self) -> None:
        self._browser.wait_for("Page.loadEventFired", self._session)

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._browser.call(method, self._session, **parameters)
