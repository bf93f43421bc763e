"""Plans of groups in the village, for tests of what is planned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lp_persistence.bugs.interfaces import (
    IBugs,
)
from lp_persistence.context import Context
from lp_persistence.launchpad.lazy import Launchpad
from lp_persistence.tests.village import (
    Village,
)


def example(context: Context) -> Any:
    """The graph of the design."""
    distros = Launchpad.search(context, distro_name="ubuntu")
    branding = distros.get_branding()
    bugs = distros.hot_bugs(limit=20)
    people = bugs.get_subscribers()
    people.update(bugs.get_assignees())
    people.update(bugs.get_reporters())
    branding.update(people.get_branding())
    return bugs


IMAGES = ("icon", "logo", "mugshot")


class Planned(Village):
    def plan(self, build: Callable[[Context], Any], viewer: Any = None) -> Any:
        """The plan of what ``build`` makes in a context of its own."""
        context = Context(viewer)
        self.kept = build(context)
        return context.plan()

    def texts(self, build: Callable[[Context], Any], viewer: Any = None) -> list[str]:
        """Its steps as they are written."""
        return list(map(str, self.plan(build, viewer).steps))


def filtered(**tests: Any) -> Callable[[Context], Any]:
    """Bugs that pass these."""
    return lambda context: IBugs(context).filter(**tests)


def paths(step: Any) -> list[str]:
    """What its rows bring, as attributes of attributes."""
    return [".".join(column.path) for column in step.columns]
