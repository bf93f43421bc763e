"""The living example, or a copy of it, in a process of its own.

    python -m lp_persistence.adoption.tests.rendered FOLDER WORLD [URI]

FOLDER holds the package ``legacy``; WORLD is the path of the database of its tests,
which is made where there is none; URI is opened instead of a copy of it. Two copies
can't live in one process: their enumerations have the same names.

Each line of standard input is the JSON of a request, [path, user] or
[path, user, form]; each line of standard output that of its answer.
"""

from __future__ import annotations

import json
import shutil
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time
from typing import Any


def main(folder: str, world: str, uri: str = "") -> None:
    """Answer until the input ends."""
    sys.path.insert(0, folder)
    layers: Any = import_module("legacy.tests.layer")
    layer = layers.LegacyLayer(
        name="RENDERED", world=world if Path(world).exists() else None
    )
    layer.setUp()
    if not Path(world).exists():
        shutil.copy(layer._template, world)
    layer.testSetUp()
    if uri:
        import_module("legacy.application").open_stores(uri)
    site: Any = import_module("legacy.tests.site").Site()
    for line in sys.stdin:
        print(json.dumps(answer(site, *json.loads(line))), flush=True)
    layer.testTearDown()
    layer.tearDown()


def answer(site: Any, path: str, user: str | None, form: Any = None) -> dict[str, Any]:
    """What a request gives, and takes."""
    began, worked = perf_counter(), process_time()
    page = site.get(path, user) if form is None else site.post(path, form, user)
    seconds, processor = perf_counter() - began, process_time() - worked
    is_page = page.status == 200 and "html" in page.response.content_type
    return {
        "status": page.status,
        "statements": len(page.statements),
        "seconds": seconds,
        "processor": processor,
        "page": "".join(page.response.text.split()),
        "text": page.text if is_page else page.response.text,
        "cache": page.cache if is_page else None,
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
