"""Start the studio: worker processes, the guarded server, the page."""

from __future__ import annotations

import asyncio
import os
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cvkit.errors import Problem, UsageError
from cvkit.pipeline.project import Project
from cvkit.system.cache import cache_folder
from cvkit.system.files import read

from .core.controls import themes_of
from .core.faces import Faces
from .core.pictures import Pictures, WebPages
from .core.workers import Workers
from .security import PREVIEW, Access, Guard

# NiceGUI reads this when it is imported; the studio stores nothing there.
os.environ.setdefault("NICEGUI_STORAGE_PATH", str(cache_folder() / "studio" / "nicegui"))

import uvicorn
from fastapi import FastAPI, Response
from nicegui import Client, app, ui

from .views.shell import Shell

__all__ = ["Studio", "serve"]

_MAX_FONT = 50_000_000  # bytes
_NO_STORE = {"cache-control": "no-store"}


class Studio:
    """What all tabs share: the project, the workers, and the pictures that are served."""

    def __init__(self, project: Project, file: Path | None, workers: Workers) -> None:
        self.project = project
        self.file = file
        self.workers = workers
        self.pictures = Pictures()
        self.web_pages = WebPages()
        self.faces = Faces(themes_of(project.theme_roots))

    def application(self) -> FastAPI:
        """Return the server, without its guard."""
        server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

        @server.get("/page/{key}/{number}.png")
        def page(key: str, number: int, w: int = 800) -> Response:
            content = self.pictures.png(key, number, w)
            if content is None:
                return Response(status_code=404)
            headers = {"cache-control": "private, max-age=600"}
            return Response(content, media_type="image/png", headers=headers)

        @server.get(PREVIEW + "{key}")
        def web(key: str) -> Response:
            content = self.web_pages.get(key)
            if content is None:
                return Response(status_code=404)
            return Response(content, media_type="text/html", headers=_NO_STORE)

        @server.get("/face/{number}")
        def face(number: int) -> Response:
            file = self.faces.file(number)
            if file is None:
                return Response(status_code=404)
            headers = {"cache-control": "private, max-age=86400"}
            return Response(read(file, _MAX_FONT), media_type="font/ttf", headers=headers)

        @ui.page("/", title="cvkit studio", dark=None)
        async def index(client: Client) -> None:
            shell = Shell(self.project, self.file, self.workers, self.pictures, self.web_pages)
            shell.build()
            ui.add_css(await asyncio.to_thread(self.faces.css))
            client.on_delete(shell.close)
            await client.connected(timeout=30)
            await shell.start()

        ui.run_with(
            server,
            title="cvkit studio",
            favicon=_ICON,
            tailwind=False,
            language="en-US",
            reconnect_timeout=30,
            show_welcome_message=False,
        )
        return server


_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="6" y="3" width="20" '
    'height="26" rx="2" fill="#2f5d62"/><path d="M11 10h10M11 15h10M11 20h6" stroke="#fff" '
    'stroke-width="2"/></svg>'
)


def serve(
    project: Project,
    file: Path | None,
    *,
    host: str,
    port: int,
    browser: bool,
    announce: Callable[[str], None],
) -> None:
    """Run the studio until it is interrupted.

    ``port`` 0 stands for any that is free. ``announce`` is called with the address to open.
    Raises :class:`UsageError` if the port is in use.
    """
    workers = Workers()  # before any thread is started
    try:
        socket = _bound(host, port)
        access = Access(host, socket.getsockname()[1])

        async def opened() -> None:
            announce(access.url)
            if browser:
                await asyncio.to_thread(webbrowser.open, access.url)

        app.on_startup(opened)
        guarded = Guard(Studio(project, file, workers).application(), access)
        config = uvicorn.Config(
            guarded,
            log_level="error",
            ws_max_size=8_000_000,
            timeout_graceful_shutdown=2,
            server_header=False,
        )
        uvicorn.Server(config).run(sockets=[socket])
    finally:
        workers.close()


def _bound(host: str, port: int) -> Any:
    """Return a socket that listens at an address; raise :class:`UsageError` if it cannot."""
    config = uvicorn.Config(FastAPI(), host=host, port=port, log_level="critical")
    try:
        return config.bind_socket()
    except SystemExit:  # its way to report this
        message = f"the studio cannot listen at {host}, port {port}"
        hint = "leave --port out to use any that is free"
        raise UsageError(Problem("", message, hint=hint)) from None
