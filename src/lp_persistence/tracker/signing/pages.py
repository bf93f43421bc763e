"""Signing in and out."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile
from zope.component import getUtility
from zope.interface import implementer
from zope.publisher.interfaces import BadRequest

from lp_persistence.errors import InvalidValue
from lp_persistence.people.enums import EmailAddressStatus
from lp_persistence.people.interfaces import IEmailAddresses, IPersons
from lp_persistence.publication import IGroupView
from lp_persistence.tracker.frame import Page, Shown
from lp_persistence.tracker.signing.interfaces import IAccounts
from lp_persistence.tracker.signing.session import (
    form_token,
    is_own_form,
    is_own_session,
    sign_in,
    sign_out,
)

#: The addresses that somebody can sign in by.
KNOWN: Final = frozenset({EmailAddressStatus.PREFERRED, EmailAddressStatus.VALIDATED})

SEE_OTHER: Final = 303

WRONG: Final = "There is nobody with this address and this password."
FOREIGN: Final = (
    "This form was open for too long, or your browser keeps no cookies. Send it again."
)


@implementer(IGroupView)
class SignInPage(Page):
    """``/+sign-in``: a form, and what becomes of it."""

    methods: ClassVar[tuple[str, ...]] = ("GET", "HEAD", "POST")
    heading = "Sign in"
    template = ViewPageTemplateFile("sign-in.pt")
    #: What was wrong with the form that was sent.
    sentence: str | None = None
    _found: Any = None

    def prepare(self, context: Any) -> None:
        """See ``IPreparer``."""
        self.next = next_path(self)
        if self.request.method == "POST" and self._is_ours():
            self._found = persons_by(self.root, field(self.request, "email"))

    def _is_ours(self) -> bool:
        return is_own_form(self.request, field(self.request, "token"))

    @property
    def email(self) -> str:
        """What was typed, to be shown again."""
        return field(self.request, "email")

    @property
    def is_open(self) -> bool:
        """Whether anybody may sign in at all."""
        is_open: bool = getUtility(IAccounts).is_open
        return is_open

    def token(self) -> str:
        """See ``form_token``."""
        return form_token(self.request)

    def __call__(self) -> Any:
        if self.request.method != "POST":
            return self.template()
        if not self._is_ours():
            return self._refused(FOREIGN)
        person = None if self._found is None else self._found.first()
        password = field(self.request, "password")
        admitted = getUtility(IAccounts).admits(person and person.id, password)
        if person is None or not admitted:
            return self._refused(WRONG)
        sign_in(self.request, person.id)
        return self.request.response.redirect(self.next, SEE_OTHER)

    def _refused(self, sentence: str) -> Any:
        self.sentence = sentence
        self.request.response.setStatus(400)
        return self.template()


class SignOutPage(Page):
    """``/+sign-out``: by a form of the frame."""

    methods: ClassVar[tuple[str, ...]] = ("POST",)
    heading = "Sign out"

    def __call__(self) -> Any:
        if not is_own_session(self.request, field(self.request, "token")):
            raise BadRequest(
                "You are signed out already, or this form was of another session."
            )
        sign_out(self.request)
        return self.request.response.redirect(f"{self.base}/", SEE_OTHER)


def field(request: Any, name: str) -> str:
    """A text of a form; empty for what is none."""
    value = request.form.get(name, "")
    return value if isinstance(value, str) else ""


def persons_by(root: Any, email: str) -> Any:
    """The valid person with an address, asked for in all that is known of it;
    None for what can't be one."""
    # Addresses are unique without regard to case; nearly all are written small.
    spellings = {email.strip(), email.strip().lower()}
    try:
        addresses = root(IEmailAddresses).filter(email=spellings, status=KNOWN)
    except InvalidValue:
        return None
    return root(IPersons).filter(emails=addresses, valid_person=True)


def next_path(shown: Shown) -> str:
    """Where a request says to go on to. Raises BadRequest for what is no path
    within the tracker."""
    home = f"{shown.base}/"
    path = shown.request.form.get("next") or home
    if not is_within(path, home):
        raise BadRequest("“next” in the address has to be a path within the tracker.")
    return str(path)


def is_within(path: Any, home: str) -> bool:
    """Whether a path stays below ``home`` as every browser reads it."""
    if not isinstance(path, str) or not path.startswith(home):
        return False
    if path.startswith("//") or "\\" in path or not path.isprintable():
        return False
    try:
        split = urlsplit(path)
    except ValueError:
        return False
    steps = split.path.split("/")
    return not (split.scheme or split.netloc) and ".." not in steps
