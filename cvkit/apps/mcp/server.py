"""The server: the tools as those of the Model Context Protocol, on stdin and stdout."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from cvkit import __version__
from cvkit.errors import CvkitError, contained
from cvkit.pipeline.project import Project

from .tools import Tools

__all__ = ["make_server", "serve"]

_INSTRUCTIONS = """\
CVs are YAML files, one per person, in the folder people/. Read the file before you change it;
change only what was asked for, and never invent facts about a person. edit_person writes valid
files only: if it returns problems, correct the text and try again. Render or check afterwards."""


def serve(project: Project) -> None:
    """Serve one assistant on stdin and stdout until it ends the connection."""
    make_server(project).run("stdio")


def make_server(project: Project) -> MCPServer:
    """Return a server with the tools for a project."""
    server = MCPServer("cvkit", instructions=_INSTRUCTIONS, version=__version__, log_level="ERROR")
    tools = Tools(project)
    for function in (
        tools.list_people, tools.read_person, tools.edit_person, tools.validate_text,
        tools.render, tools.check, tools.explain, tools.list_themes, tools.list_options,
    ):  # fmt: skip
        server.tool()(_reporting(function))
    return server


def _reporting(function: Callable[..., str]) -> Callable[..., str]:
    """Return a function whose errors are answers that an assistant can read."""

    @wraps(function)
    def call(*args: object, **fields: object) -> str:
        try:
            with contained():
                return function(*args, **fields)
        except CvkitError as error:
            raise ToolError("\n".join(map(str, error.problems))) from None

    return call
