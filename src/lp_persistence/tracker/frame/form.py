"""What the address of a page may ask of it, and the form that asks.

A page says once what it takes::

    FORM = Form(
        Several("status", "Status", choices_of(BugTaskStatus)),
        Choice("order", "Order", {"heat": ("-heat", "Hottest first")}),
        Words("text", "Words"),
    )

``FORM.read(request)`` gives what was asked, or raises BadQuery with a
sentence that names what can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, NamedTuple
from urllib.parse import urlencode

from zope.publisher.interfaces import BadRequest

from lp_persistence.fields import SHORT

#: What every page may be asked, whatever its form has.
ALWAYS: Final = frozenset(("after", "explain"))
_NOT_IN_NAMES: Final = re.compile(r"[^a-z0-9]+")
#: What nobody writes, and no engine can hold all of.
_UNWRITTEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
#: What can be typed into the address and is a number of anything.
_LARGEST: Final = 2**31 - 1
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,9}")


class BadQuery(BadRequest):
    """A page was asked by its address for what it can't be asked; the page
    itself is there."""


class Option(NamedTuple):
    """One value of a choice, as a page's form shows it."""

    name: str
    text: str
    selected: bool


class Control(NamedTuple):
    """One field of a page's form, with what was asked; ``kind`` is the name
    of what shows it in ``form.pt``."""

    kind: str
    name: str
    label: str
    value: str
    options: Sequence[Option]


#: What may be chosen: by the name in the address, the value and its text.
Choices = Mapping[str, tuple[Any, str]]


def choices_of(enumeration: Any, without: Iterable[Any] = ()) -> Choices:
    """The items of an enumeration as choices, by their titles."""
    left_out = frozenset(without)
    return {
        _NOT_IN_NAMES.sub("-", item.title.lower().replace("'", "")).strip("-"): (
            item,
            item.title,
        )
        for item in enumeration.items
        if item not in left_out
    }


@dataclass(frozen=True)
class Field:
    """Something that a page can be asked by its address."""

    name: str
    label: str

    kind: ClassVar[str]

    def parse(self, texts: Sequence[str]) -> Any:
        """The value of one or more texts; BadQuery for what is none."""
        raise NotImplementedError(type(self))

    def one_of(self, texts: Sequence[str]) -> str:
        """The only text; BadQuery for several."""
        if len(texts) > 1:
            raise BadQuery(f"“{self.name}” stands in the address twice; say it once.")
        return texts[0]

    def told(self, texts: Sequence[str]) -> str:
        """What was asked by ``texts``, as readers know it."""
        return f"{self.label}: {', '.join(texts)}"

    def control(self, texts: Sequence[str]) -> Control:
        """How a form shows it where ``texts`` were asked."""
        return Control(self.kind, self.name, self.label, " ".join(texts), ())


@dataclass(frozen=True)
class Choice(Field):
    """One of some values; ``default`` is the name of that which the page takes
    where it was asked for none."""

    choices: Choices
    default: str | None = None

    kind = "choice"

    def parse(self, texts: Sequence[str]) -> Any:
        return self.value(self.one_of(texts))

    def value(self, text: str) -> Any:
        """The value of a name; BadQuery that tells all of them."""
        if text not in self.choices:
            raise BadQuery(
                f"“{shortened(text)}” is no {self.label.lower()}. There are: "
                f"{', '.join(self.choices)}."
            )
        return self.choices[text][0]

    def told(self, texts: Sequence[str]) -> str:
        return super().told([self.choices[text][1] for text in texts])

    def options(self, texts: Sequence[str]) -> list[Option]:
        """What can be chosen, and what was."""
        return [
            Option(name, text, name in texts)
            for name, (_, text) in self.choices.items()
        ]

    def control(self, texts: Sequence[str]) -> Control:
        options = self.options(texts or [self.default or ""])
        if self.default is None:
            options.insert(0, Option("", "any", not texts))
        return super().control(texts)._replace(options=options)


@dataclass(frozen=True)
class Several(Choice):
    """Some of some values; a frozenset of them."""

    kind = "several"

    def parse(self, texts: Sequence[str]) -> Any:
        return frozenset(self.value(text) for text in texts)

    def control(self, texts: Sequence[str]) -> Control:
        return super().control(texts)._replace(options=self.options(texts))


@dataclass(frozen=True)
class Number(Field):
    """A whole number from 1 on."""

    kind = "number"

    def parse(self, texts: Sequence[str]) -> int:
        text = self.one_of(texts)
        number = number_of(text)
        if number is None:
            raise BadQuery(
                f"“{shortened(text)}” is no {self.label.lower()}: say a whole number "
                f"from 1 to {_LARGEST:,}."
            )
        return number


@dataclass(frozen=True)
class Words(Field):
    """A short text."""

    kind = "words"

    def parse(self, texts: Sequence[str]) -> str:
        text = self.one_of(texts)
        if len(text) > SHORT:
            raise BadQuery(
                f"“{self.name}” is {len(text):,} characters long; at most "
                f"{SHORT:,} are taken."
            )
        return text


class Given:
    """What a page was asked: a value by name, for each field that was."""

    def __init__(self, form: Form, texts: Mapping[str, Sequence[str]]):
        self._texts = texts
        self._form = form
        self.values = {
            field.name: field.parse(texts[field.name])
            for field in form.fields
            if field.name in texts
        }

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a field; ``default`` where it was not asked."""
        return self.values.get(name, default)

    @property
    def controls(self) -> list[Control]:
        """What the form shows, for the macro ``form``."""
        return [
            field.control(self._texts.get(field.name, ()))
            for field in self._form.fields
        ]

    @property
    def told(self) -> str:
        """What was asked, for readers: ``Status: New; Tag: crash``."""
        return "; ".join(
            field.told(self._texts[field.name])
            for field in self._form.fields
            if field.name in self._texts
        )

    def address(self, **others: str) -> str:
        """The same again with ``others``, as an address relative to the page."""
        pairs = [(name, text) for name in self._texts for text in self._texts[name]]
        return f"?{urlencode([*pairs, *others.items()])}"


class Form:
    """The fields that a page can be asked by."""

    def __init__(self, *fields: Field):
        self.fields = fields

    def read(self, request: Any) -> Given:
        """What a request asks. A field left empty was not asked.

        Raises BadQuery, with a sentence that names what is possible, for
        fields and values that there are not.
        """
        known = [field.name for field in self.fields]
        texts: dict[str, list[str]] = {}
        for name, given in request.form.items():
            if name in ALWAYS:
                continue
            if name not in known:
                raise BadQuery(
                    f"This page can't be asked for “{shortened(name)}”. "
                    f"{'It can for: ' + ', '.join(known) if known else 'Leave it out'}."
                )
            all_given = given if isinstance(given, list) else [given]
            if not all(isinstance(each, str) for each in all_given):
                raise BadQuery(f"“{name}” has to be a text.")
            if any(_UNWRITTEN.search(each) for each in all_given):
                raise BadQuery(f"“{name}” holds a control character.")
            asked = [each.strip() for each in all_given if each.strip()]
            if asked:
                texts[name] = asked
        return Given(self, texts)


#: Of a page that takes nothing.
NOTHING: Final = Form()


def number_of(text: str) -> int | None:
    """A whole number from 1 on that something could have; None else. Each has
    one text, so that nothing has two addresses."""
    if not _NUMBER.fullmatch(text):
        return None
    number = int(text)
    return number if number <= _LARGEST else None


def shortened(text: str) -> str:
    """What somebody typed, as a sentence can show it."""
    return text if len(text) <= 50 else f"{text[:50]}…"
