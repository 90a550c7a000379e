"""Who may talk to the studio: this machine's user, in the page that it opened.

A page of another site can send requests to this machine, too. So every request needs a cookie
with a random token, which only the printed address sets, and must name this server in ``Host``
and, where it is sent, in ``Origin``. Both are compared before anything else is done.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.requests import cookie_parser

__all__ = ["PREVIEW", "Access", "Guard", "is_loopback"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PREVIEW = "/web/"
"""Pages of a CV, which may neither run scripts nor load anything."""

_LOCAL = ("localhost", "127.0.0.1", "[::1]")
_SELF = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws://{host}; frame-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_PREVIEWED = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def is_loopback(host: str) -> bool:
    """Whether a server bound to an address can be reached from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True)
class Access:
    """The address of a server, and the token that its users need."""

    host: str
    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    names: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """The address to open."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104
        host = f"[{host}]" if ":" in host else host
        return f"http://{host}:{self.port}/?token={self.token}"

    @property
    def cookie(self) -> str:
        """The name of the cookie: servers at other ports have others."""
        return f"cvkit-studio-{self.port}"

    def is_own_host(self, header: str) -> bool:
        """Whether a ``Host`` header names this server.

        The name of another site, which may lead to this machine, does not; addresses in digits
        cannot be redirected in this way.
        """
        parts = urlsplit(f"//{header}")
        try:
            name, port = parts.hostname or "", parts.port or 80
        except ValueError:
            return False
        if port != self.port:
            return False
        known = (*_LOCAL, self.host, *self.names)
        if name in known or f"[{name}]" in known:
            return True
        return not is_loopback(self.host) and _is_address(name)

    def is_own_origin(self, header: str) -> bool:
        """Whether an ``Origin`` header is that of a page from this server."""
        parts = urlsplit(header)
        return parts.scheme == "http" and self.is_own_host(parts.netloc)

    def is_token(self, given: str) -> bool:
        """Compare a token in a time that does not depend on it."""
        return secrets.compare_digest(given.encode(), self.token.encode())


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """An ASGI application around another that lets only its users in."""

    def __init__(self, app: App, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in scope["headers"]
        }
        host = headers.get("host", "")
        if not self.access.is_own_host(host):
            await _refuse(scope, receive, send, "This address is not that of the studio.")
        elif scope["type"] == "http" and self._has_token(scope):
            await _enter(send, self.access)
        elif not self._is_from_here(scope["type"], headers):
            await _refuse(scope, receive, send, "This request comes from another site.")
        elif self._has_cookie(headers):
            await self.app(scope, receive, _with_headers(send, scope["path"], host))
        else:
            text = "Open the address that the studio printed when it started."
            await _refuse(scope, receive, send, text)

    def _is_from_here(self, kind: str, headers: MutableMapping[str, str]) -> bool:
        origin = headers.get("origin")
        if origin is None:
            # Browsers send it with every websocket.
            return kind == "http" and headers.get("sec-fetch-site", "none") in _FETCHED
        return self.access.is_own_origin(origin)

    def _has_cookie(self, headers: MutableMapping[str, str]) -> bool:
        found = cookie_parser(headers.get("cookie", "")).get(self.access.cookie, "")
        return self.access.is_token(found)

    def _has_token(self, scope: Scope) -> bool:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])
        return scope["path"] == "/" and self.access.is_token(given[0])


_FETCHED: Iterable[str] = ("none", "same-origin")
"""Values of ``Sec-Fetch-Site``: typed by the user, or sent by a page of this server."""


async def _enter(send: Send, access: Access) -> None:
    """Set the cookie, and go on to an address without the token, which is not to be shown."""
    cookie = f"{access.cookie}={access.token}; Path=/; HttpOnly; SameSite=Strict"
    # Not a redirect: a browser would not send a strict cookie after one from another program.
    body = (
        b'<!doctype html><meta http-equiv="refresh" content="0; url=/"><title>cvkit studio</title>'
    )
    headers = {
        "content-type": "text/html; charset=utf-8",
        "set-cookie": cookie,
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        **_HEADERS,
    }
    await _respond(send, 200, headers, body)


async def _refuse(scope: Scope, receive: Receive, send: Send, text: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = {"content-type": "text/plain; charset=utf-8", "cache-control": "no-store"}
    await _respond(send, 403, {**headers, **_HEADERS}, text.encode())


async def _respond(send: Send, status: int, headers: MutableMapping[str, str], body: bytes) -> None:
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})


def _with_headers(send: Send, path: str, host: str) -> Send:
    policy = _PREVIEWED if path.startswith(PREVIEW) else _SELF.format(host=host)
    added = {"content-security-policy": policy, **_HEADERS}

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            own = [(name.encode(), value.encode()) for name, value in added.items()]
            message = {**message, "headers": [*message.get("headers", ()), *own]}
        await send(message)

    return sending
