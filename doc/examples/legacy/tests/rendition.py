"""Pages as plain text: what a reader sees, where links lead, which icons there are."""

import re

#: Elements that begin a line of their own.
_LINES = ("h1", "h2", "h3", "p", "li", "tr", "caption", "pre", "div", "nav", "option")


def rendition(soup):
    """The visible content of a page, a line for each of its parts."""
    texts = []
    _render(soup.body, texts)
    lines = (re.sub(r"\s+", " ", line).strip() for line in "".join(texts).split("\0"))
    return "".join(f"{line}\n" for line in lines if line)


def _render(element, texts):
    for child in element.children:
        if child.name is None:
            texts.append(child)
        elif child.name != "script":
            _render_element(child, texts)


def _render_element(element, texts):
    if element.name in _LINES:
        texts.append("\0")
    if element.name == "td":
        texts.append(" | ")
    if element.name == "img":
        texts.append(f"[{element['src']}]")
    if "sprite" in element.get("class", ()):
        texts.append(f"[{element['class'][-1]}]")
    _render(element, texts)
    if element.name == "a":
        texts.append(f" <{element['href']}>")
    if element.name == "input":
        texts.append(f"[{element['name']}: {element.get('value', '')}]")
    if element.name in _LINES:
        texts.append("\0")
