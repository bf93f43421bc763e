"""A program that looks whether the layer changes what it builds on, in a process of
its own: ``python -m lp_persistence.adoption.tests.unpatched``.

Without an argument it prints the modules of others that the layer brings along. With
``compare`` it reads such a list, looks at them before and after the layer is imported
and its ZCML loaded, and prints what is not the same any more. With ``storm`` it loads
the layer, and runs tests of Storm's own.
"""

from __future__ import annotations

import sys
import types
import unittest
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Final

OTHERS: Final = ("lazr", "psycopg2", "storm", "transaction", "zope")

#: Tests that Storm ships, of what the layer has to do with.
STORMS: Final = (
    "storm.tests.cache",
    "storm.tests.database",
    "storm.tests.databases.sqlite",
    "storm.tests.event",
    "storm.tests.expr",
    "storm.tests.info",
    "storm.tests.properties",
    "storm.tests.store.block",
    "storm.tests.store.sqlite",
    "storm.tests.tracer",
    "storm.tests.uri",
    "storm.tests.variables",
    "storm.tests.zope.zstorm",
)

#: What is code: it is compared by identity.
CODE: Final = (
    type,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    types.MemberDescriptorType,
    types.GetSetDescriptorType,
    classmethod,
    staticmethod,
    property,
)


def load_layer() -> None:
    """Import all of it, and load its ZCML."""
    for name in ("storm.postgres", "storm.sqlite", "command"):
        import_module(f"lp_persistence.{name}")
    load_zcml = import_module("zope.configuration.xmlconfig").file
    context: Any = None
    for name in ("lp_persistence", "lp_persistence.adoption"):
        context = load_zcml("configure.zcml", import_module(name), context)


def others() -> list[str]:
    """The modules of others that are imported."""
    return sorted(
        name
        for name, module in sys.modules.items()
        if name.partition(".")[0] in OTHERS and isinstance(module, types.ModuleType)
    )


def code_of(names: list[str]) -> Iterator[tuple[str, object]]:
    """By full name the functions and classes of modules, and what these hold."""
    for module_name in names:
        for name, value in list(vars(sys.modules[module_name]).items()):
            if isinstance(value, CODE):
                yield f"{module_name}.{name}", value
            if isinstance(value, type) and value.__module__ == module_name:
                for attribute, held in list(vars(value).items()):
                    if isinstance(held, CODE):
                        yield f"{module_name}.{name}.{attribute}", held
            if isinstance(value, types.FunctionType):
                yield f"{module_name}.{name}()", value.__code__


def compare(names: list[str]) -> list[str]:
    """What is not the same after the layer was loaded."""
    for name in names:
        import_module(name)
    before = dict(code_of(names))
    load_layer()
    after = dict(code_of(names))
    return sorted(
        name
        for name in before.keys() | after.keys()
        if before.get(name) is not after.get(name)
    )


def run_storms_tests() -> None:
    """Tell how many tests ran, and which failed."""
    load = unittest.defaultTestLoader.loadTestsFromName
    suite = unittest.TestSuite(map(load, STORMS))
    result = unittest.TestResult()
    suite.run(result)
    print(result.testsRun)
    for test, error in (*result.failures, *result.errors):
        print(test, error, file=sys.stderr)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["compare"]:
            print("\n".join(compare(sys.stdin.read().split())))
        case ["storm"]:
            load_layer()
            run_storms_tests()
        case _:
            load_layer()
            print("\n".join(others()))
