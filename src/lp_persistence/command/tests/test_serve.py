"""Serving, in a process of its own and refused."""

from __future__ import annotations

import gc
import os
import socket
import subprocess
import unittest
from unittest import mock
from urllib.request import urlopen

from zope.component import provideUtility

from lp_persistence.command.interfaces import IWSGIApplicationFactory
from lp_persistence.command.serve import (
    AT_EASE,
    default_port,
    ease_collector,
    port,
)
from lp_persistence.command.tests.fakes import FakeApplicationFactory
from lp_persistence.command.tests.test_main import PATH, PROGRAM, CommandTestCase


class RefusedTests(CommandTestCase):
    def test_a_bad_port_is_one_line(self):
        """Whether an option or the environment says it."""
        line = (
            "lp-persistence serve: argument --port: {!r} is no port; "
            "these are 1 to 65535"
        )
        for text in ("http", "0", "65536", "-1", "1.5", "٣"):
            self.assertRefused(
                self.command("serve", f"--port={text}"), line.format(text)
            )
        with mock.patch.dict(os.environ, PORT="x"):
            self.assertRefused(self.command("serve"), line.format("x"))

    def test_a_port_in_use_is_one_line(self):
        """It names address and port."""
        provideUtility(FakeApplicationFactory(), IWSGIApplicationFactory)
        with socket.create_server(("127.0.0.1", 0)) as other:
            taken = other.getsockname()[1]
            code, out, err = self.command("serve", "--port", str(taken))
        self.assertEqual((code, out), (2, ""))
        self.assertEqual(
            err.splitlines()[-1],
            f"lp-persistence: 127.0.0.1:{taken} can't be served: "
            "Address already in use",
        )

    def test_nothing_to_serve_is_one_line(self):
        """It tells what would register something; no store was opened."""
        self.assertRefused(
            self.command("serve", "--store", "fake:broken"),
            "lp-persistence: There is nothing to serve: no ZCML of the site "
            "registers an IWSGIApplicationFactory. Install "
            "lp_persistence[tracker], or include an application of yours.",
        )


class PortTests(unittest.TestCase):
    def test_the_environment_says_the_port(self):
        """Else it is 8080."""
        self.assertEqual(default_port({"PORT": "9090"}), "9090")
        self.assertEqual(default_port({"PORT": ""}), "8080")
        self.assertEqual(default_port({}), "8080")
        self.assertEqual(port("9090"), 9090)


class CollectorTests(unittest.TestCase):
    def test_what_is_there_is_left_out_of_searches_for_garbage(self):
        """And what comes later is searched less often than Python would."""
        self.addCleanup(gc.set_threshold, *gc.get_threshold())
        self.addCleanup(gc.unfreeze)
        ease_collector()
        self.assertGreater(gc.get_freeze_count(), 0)
        self.assertEqual(gc.get_threshold(), AT_EASE)


class ServeTests(unittest.TestCase):
    def test_serves_what_the_site_registers(self):
        """It says where, after what it had to make."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            number = free.getsockname()[1]
        process = subprocess.Popen(
            [*PROGRAM, "serve", "--store=fake:x"],
            env={**os.environ, "PYTHONPATH": PATH, "PORT": str(number)},
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stderr is not None
            said = [process.stderr.readline() for _ in range(3)]
            self.assertEqual(
                said,
                [
                    "Making fake:x …\n",
                    "Making fake:x: done\n",
                    f"Serving on http://127.0.0.1:{number}\n",
                ],
            )
            with urlopen(f"http://127.0.0.1:{number}/ubuntu") as answer:
                self.assertEqual(answer.read(), b"You asked for /ubuntu")
        finally:
            process.terminate()
            process.communicate()
