"""What was measured: as text, as a table for the documentation, as a plot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from textwrap import fill
from typing import Final

from contestants import LAYER, YARDSTICK
from drawing import new_figure
from measuring import Times, ratio

#: Contests of no more contestants are not drawn: none of them is another mapper.
FEW: Final = 5
HEADINGS = (
    "contestant",
    "statements",
    "ms",
    "wall to same",
    "processor to same",
    "memory to same",
    "rows/s",
)


@dataclass(frozen=True)
class Section:
    """One contest. By contestant: its times, the most bytes it held, how many
    statements it sent; ``rows`` is how many the yardstick was given."""

    title: str
    digest: str
    times: dict[str, Times]
    peaks: dict[str, int]
    statements: dict[str, int]
    rows: int

    def lines(self) -> Iterator[tuple[str, ...]]:
        """The cells of a table, a row each."""
        same = self.times[YARDSTICK]
        for name, times in self.times.items():
            milliseconds = 1000 * median(times.wall)
            yield (
                name,
                f"{self.statements[name]}",
                f"{milliseconds:.1f}",
                str(ratio(times.wall, same.wall)),
                str(ratio(times.cpu, same.cpu)),
                f"{self.peaks[name] / self.peaks[YARDSTICK]:.2f}",
                f"{self.rows / median(times.wall):,.0f}",
            )

    def faster(self) -> dict[str, float]:
        """By contestant how many times as long as the layer it took."""
        ours = self.times[LAYER].wall
        return {
            name: ratio(times.wall, ours).median
            for name, times in self.times.items()
            if name != LAYER
        }

    def __str__(self) -> str:
        rows = [HEADINGS, *self.lines()]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        text = [f"\n{self.title} (digest {self.digest}, {self.rows} rows)"]
        text += ["  ".join(map(str.ljust, row, widths)) for row in rows]
        text.append(
            "times as long as lp_persistence: "
            + ", ".join(f"{name} {times:.2f}" for name, times in self.faster().items())
        )
        return "\n".join(text)


class Report:
    """All contests of one run."""

    def __init__(self) -> None:
        self._sections: list[Section] = []

    def add(self, section: Section) -> None:
        self._sections.append(section)

    def write(self, folder: Path) -> None:
        """Write ``performance-table.rst`` and ``performance.svg``."""
        text = "\n\n".join(map(_table, self._sections))
        (folder / "performance-table.rst").write_text(text + "\n", encoding="utf-8")
        plot(self._sections, folder / "performance.svg")


def table(title: str, rows: Iterable[Sequence[str]]) -> str:
    """A table for the documentation, readable as text; the first row is its
    heading."""
    heading, *others = rows
    widths = [max(map(len, column)) for column in zip(heading, *others, strict=True)]
    rule = "  ".join("=" * width for width in widths)
    told = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in others]
    above = [rule, "  ".join(map(str.ljust, heading, widths)).rstrip(), rule]
    return "\n   ".join([f".. table:: {title}\n", *above, *told, rule])


def _table(section: Section) -> str:
    return table(section.title, (HEADINGS, *section.lines()))


def plot(sections: Sequence[Section], path: Path) -> None:
    """Draw how long each took, as multiples of the yardstick: of contests in which
    other mappers took part."""
    shown = [section for section in sections if len(section.times) > FEW]
    shown = shown or list(sections)
    rows = (len(shown) + 1) // 2
    drawn = new_figure(path, figsize=(11, 1 + 2.1 * rows))
    if drawn is None:
        return
    places = drawn.subplots(rows, 2, squeeze=False, sharex=True).flat
    for section, axes in zip(shown, places):
        same = section.times[YARDSTICK].wall
        names = list(section.times)
        bars = [ratio(section.times[name].wall, same) for name in names]
        axes.barh(
            names,
            [bar.median for bar in bars],
            color=["#b33" if name == LAYER else "#89a" for name in names],
        )
        axes.set_title(fill(section.title, 60), loc="left", fontsize="small")
        axes.set_xscale("log")
        axes.invert_yaxis()
        axes.tick_params(labelsize="x-small")
        axes.axvline(1, color="black", linewidth=0.5)
    for axes in places:
        axes.set_axis_off()
    drawn.supxlabel("times as long as the same by hand", fontsize="small")
    drawn.savefig(path, metadata={"Date": None})
