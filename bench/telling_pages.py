"""What pages cost, as text and as a table for the documentation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from addresses import Measured
from asking import Spent
from report import table

#: The most that the layer may take of a whole request.
SHARE: Final = 0.15
HEADINGS: Final = (
    "page",
    "statements",
    "rows",
    "ms",
    "least ms",
    "processor",
    "layer",
    "driver",
    "rendering",
    "publication",
)


class Section(NamedTuple):
    """All pages on one store; no page may take longer than ``goal``
    milliseconds."""

    title: str
    goal: int
    pages: dict[Measured, list[Spent]]

    def lines(self) -> Iterator[tuple[str, ...]]:
        """The cells of a table, a row each; shares are of the whole request."""
        for page, spent in self.pages.items():
            yield (
                page.title,
                f"{spent[0].statements}",
                f"{spent[0].rows:,}",
                f"{milliseconds(spent):.1f}",
                f"{1000 * fastest(spent).wall:.1f}",
                f"{1000 * median(each.cpu for each in spent):.1f}",
                *(f"{share(spent, part):.0%}" for part in PARTS),
            )

    def verdicts(self) -> Iterator[str]:
        """Sentences that say what was to be reached, and whether it was."""
        slow, ours = (
            {page: of(spent) for page, spent in self.pages.items()}
            for of in (milliseconds, layers_share)
        )
        slowest = max(slow, key=slow.__getitem__)
        yield (
            f"The slowest page, {slowest.title}, takes {slow[slowest]:.1f} ms: the "
            f"goal of {self.goal} ms is {_said(slow[slowest] < self.goal)}. In its "
            f"fastest round each takes at most {self.least():.1f} ms."
        )
        over = [page.title for page in ours if ours[page] > SHARE]
        yield (
            f"The layer takes {self.whole_share():.0%} of all requests together, "
            f"{median(ours.values()):.0%} of the median page, and at most "
            f"{max(ours.values()):.0%}; {len(over)} of {len(ours)} pages are above "
            f"{SHARE:.0%}."
        )
        counts = [spent[0].statements for spent in self.pages.values()]
        yield (
            f"Statements: at most {max(counts)}, median {median(counts):g} (goals: 10 "
            f"and 8)."
        )

    def least(self) -> float:
        """Milliseconds that the slowest page takes in its fastest round."""
        return 1000 * max(fastest(spent).wall for spent in self.pages.values())

    def whole_share(self) -> float:
        """What the layer takes where each page is asked for once."""
        rounds = [fastest(spent) for spent in self.pages.values()]
        return sum(each.layer for each in rounds) / sum(each.wall for each in rounds)

    def __str__(self) -> str:
        rows = [HEADINGS, *self.lines()]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        text = [f"\n{self.title}"]
        text += ["  ".join(map(str.ljust, row, widths)) for row in rows]
        return "\n".join([*text, *self.verdicts()])


PARTS: Final[Sequence[Callable[[Spent], float]]] = (
    lambda each: each.layer,
    lambda each: each.driver,
    lambda each: each.rendering,
    lambda each: each.publication,
)


def milliseconds(spent: Sequence[Spent]) -> float:
    """The median of the rounds."""
    return 1000 * median(each.wall for each in spent)


def fastest(spent: Sequence[Spent]) -> Spent:
    """The round that whatever else the machine does disturbed least."""
    return min(spent, key=lambda each: each.wall)


def share(spent: Sequence[Spent], part: Callable[[Spent], float]) -> float:
    """Of the whole, what a part takes, in the fastest round."""
    return part(fastest(spent)) / fastest(spent).wall


def layers_share(spent: Sequence[Spent]) -> float:
    """Of the whole, what the layer takes."""
    return share(spent, PARTS[0])


def _said(reached: bool) -> str:
    return "reached" if reached else "missed"


def write(sections: Sequence[Section], path: Path) -> None:
    """Write a page of tables."""
    path.write_text("\n\n".join(map(_table, sections)) + "\n", encoding="utf-8")


def _table(section: Section) -> str:
    rows = table(section.title, (HEADINGS, *section.lines()))
    return "\n".join([rows, "", *section.verdicts()])
