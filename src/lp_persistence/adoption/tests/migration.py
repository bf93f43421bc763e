"""The migration that ``doc/migrating.rst`` tells, step by step, on a copy of the
living example."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

from lp_persistence.adoption.tests.patches import check_excerpts, read_patch
from lp_persistence.publication.tests.examples import FOLDER, example
from lp_persistence.testing.documented import Page

DOC: Final = FOLDER.parent
EXAMPLE: Final = FOLDER / "legacy"
#: The pages of the tutorial, in their order.
TUTORIAL: Final = tuple(
    DOC / name
    for name in ("migrating.rst", "migrating-listing.rst", "migrating-bug.rst")
)
#: The modules of the example's suite that a migration may change.
FREE: Final = "!test_(statements|readme|unconverted)"

#: Where the patches of the steps are.
PATCHES: Final = DOC / "migrating"
#: Where a step of the tutorial is made; what stands above shows of it what matters.
_STEP: Final = re.compile(r"^>>> step\('(.+)'\)$", re.MULTILINE)

#: What is shown of a step, by path and who looks.
SHOWN: Final = (
    ("/+bugs", None),
    ("/ubuntu/+bugs", "member"),
    ("/bugs/116", None),
    ("/bugs/116", "member"),
    ("/bugs/286", "admin"),
)
#: A form, what a browser sends, and what the page of the bug says after it.
FORM: Final = (
    "/ubuntu/+bug/62/+editstatus",
    {
        "field.status": "INPROGRESS",
        "field.assignee": "stranger",
        "field.actions.save": "Save",
    },
    "| In Progress | Low | [person] Una Undermoor",
)


def steps_of(page: Path) -> list[Page]:
    """What the steps of a page of the tutorial add and change, one after the other."""
    names = _STEP.findall(page.read_text("utf-8"))
    return [read_patch(PATCHES / f"{name}.patch") for name in names]


class Copy:
    """A copy of the example in a folder, under the name ``legacy``.

    ``world`` is the database of the tests, made by the first that needs it.
    """

    def __init__(self, folder: Path, world: Path):
        self.folder = folder
        self.world = world
        self.log = folder / "pages.log"
        shutil.copytree(
            EXAMPLE, folder / "legacy", ignore=shutil.ignore_patterns("__pycache__")
        )

    def migrate(self, steps: Sequence[Page]) -> None:
        """Make the changes of some steps."""
        for step in steps:
            step.apply(self.folder)

    def replace(self, path: str, old: str, new: str) -> None:
        """Change a text that stands once in a file."""
        file = self.folder / "legacy" / path
        text = file.read_text("utf-8")
        if text.count(old) != 1:
            raise AssertionError(f"{path} has not once {old!r}")
        file.write_text(text.replace(old, new), "utf-8")

    @contextmanager
    def published(
        self, log: IO[str] | None = None, uri: str = "", **environment: str
    ) -> Iterator[Published]:
        """The site of the copy, in a process of its own, which writes to ``log`` what
        it has to tell."""
        command = ("-m", "lp_persistence.adoption.tests.rendered")
        arguments = (self.folder, self.world, *([uri] if uri else []))
        with subprocess.Popen(
            (sys.executable, "-W", "ignore", *command, *map(str, arguments)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=self._environment(environment),
        ) as process:
            yield Published(process)
            assert process.stdin is not None
            process.stdin.close()

    def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """The code and output of a Python with these arguments, in the folder."""
        done = subprocess.run(
            (sys.executable, "-W", "ignore", *arguments),
            cwd=self.folder,
            env=self._environment(environment),
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def failure(self, path: str, user: str | None = None) -> tuple[int, str]:
        """The status of a page, and what the site has logged meanwhile."""
        log = self.folder / "site.log"
        with log.open("w") as file, self.published(file) as site:
            status: int = site.get(path, user)["status"]
        return status, log.read_text("utf-8")

    def ratchet(self, *arguments: str) -> tuple[int, str]:
        """The code and output of ``bin/lp-persistence ratchet``."""
        site = self.folder / "site.zcml"
        site.write_text(SITE)
        program = "import sys, lp_persistence.command as c; sys.exit(c.main())"
        return self.run(
            *("-c", program, "ratchet", *arguments), LP_PERSISTENCE_SITE=str(site)
        )

    def suite(self) -> tuple[int, str]:
        """The code and output of the example's own tests, but those of statements."""
        program = (
            "import sys; from zope.testrunner import run; "
            "run(['--test-path', '.'], ['test', *sys.argv[1:]])"
        )
        return self.run("-c", program, "-m", "legacy.tests", "-m", FREE)

    def _environment(self, more: Mapping[str, str]) -> dict[str, str]:
        return {
            **os.environ,
            # Files are changed within a second, to the same length.
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": os.pathsep.join([str(self.folder), *filter(None, sys.path)]),
            **more,
        }


