"""Rendering under the lock: streamed bodies, several threads."""

from __future__ import annotations

import threading
import unittest
from collections.abc import Iterator
from typing import Any

from zope.component import getGlobalSiteManager
from zope.interface import verify
from zope.publisher.http import DirectResult
from zope.publisher.interfaces.http import IResult

from lp_persistence.interfaces import IBackend
from lp_persistence.publication.lock import LockedBody, locked
from lp_persistence.publication.modes import Token
from lp_persistence.publication.tests.site import (
    PUBLICATION,
    GroupView,
    Publication,
    View,
    is_locked,
    published,
)


class TestLocked(unittest.TestCase):
    layer = PUBLICATION

    def test_blocks_may_stand_in_one_another(self):
        """The inner one's end is not the outer one's."""
        with locked(Token("outer")):
            with locked(Token("inner")):
                self.assertTrue(is_locked())
            self.assertTrue(is_locked())
        self.assertFalse(is_locked())

    def test_without_a_backend_there_is_nothing_to_lock(self):
        """A page that asks for nothing needs none."""
        getGlobalSiteManager().unregisterUtility(provided=IBackend)
        with locked(Token("a page")):
            pass

    def test_a_locked_body_is_a_result(self):
        """See IResult."""
        verify.verifyObject(IResult, LockedBody((), Token("a page")))


class TestStreams(unittest.TestCase):
    layer = PUBLICATION

    def stream(self, view: type[View], body: Any) -> Any:
        """The response of a view of that kind that returns ``body``."""

        @published
        class Stream(view):  # type: ignore[misc, valid-type]
            def __call__(self) -> Any:
                return DirectResult(body)

        return Publication(page=Stream).get("/page")

    def test_each_piece_of_a_streamed_body_is_made_under_the_lock(self):
        """It is made after publish() has returned; in between, the thread
        may serve others."""
        seen = []

        def pieces() -> Iterator[bytes]:
            for piece in (b"a", b"b"):
                seen.append(is_locked())
                yield piece

        body = []
        for piece in self.stream(GroupView, pieces()).consumeBodyIter():
            body.append(piece)
            self.assertFalse(is_locked())
        self.assertEqual(body, [b"a", b"b"])
        self.assertEqual(seen, [True, True])

    def test_the_bodies_of_other_views_are_left_alone(self):
        """They may read on."""
        seen = []

        def pieces() -> Iterator[bytes]:
            seen.append(is_locked())
            yield b"a"

        self.assertEqual(self.stream(View, pieces()).consumeBody(), b"a")
        self.assertEqual(seen, [False])

    def test_a_stream_that_is_left_is_closed(self):
        """As WSGI servers do with what they don't read to its end."""
        ended = []

        class Body:
            def __iter__(self) -> Iterator[bytes]:
                yield b"a"

            def close(self) -> None:
                ended.append(True)

        LockedBody(Body(), Token("a page")).close()
        self.assertEqual(ended, [True])


class TestThreads(unittest.TestCase):
    layer = PUBLICATION

    def test_a_page_does_not_wait_for_another_to_be_rendered(self):
        """The lock of a request is nobody else's."""
        rendering, over = threading.Event(), threading.Event()

        @published
        class Slow(GroupView):
            def __call__(self) -> str:
                rendering.set()
                over.wait(60)
                return super().__call__()

        site = Publication(slow=Slow, page=GroupView)
        slow = threading.Thread(target=site.get, args=("/slow",))
        slow.start()
        try:
            rendering.wait(60)
            self.assertEqual(site.get("/page").consumeBody(), b"ada bob")
        finally:
            over.set()
            slow.join()
