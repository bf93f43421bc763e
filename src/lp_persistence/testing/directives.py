"""The ZCML directives of this package, as their schemas declare them."""

from __future__ import annotations

from typing import Any, Final

from zope.configuration import xmlconfig
from zope.configuration.docutils import makeDocStructures
from zope.schema import getFieldsInOrder

NAMESPACE: Final = "http://namespaces.lp-persistence.org/persistence"
#: The packages whose meta.zcml has some of them.
PACKAGES: Final = (
    "lp_persistence",
    "lp_persistence.adoption",
    "lp_persistence.publication",
    "lp_persistence.storm",
)

_ZCML: Final = """
    <configure xmlns="http://namespaces.zope.org/zope">
      {}
    </configure>
"""


def directives() -> dict[str, Any]:
    """The schema of each directive, by its name."""
    includes = "".join(f'<include package="{p}" file="meta.zcml" />' for p in PACKAGES)
    context = xmlconfig.string(_ZCML.format(includes))
    namespaces, _ = makeDocStructures(context)
    return {
        name: schema for name, (schema, _, _) in sorted(namespaces[NAMESPACE].items())
    }


def described(name: str) -> str:
    """A directive as the reference prints it: what it does, and a line for
    each attribute, those that may be left out in brackets."""
    schema = directives()[name]
    lines = [f"<persistence:{name}>: {schema.__doc__.strip()}"]
    for field_name, field in getFieldsInOrder(schema):
        said = field_name.rstrip("_")
        shown = said if field.required else f"[{said}]"
        lines.append(f"{shown}: {' '.join(field.description.split())}")
    return "\n".join(lines)
