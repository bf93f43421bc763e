"""The site as a browser meets it, with the statements that each page takes."""

import json
from contextlib import contextmanager

from storm.tracer import install_tracer, remove_tracer
from webtest import TestApp

from ..application import Application
from .rendition import rendition

#: A page of each kind, that everybody may see.
PAGES_OF_ALL_KINDS = (
    "/",
    "/+bugs",
    "/ubuntu/+bugs",
    "/bugs/62",
    "/bugs/116",
    "/~admins",
    "/~member",
)


class Statements:
    """Gathers the statements that stores send, but those that end transactions."""

    def __init__(self):
        self.texts = []

    def connection_raw_execute(self, connection, cursor, statement, params):
        if statement not in ("COMMIT", "ROLLBACK"):
            self.texts.append(statement)


@contextmanager
def traced():
    """Gives the list that statements are gathered in meanwhile."""
    tracer = Statements()
    install_tracer(tracer)
    try:
        yield tracer.texts
    finally:
        remove_tracer(tracer)


class Page:
    """An answer: its status, what is to be seen and read of it, and its statements."""

    def __init__(self, response, statements):
        self.response = response
        self.status = response.status_int
        self.statements = statements

    @property
    def text(self):
        """What is to be seen, as plain text."""
        return rendition(self.response.html)

    @property
    def cache(self):
        """What scripts read."""
        return json.loads(self.response.html.find(id="json-cache").string)


class Site:
    """The application; ``user`` is the name of who signed in, None is nobody."""

    def __init__(self):
        self._app = TestApp(Application())

    def get(self, path, user=None, **kwargs):
        """The page at a path."""
        return self._ask(self._app.get, path, user, **kwargs)

    def post(self, path, form, user=None, **kwargs):
        """The page that a form gives."""
        return self._ask(self._app.post, path, user, params=form, **kwargs)

    def _ask(self, method, path, user, **kwargs):
        environ = {} if user is None else {"REMOTE_USER": user}
        with traced() as statements:
            response = method(path, extra_environ=environ, expect_errors=True, **kwargs)
        return Page(response, statements)
