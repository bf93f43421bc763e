"""Plots for the documentation."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any


def new_figure(path: Path, **options: Any) -> Any:
    """A figure of matplotlib's that is to be saved at a path; None, and said, where
    matplotlib is missing."""
    try:
        # Text as text, which is read and searched, and a tenth as long.
        import_module("matplotlib").rcParams["svg.fonttype"] = "none"
        figure = import_module("matplotlib.figure").Figure
    except ImportError as error:
        print(f"{path.name} is left out: {error}")
        return None
    return figure(layout="constrained", **options)
