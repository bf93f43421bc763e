"""The desk at which ``doc/refused.rst`` tries its pages."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import transaction
from zope.component import getUtility, provideAdapter
from zope.pagetemplate.pagetemplatefile import PageTemplateFile
from zope.publisher.browser import TestRequest
from zope.publisher.interfaces.browser import IBrowserRequest

from lp_persistence.context import Context
from lp_persistence.errors import PersistenceError
from lp_persistence.interfaces import IContext
from lp_persistence.publication.interfaces import ICosts
from lp_persistence.publication.request import context_of, costs_of
from lp_persistence.storm.interfaces import IStoreSource


class Template(PageTemplateFile):
    """A template that is called with its names."""

    def pt_getContext(self, args: Any = (), options: Any = None) -> Mapping[str, Any]:
        return dict(options or {})

    def pt_source_file(self) -> str:
        return Path(self.filename).name


class Desk:
    """A folder of templates, and a store beside the layer's own.

    Has to be closed.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="lp_persistence-")
        provideAdapter(context_of, (IBrowserRequest,), IContext)
        provideAdapter(costs_of, (IBrowserRequest,), ICosts)

    @property
    def store(self) -> Any:
        """The application's store."""
        return getUtility(IStoreSource).store_for(None, None)

    def context(self) -> Context:
        """A context of its own."""
        return Context()

    def write(self, name: str, text: str) -> None:
        """Write a template."""
        Path(self._folder.name, name).write_text(text, "utf-8")

    def template(self, name: str) -> Template:
        """A template that was written."""
        return Template(str(Path(self._folder.name, name)))

    def show(self, page: Any) -> None:
        """Print what a view gives, or the error that it raises."""
        try:
            text: str = page(None, TestRequest())()
        except PersistenceError as error:
            print(f"{type(error).__name__}: {error}")
        else:
            print("\n".join(line for line in text.splitlines() if line.strip()))
        finally:
            transaction.abort()

    def close(self) -> None:
        """Remove the templates."""
        self._folder.cleanup()
