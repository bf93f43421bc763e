"""Threads that serve a locked request."""

import unittest
from concurrent.futures import ThreadPoolExecutor

from lp_persistence.publication import in_request
from lp_persistence.publication.lock import locked
from lp_persistence.publication.modes import Token
from lp_persistence.publication.tests.site import PUBLICATION, is_locked


class TestInRequest(unittest.TestCase):
    layer = PUBLICATION

    def test_a_thread_for_the_request_is_locked_as_well(self):
        """Any other is not: nothing tells whom it serves."""
        with ThreadPoolExecutor() as threads:
            with locked(Token("the page")):
                ours = threads.submit(in_request(is_locked)).result()
                other = threads.submit(is_locked).result()
            after = threads.submit(is_locked).result()
        self.assertEqual((ours, other, after), (True, False, False))

    def test_it_stays_locked_when_the_page_is_done(self):
        """A thread may take longer; the lock is its own."""
        with locked(Token("the page")):
            late = in_request(is_locked)
        with ThreadPoolExecutor() as threads:
            self.assertTrue(threads.submit(late).result())

    def test_without_a_lock_it_is_the_function(self):
        """With its arguments, result and name."""
        self.assertEqual(in_request(sorted)([2, 1], reverse=True), [2, 1])
        self.assertEqual(in_request(is_locked).__name__, "is_locked")
