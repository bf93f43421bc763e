"""What signing in stands on."""

from __future__ import annotations

from zope.interface import Attribute, Interface


class IAccounts(Interface):
    """Who may sign in, and what cookies are signed with; a utility.

    Launchpad's tables hold no passwords. What is kept here stands beside the
    store, in a file of the tracker's own.
    """

    secret = Attribute("Bytes that nobody else knows; made when first asked for.")

    is_open = Attribute("Whether anybody may sign in at all.")

    def open_to_all(password):
        """Let everybody whom a generated world holds in with one password.

        A new secret is made: nobody is signed in any more.
        """

    def admits(person, password):
        """Whether a person may sign in with a password. ``person`` is an id,
        or None for nobody, who may not; that takes as long to find out."""
