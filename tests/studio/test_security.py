"""Nobody but the user of this machine gets in, whatever page they have open."""

from __future__ import annotations

import asyncio
import gc
import socket

import pytest

from cvkit.apps.studio.security import PREVIEW, Access, Guard, is_loopback
from cvkit.apps.studio.server import _bound
from cvkit.errors import UsageError

ACCESS = Access("127.0.0.1", 8580, "secret")
HOST = "127.0.0.1:8580"
COOKIE = "cvkit-studio-8580=secret"


async def behind(scope, receive, send):
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"in"})


def ask(path="/", kind="http", access=ACCESS, query="", **headers):
    """Return what the guard sends for a request."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "websocket.connect"}

    given = {"host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": kind,
        "path": path,
        "query_string": query.encode(),
        "headers": [(n.encode(), v.encode()) for n, v in given.items() if v is not None],
    }
    asyncio.run(Guard(behind, access)(scope, receive, send))
    return sent


def status(*args, **kwargs):
    return ask(*args, **kwargs)[0]["status"]


def headers_of(sent):
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def is_open(**headers):
    return ask("/_nicegui_ws/", "websocket", **headers)[0]["type"] == "websocket.accept"


def test_the_printed_address_sets_a_cookie_that_lets_in():
    assert ACCESS.url == "http://127.0.0.1:8580/?token=secret"
    sent = ask(query="token=secret")
    cookie = headers_of(sent)["set-cookie"]
    assert cookie.startswith(COOKIE)
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert sent[1]["body"].find(b"secret") < 0
    assert status(cookie=COOKIE) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"cookie": "cvkit-studio-8580=wrong"},
        {"cookie": "cvkit-studio-8581=secret"},
        {"cookie": COOKIE, "host": "evil.example:8580"},
        {"cookie": COOKIE, "host": "127.0.0.1:9999"},
        {"cookie": COOKIE, "host": None},
        {"cookie": COOKIE, "host": "10.0.0.7:8580"},
        {"cookie": COOKIE, "origin": "https://evil.example"},
        {"cookie": COOKIE, "origin": "http://127.0.0.1:9999"},
        {"cookie": COOKIE, "origin": "https://127.0.0.1:8580"},
        {"cookie": COOKIE, "origin": "null"},
        {"cookie": COOKIE, "sec_fetch_site": "cross-site"},
        {"cookie": COOKIE, "sec_fetch_site": "same-site"},
    ],
)
def test_others_are_refused(headers):
    assert status(**headers) == 403


@pytest.mark.parametrize("query", ["", "token=", "token=wrong", "token=secre", "key=secret"])
def test_a_wrong_token_is_refused(query):
    assert status(query=query) == 403


def test_websockets_need_the_cookie_and_the_origin():
    own = f"http://{HOST}"
    assert is_open(cookie=COOKIE, origin=own)
    assert not is_open(cookie=COOKIE)
    assert not is_open(cookie=COOKIE, origin="https://evil.example")
    assert not is_open(origin=own)
    assert not is_open(cookie=COOKIE, origin=own, host="evil.example:8580")


def test_a_token_is_no_way_into_a_websocket():
    opened = ask("/", "websocket", query="token=secret", origin=f"http://{HOST}")
    assert opened[0]["type"] == "websocket.close"


def test_pages_load_nothing_from_elsewhere():
    policy = headers_of(ask(cookie=COOKIE))["content-security-policy"]
    assert "default-src 'self'" in policy
    assert f"connect-src 'self' ws://{HOST};" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http:" not in policy
    assert "https:" not in policy


def test_a_previewed_page_may_do_nothing():
    policy = headers_of(ask(f"{PREVIEW}key", cookie=COOKIE))["content-security-policy"]
    assert policy.startswith("sandbox;")
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_an_open_host_is_reached_by_addresses_and_not_by_names():
    access = Access("0.0.0.0", 8580, "secret")
    assert status(access=access, cookie=COOKIE, host="192.168.1.5:8580") == 200
    assert status(access=access, cookie=COOKIE, host="[fe80::1]:8580") == 200
    assert status(access=access, cookie=COOKIE, host="rebound.example:8580") == 403


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("x.org", False)],
)
def test_loopback(host, expected):
    assert is_loopback(host) is expected


def test_tokens_differ():
    assert len({Access("127.0.0.1", 1).token for _ in range(20)}) == 20
    assert "secret" not in repr(ACCESS)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_port_in_use_is_one_error():
    """Uvicorn leaves its socket open where it ends the program."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError) as caught:
            _bound("127.0.0.1", port)
    assert str(port) in caught.value.problems[0].message
    del caught
    gc.collect()
