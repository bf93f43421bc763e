"""A layer with a database as Launchpad's is, beyond the tables that records name."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

from lp_persistence.sample.schema import create_schema
from lp_persistence.testing.storm_layers import PostgreSQLLayer

#: Statements end before an empty line; bodies of functions hold none.
_END = re.compile(r";\n(?:\n+|$)")


def create_production(store: Any) -> None:
    """Create the tables of the sample and all that is in ``production.sql``."""
    create_schema(store)
    text = files(__package__).joinpath("production.sql").read_text("utf-8")
    text = re.sub(r"^--.*\n", "", text, flags=re.MULTILINE)
    for statement in filter(None, map(str.strip, _END.split(text))):
        # What is in the file is no statement with parameters.
        store.execute(statement.replace("%", "%%"), noresult=True)


class ProductionLayer(PostgreSQLLayer):
    """A server whose strings are read as Launchpad's are."""

    settings = {"standard_conforming_strings": "off"}

    def create(self, store: Any) -> None:
        """See ``StormLayer``."""
        create_production(store)


PRODUCTION = ProductionLayer(name="PRODUCTION", filename="stored.zcml")
