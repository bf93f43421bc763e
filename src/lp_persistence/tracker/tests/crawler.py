"""Visits whatever the pages of the tracker lead to."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from webtest import TestApp, TestResponse

#: Steps of a path that are not somebody's name or number.
_STEPS: Final = re.compile(r"(?<=/)(~?)(?!\+|@@|bugs\b|people\b|search\b|cve\b)[^/]+")


class Visit(NamedTuple):
    """A page, or what a page shows, and the first page that led there."""

    address: str
    led_from: str
    response: TestResponse


def kind_of(address: str) -> str:
    """Equal for pages that are made alike: ``/~ada/+bugs``, ``/~ben/+bugs``."""
    parts = urlsplit(address)
    asked = "?" + re.sub("=[^&]*", "", parts.query) if parts.query else ""
    if parts.path.startswith("/@@/"):
        return address
    return _STEPS.sub(r"\1…", parts.path) + asked


def visits(app: TestApp, address: str = "/") -> Iterator[Visit]:
    """What is there, in the order in which it was found: all that links and
    images lead to from an address on, each once."""
    waiting = deque([(address, address)])
    seen = {address}
    while waiting:
        address, led_from = waiting.popleft()
        response = app.get(address, status="*")
        yield Visit(address, led_from, response)
        if response.content_type != "text/html":
            continue
        for found in _addresses(response, address):
            if found not in seen:
                seen.add(found)
                waiting.append((found, address))


def _addresses(response: TestResponse, address: str) -> Iterator[str]:
    """What a page leads to within the tracker, and shows."""
    for selector, attribute in (
        ("a[href]", "href"),
        ("img[src]", "src"),
        ("link[href]", "href"),
    ):
        for element in response.html.select(selector):
            found = urlsplit(urljoin(f"http://localhost{address}", element[attribute]))
            if found.netloc == "localhost":
                yield found._replace(scheme="", netloc="", fragment="").geturl()
