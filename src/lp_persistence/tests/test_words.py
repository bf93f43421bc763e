"""The public face speaks the domain's language, not a database's.

Read are names without an underscore, docstrings and messages: every text that
stands in the code of the heart, the domain and the tracker.
"""

from __future__ import annotations

import ast
import re
import unittest
from collections.abc import Iterator
from pathlib import Path

import lp_persistence
from lp_persistence.model import get_model
from lp_persistence.testing.layers import MEMORY

FOLDER = Path(lp_persistence.__file__).parent
DOMAIN = (
    "entities",
    "enums",
    "groups",
    "interfaces",
    "launchpad",
    "lazy",
    "visibility",
)
AREAS = ["branding", "bugs", "people", "pillars"]

#: How a database is spoken of, and what speaks to one.
WORDS = re.compile(
    r"\b(sql|quer(y|ies)|joins?|cursors?|foreign keys?|psycopg2?|sqlite3?"
    r"|postgres(ql)?|libpq)\b",
    re.IGNORECASE,
)
#: Names of tables and columns that are words of English.
ENGLISH = frozenset(
    [
        *("account", "active", "content", "language", "merged", "message"),
        *("parent", "policy", "subscriber", "tag", "team", "url", "visible"),
    ]
)


def public_modules() -> Iterator[Path]:
    """The modules whose names and texts somebody reads."""
    yield from FOLDER.glob("*.py")
    for area in AREAS:
        yield from (
            path for path in (FOLDER / area).glob("*.py") if path.stem in DOMAIN
        )
    yield from (FOLDER / "tracker").glob("*.py")
    yield from (FOLDER / "tracker").rglob("*.pt")


def said(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every public name and every text of a module."""
    if path.suffix != ".py":
        yield from enumerate(path.read_text().splitlines(), 1)
        return
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Constant(value=str(text)):
                yield node.lineno, text
            case (
                ast.FunctionDef(name=name)
                | ast.ClassDef(name=name)
                | ast.arg(arg=name)
                | ast.Name(id=name, ctx=ast.Store())
            ) if not name.startswith("_"):
                yield node.lineno, name
                yield node.lineno, spelled_out(name)


def spelled_out(name: str) -> str:
    """The words of a name."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ")


def kept_names() -> frozenset[str]:
    """Names of the tables and columns that the domain is kept in."""
    schema = (FOLDER / "sample" / "schema.sql").read_text()
    tables = re.findall(r"(?im)^create table (?:if not exists )?(\w+)", schema)
    columns = re.findall(r"(?m)^\s+(\w+) [a-z]", schema)
    return frozenset((*tables, *columns))


class WordTests(unittest.TestCase):
    layer = MEMORY

    def offending(self, words: re.Pattern[str]) -> list[str]:
        """Place and word of each that should not be there."""
        return [
            f"{path.relative_to(FOLDER)}:{line}: {found.group()}"
            for path in public_modules()
            for line, text in said(path)
            for found in words.finditer(text)
        ]

    def test_no_word_of_databases(self):
        """Nor the name of a driver."""
        self.assertEqual([], self.offending(WORDS))

    def test_no_name_of_table_or_column(self):
        """But those that are words of English, or the domain's own."""
        own = {
            name
            for each in get_model()
            for name in (each.name[1:].lower(), *each.fields)
        }
        names = kept_names() - own - ENGLISH
        self.assertIn("bugtaskflat", names)
        found = self.offending(re.compile(rf"\b({'|'.join(sorted(names))})\b"))
        self.assertEqual([], found)

    def test_what_is_read(self):
        """Names, docstrings and messages of the rooms that somebody reads."""
        texts = {text for path in public_modules() for _, text in said(path)}
        for text in ("Persistence Error", "ordered by", "Reported"):
            self.assertIn(text, texts)
