"""Patches of the tutorial, and what its pages show of them."""

import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

from lp_persistence.adoption.tests.patches import (
    NotShownAsItIs,
    check_excerpts,
    read_patch,
)

PATCH = """\
diff --git a/app/new.py b/app/new.py
new file mode 100644
--- /dev/null
+++ b/app/new.py
@@ -0,0 +1,2 @@
+one = 1
+two = 2
diff --git a/app/view.py b/app/view.py
--- a/app/view.py
+++ b/app/view.py
@@ -2,3 +2,3 @@ class View:
     def render(self):
-        return self.old
+        return self.new

"""
VIEW = """\
class View:
    def render(self):
        return self.old

    def close(self):
        pass
"""


class TestPatches(unittest.TestCase):
    def setUp(self) -> None:
        folder = Path(self.enterContext(TemporaryDirectory()))
        (folder / "a.patch").write_text(PATCH)
        self.patch = read_patch(folder / "a.patch")
        self.before, self.after = folder / "before", folder / "after"
        for each in (self.before, self.after):
            (each / "app").mkdir(parents=True)
            (each / "app" / "view.py").write_text(VIEW)
        self.patch.apply(self.after)

    def check(self, *block: str) -> None:
        text = "".join(f"   {line}\n" for line in block)
        page = f".. code-block:: {block[0]}\n   :caption: app/view.py\n\n{text}\n"
        page = page.replace(f"   {block[0]}\n", "", 1)
        check_excerpts(page, self.before, self.after)

    def test_a_patch_adds_files_and_changes_others(self):
        """Where its lines stand."""
        self.assertEqual({"app/new.py": "one = 1\ntwo = 2\n"}, self.patch.files)
        self.assertEqual("one = 1\ntwo = 2\n", (self.after / "app/new.py").read_text())
        self.assertEqual(
            VIEW.replace("self.old", "self.new"),
            (self.after / "app" / "view.py").read_text(),
        )

    def test_what_is_shown_as_it_is(self):
        """Lines of the file that the step leaves, with some left out; of a change
        both sides."""
        self.check("python", "class View:", "…", "    def close(self):", "        pass")
        self.check("diff", "-        return self.old", "+        return self.new")

    def test_what_is_shown_otherwise(self):
        """Names the file, and the lines that it has not."""
        for block in (
            ("python", "        return self.old"),
            ("python", "class View:", "    def close(self):"),
            ("diff", "-        return self.older", "+        return self.new"),
            ("diff", "-        return self.old", "+        return self.newer"),
        ):
            with self.assertRaisesRegex(NotShownAsItIs, r"^app/view.py has not\n"):
                self.check(*block)
