"""The applications under ``doc/examples``, as a package that can be imported."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[4] / "doc" / "examples"


def example(name: str) -> Any:
    """A module of the examples, by its name below their folder."""
    if "examples" not in sys.modules:
        spec = spec_from_file_location(
            "examples",
            FOLDER / "__init__.py",
            submodule_search_locations=[str(FOLDER)],
        )
        assert spec is not None and spec.loader is not None
        sys.modules["examples"] = package = module_from_spec(spec)
        spec.loader.exec_module(package)
    return import_module(f"examples.{name}")
