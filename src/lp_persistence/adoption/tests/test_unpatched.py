"""The layer changes nothing of what it builds on."""

import os
import subprocess
import sys
import unittest

from storm.store import Store
from zope.publisher import publish

from lp_persistence.adoption.tests import unpatched


def run(*arguments: str, told: str = "") -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    return subprocess.run(
        (sys.executable, "-m", unpatched.__name__, *arguments),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        input=told,
        capture_output=True,
        text=True,
        check=False,
    )


class TestUnpatched(unittest.TestCase):
    def test_code_of_others_is_the_same_before_and_after(self):
        """Functions and classes of Storm, psycopg2, zope and lazr, by identity."""
        modules = run()
        self.assertEqual(0, modules.returncode, modules.stderr)
        for name in ("storm.store", "psycopg2.extensions", "zope.publisher.publish"):
            self.assertIn(name, modules.stdout.split())
        changed = run("compare", told=modules.stdout)
        self.assertEqual(0, changed.returncode, changed.stderr)
        self.assertEqual("", changed.stdout.strip())

    def test_a_patch_would_be_seen(self):
        """Of a method, and of a function."""
        before = dict(unpatched.code_of(["storm.store", "zope.publisher.publish"]))
        find, function = Store.find, publish.publish
        self.addCleanup(setattr, Store, "find", find)
        self.addCleanup(setattr, publish, "publish", function)
        Store.find = publish.publish = lambda self: None
        after = dict(unpatched.code_of(["storm.store", "zope.publisher.publish"]))
        self.assertEqual(
            [
                "storm.store.Store.find",
                "zope.publisher.publish.publish",
                "zope.publisher.publish.publish()",
            ],
            sorted(name for name in before if before[name] is not after[name]),
        )

    def test_storms_own_tests_pass_with_the_layer(self):
        """Those that it ships, of stores, expressions, tracers and databases."""
        done = run("storm")
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertGreater(int(done.stdout), 1000)
