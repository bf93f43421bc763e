"""Where tasks are: texts of targets, and links to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from lp_persistence.tracker.frame import Link, Shown


def _displayname(pillar: Any) -> str:
    name: str = pillar.displayname
    return name


def _distro_series(series: Any) -> str:
    return f"{series.distribution.displayname} {series.displayname}"


#: By interface of a target what it is called.
_TEXTS: Final[dict[str, Callable[[Any], str]]] = {
    "IDistribution": _displayname,
    "IProduct": _displayname,
    "IProject": _displayname,
    "IDistroSeries": _distro_series,
    "IProductSeries": lambda series: f"{series.product.displayname} {series.name}",
    "IDistributionSourcePackage": lambda package: (
        f"{package.name} in {package.distribution.displayname}"
    ),
    "ISourcePackage": lambda package: (
        f"{package.name} in {_distro_series(package.distro_series)}"
    ),
}


def need_targets(tasks: Any) -> Any:
    """Ask for what links to the targets of tasks are made of; gives the tasks."""
    tasks.get_target().need_url()
    return tasks


def target_text(target: Any) -> str:
    """What a target is called. It needs what its address needs."""
    return _TEXTS[target.interface.__name__](target)


def target_link(page: Shown, target: Any) -> Link | None:
    """A link to the target of a task; None for what is none of ours."""
    if target is None:
        return None
    return Link(target_text(target), page.address(target))
