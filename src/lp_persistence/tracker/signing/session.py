"""Who is signed in, as a signed cookie says; and tokens that forms prove by
that they are ours."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_urlsafe
from typing import Any, Final

from itsdangerous import BadData, Signer, URLSafeTimedSerializer
from zope.component import queryUtility

from lp_persistence.people.entities import Person
from lp_persistence.tracker.signing.interfaces import IAccounts

#: The cookie of whoever is signed in, and that of whoever sees the form.
SESSION: Final = "tracker-session"
FORM: Final = "tracker-form"
#: Where a request keeps who looks.
_KEY: Final = "lp_persistence.tracker.session"
#: How long somebody stays signed in.
STAYS: Final = timedelta(days=14)
#: How long somebody may take to fill in a form.
FORM_STAYS: Final = timedelta(hours=1)


def viewer_of(request: Any) -> Person | None:
    """Who is signed in; None for nobody. Nothing is fetched for it: the
    cookie was given to somebody whose password was right. It is read once."""
    known = request.annotations
    if _KEY not in known:
        known[_KEY] = _signed_in(request.cookies.get(SESSION))
    viewer: Person | None = known[_KEY]
    return viewer


def _signed_in(cookie: str | None) -> Person | None:
    if not cookie:
        return None
    try:
        person = _signed("session").loads(cookie, max_age=_seconds(STAYS))
    except BadData:
        return None
    return Person(id=person) if type(person) is int else None


def sign_in(request: Any, person: int) -> None:
    """Let somebody be signed in from the next request on."""
    _give(request, SESSION, _signed("session").dumps(person), STAYS, "Lax")
    _take(request, FORM)


def sign_out(request: Any) -> None:
    """Let nobody be signed in from the next request on."""
    _take(request, SESSION)


def form_token(request: Any) -> str:
    """What the form to sign in sends along: its reader's browser gets the other
    half in a cookie, which no other site can read or give."""
    nonce = request.cookies.get(FORM) or token_urlsafe()
    _give(request, FORM, nonce, FORM_STAYS, "Strict")
    return str(_signed("form").dumps(nonce))


def is_own_form(request: Any, token: str) -> bool:
    """Whether a form came from a page of ours that was sent to this browser."""
    nonce = request.cookies.get(FORM)
    try:
        sent = _signed("form").loads(token, max_age=_seconds(FORM_STAYS))
    except BadData:
        return False
    return bool(nonce) and sent == nonce


def session_token(request: Any) -> str:
    """What a form of somebody signed in sends along: a signature of the
    session."""
    cookie = request.cookies.get(SESSION) or ""
    return str(_signer().get_signature(cookie.encode()).decode())


def is_own_session(request: Any, token: str) -> bool:
    """Whether a form came from a page of this session."""
    cookie = request.cookies.get(SESSION) or ""
    return bool(cookie) and bool(_signer().verify_signature(cookie.encode(), token))


def _secret() -> bytes:
    accounts = queryUtility(IAccounts)
    # Without accounts nothing that was signed is ever right.
    return token_urlsafe().encode() if accounts is None else accounts.secret


def _signed(salt: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(_secret(), salt=f"lp_persistence.tracker {salt}")


def _signer() -> Signer:
    return Signer(_secret(), salt="lp_persistence.tracker session form")


def _give(
    request: Any, name: str, value: str, stays: timedelta, same_site: str
) -> None:
    request.response.setCookie(
        name,
        value,
        path=_path(request),
        max_age=_seconds(stays),
        httponly=True,
        samesite=same_site,
        secure=request.get("wsgi.url_scheme") == "https" or None,
    )


def _take(request: Any, name: str) -> None:
    request.response.expireCookie(name, path=_path(request), samesite="Lax")


def _path(request: Any) -> str:
    path: str = request.getApplicationURL(path_only=True)
    return f"{path.rstrip('/')}/"


def _seconds(stays: timedelta) -> int:
    """As cookies and their signatures take it."""
    return int(stays.total_seconds())