#: What the command reads: the application, and its own subcommands.
SITE: Final = """\
<configure xmlns="http://namespaces.zope.org/zope">
  <include package="legacy" />
  <include package="lp_persistence.command" />
</configure>
"""


class Published:
    """A site in another process."""

    def __init__(self, process: Any):
        self._process = process

    def get(self, path: str, user: str | None = None, form: Any = None) -> Any:
        """The answer to a request, a dictionary; see ``rendered``."""
        request = [path, user] if form is None else [path, user, form]
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError("The site did not start: see its output above.")
        return json.loads(line)


def broken(name: str, page: Any) -> str:
    """How a page differs from what the unconverted application shows."""
    if page["status"] != 200:
        return f"{name}: {page['status']} {page['text']}\n"
    held = example("legacy.tests.test_pages")
    found = {f"{name}.txt": page["text"]}
    if name in held.EXPORTS:
        found[f"{name}.json.txt"] = held.exported(page["cache"])
    lines: list[str] = []
    for file, text in found.items():
        was = (held.FOLDER / file).read_text("utf-8").splitlines()
        lines += unified_diff(was, text.splitlines(), file, n=0, lineterm="")
    return "\n".join(lines)


class Tutorial:
    """What a page of the tutorial calls, on a copy as the pages before leave it."""

    def __init__(self, page: Path, folder: Path, world: Path):
        self.copy = Copy(folder, world)
        for before in TUTORIAL[: TUTORIAL.index(page)]:
            self.copy.migrate(steps_of(before))
        *parts, _ = _STEP.split(page.read_text("utf-8"))
        #: By the name of a step what the page shows of it.
        self._shown = dict(zip(parts[1::2], parts[::2], strict=True))
        self.names = {
            "step": self.step,
            "before": self.show,
            "taken": self.taken,
            "ratchet": self.ratchet,
            "suite": self.suite,
            "folder": folder,
        }

    def step(self, name: str) -> None:
        """Apply a patch, and show what pages take.

        Raises NotShownAsItIs where the page shows something else of it.
        """
        with TemporaryDirectory() as folder:
            before = Path(folder)
            shutil.copytree(self.copy.folder / "legacy", before / "legacy")
            self.copy.migrate([read_patch(PATCHES / f"{name}.patch")])
            check_excerpts(self._shown[name], before, self.copy.folder)
        self.show()

    def show(self) -> None:
        """Print what pages take, and what is not as it was."""
        self.copy.log.write_text("")
        taken = {}
        with self.copy.published(
            LP_PERSISTENCE_RATCHET="warn",
            LP_PERSISTENCE_RATCHET_LOG=str(self.copy.log),
        ) as site:
            told = []
            for name, path, user in example("legacy.tests.test_pages").PAGES:
                page = site.get(path, user)
                taken[path, user] = page["statements"]
                told.append(broken(name, page))
            path, form, shown = FORM
            site.get(path, "member", form)
            if shown not in site.get("/bugs/62")["text"]:
                told.append(f"{path} did not save.")
        for path, user in SHOWN:
            print(f"{taken[path, user]:4} {path} ({user or 'nobody'})")
        print("\n".join(filter(None, told)) or "and all pages and forms as before")

    def taken(self, path: str, user: str) -> None:
        """Print how many statements a page takes."""
        with self.copy.published() as site:
            print(site.get(path, user)["statements"])

    def ratchet(self, *arguments: str) -> None:
        """Print what the command prints."""
        print(self.copy.ratchet(*arguments)[1], end="")

    def suite(self) -> None:
        """Run the example's tests, and print how that ended."""
        code, output = self.copy.suite()
        print(output if code else re.search(r"with .* errors", output)[0])  # type: ignore[index]
