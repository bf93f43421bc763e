"""Every kind of page: what is to be seen, and what scripts read.

With REWRITE_GOLDEN set in the environment the texts are written anew, to be read
before they are kept. Steps that change how a page comes about keep them.
"""

import json
import os
import unittest
from difflib import unified_diff
from pathlib import Path

from .layer import LEGACY
from .site import Site

FOLDER = Path(__file__).parent / "pages"

#: The name of a text, the path of its page, and who looks.
PAGES = (
    ("root", "/", None),
    ("bugs", "/+bugs", None),
    ("bugs-next", "/+bugs?start=75", "admin"),
    ("bugs-by-assignee", "/+bugs?orderby=assignee&batch=10", "member"),
    ("bugs-tagged", "/ubuntu/+bugs?field.tag=ui", None),
    ("distribution-bugs", "/ubuntu/+bugs", "member"),
    ("bug", "/bugs/116", None),
    ("bug-member", "/bugs/116", "member"),
    ("bug-admin", "/bugs/286", "admin"),
    ("bug-duplicates", "/bugs/62", "member"),
    ("edit", "/ubuntu/+bug/62/+editstatus", "member"),
    ("person", "/~admins", "member"),
)
#: Of these, what scripts read is held as well.
EXPORTS = ("bugs-by-assignee", "bug-member", "bug-admin")


def exported(cache):
    """The objects that a page exports, a line each."""
    return "".join(
        f"{key}: {json.dumps(each, ensure_ascii=False, sort_keys=True)}\n"
        for key, value in sorted(cache.items())
        for each in (value if isinstance(value, list) else [value])
    )


class Golden(unittest.TestCase):
    """Compares texts with golden ones."""

    layer = LEGACY

    def check(self, name, text):
        """Compare a text with the golden one of that name."""
        golden = FOLDER / name
        if "REWRITE_GOLDEN" in os.environ:
            golden.write_text(text, "utf-8")
        held = golden.read_text("utf-8").splitlines()
        changes = unified_diff(held, text.splitlines(), n=0, lineterm="")
        if told := "\n".join(changes):
            self.fail(f"{name} is not as it was:\n{told}")


class TestPages(Golden):
    """Held by a golden text each."""

    def test_what_is_seen_and_read(self):
        """The visible text of each page with addresses and icons, and the objects
        that some of them export."""
        site = Site()
        for name, path, user in PAGES:
            with self.subTest(name):
                page = site.get(path, user)
                self.check(f"{name}.txt", page.text)
                if name in EXPORTS:
                    self.check(f"{name}.json.txt", exported(page.cache))
