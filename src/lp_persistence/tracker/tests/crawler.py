"""Visits whatever the pages of the tracker lead to, and tells what is wrong there."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Collection, Iterator
from html import unescape
from itertools import pairwise
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from webtest import TestApp, TestResponse

from lp_persistence.tracker.tests.site import statements

#: No page may cost more statements.
MOST: Final = 10
#: Steps of a path that are not somebody's name or number.
_STEPS: Final = re.compile(r"(?<=/)(~?)(?!\+|@@|bugs\b|people\b|search\b|cve\b)[^/]+")
_BUG: Final = re.compile(r'href="/bugs/(\d+)[/"]')
_HEADING: Final = re.compile(r"h[1-6]")


class Visit(NamedTuple):
    """A page, or what a page shows, and the first page that led there; whether it is
    shown as an image; ``html`` is the page, parsed, if it is one."""

    address: str
    led_from: str
    response: TestResponse
    is_image: bool
    html: Any


class Secrets(NamedTuple):
    """What is not the reader's to know: names, and numbers of bugs."""

    names: Collection[str] = ()
    bugs: Collection[int] = ()


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
    waiting = deque([(address, address, False)])
    seen = {address}
    while waiting:
        address, led_from, is_image = waiting.popleft()
        response = app.get(address, status="*")
        is_page = response.content_type == "text/html"
        html = response.html if is_page else None
        yield Visit(address, led_from, response, is_image, html)
        for found, shows in () if html is None else _addresses(html, address):
            if found not in seen:
                seen.add(found)
                waiting.append((found, address, shows))


def _addresses(html: Any, address: str) -> Iterator[tuple[str, bool]]:
    """What a page leads to within the tracker, and whether it shows that."""
    for name, attribute in (("a", "href"), ("img", "src"), ("link", "href")):
        for element in html.find_all(name, {attribute: True}):
            found = urlsplit(urljoin(f"http://localhost{address}", element[attribute]))
            if found.netloc == "localhost":
                plain = found._replace(scheme="", netloc="", fragment="")
                yield plain.geturl(), name == "img"


def wrong_with(visit: Visit, secrets: Secrets) -> Iterator[str]:
    """What is wrong with something that was visited, a sentence each."""
    response = visit.response
    if response.status_int != 200:
        yield f"answers {response.status}"
    if visit.is_image and not response.content_type.startswith("image/"):
        yield f"is shown as an image, and is {response.content_type}"
    text = response.body.decode("utf-8", "replace")
    said = f"{response.headers} {unescape(text)}"
    for name in secrets.names:
        if name in said:
            yield f"tells of {name}"
    for number in {int(each) for each in _BUG.findall(text)}:
        if number in secrets.bugs:
            yield f"leads to bug {number}"
    if visit.html is not None:
        cost = statements(response)
        if cost > MOST:
            yield f"costs {cost} statements"
        yield from _wrong_in(visit.html)


def _wrong_in(html: Any) -> Iterator[str]:
    """What a page says that no reader could make use of, whatever they read with."""
    ids = Counter(element["id"] for element in html.find_all(id=True))
    for name, number in ids.items():
        if number > 1:
            yield f"has {number} elements with the id {name}"
    for element in html.find_all("a", href=True):
        place = element["href"]
        if place.startswith("#") and place[1:] not in ids:
            yield f"leads to {place} in itself, which is not there"
        if not element.text.strip():
            yield f"has a link to {place} without a word"
    for element in html.find_all("img", alt=False):
        yield f"says nothing in place of the image {element.get('src')}"
    labelled = {label.get("for") for label in html.find_all("label")}
    for field in html.find_all(["input", "select", "textarea"]):
        if field.get("type") != "hidden" and field.get("id") not in labelled:
            yield f"has a field {field.get('name')} without a label"
    for element in html.find_all(attrs={"aria-labelledby": True}):
        if element["aria-labelledby"] not in ids:
            yield f"has a part that {element['aria-labelledby']} should name"
    levels = [int(each.name[1]) for each in html.find_all(_HEADING)]
    if levels.count(1) != 1:
        yield f"has {levels.count(1)} headings of the first level"
    for above, below in pairwise(levels):
        if below > above + 1:
            yield f"has a heading of level {below} below one of {above}"
