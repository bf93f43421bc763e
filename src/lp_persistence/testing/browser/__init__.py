"""Chromium, driven by tests and by what draws pictures of pages."""

from lp_persistence.testing.browser.process import BrowserError, Chromium
from lp_persistence.testing.browser.serving import served
from lp_persistence.testing.browser.tab import Tab, new_tab

__all__ = ["BrowserError", "Chromium", "Tab", "new_tab", "served"]
