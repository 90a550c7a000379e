"""The server: the methods of the protocol, as calls of the functions that know about CVs.

Positions of the protocol count UTF-16 units; pygls converts them from and to characters.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path
from pygls.workspace import TextDocument
from pygls.workspace.position_codec import ServerTextPosition, ServerTextRange

from cvkit import __version__
from cvkit.errors import Problem
from cvkit.load.assist import Fix, complete, fixes, hover

from .documents import Found, Symbol, formatted, included, names, problems, symbols

__all__ = ["serve"]

SECONDS = 0.2
"""How long to wait for further typing before a file is validated."""
_SOURCE = "cvkit"


class Server(LanguageServer):
    """A server that remembers the problems of each open file."""

    def __init__(self) -> None:
        super().__init__(_SOURCE, __version__)
        self.found: dict[str, list[Found]] = {}

    def path(self, uri: str) -> Path:
        """Return the file of a document."""
        return Path(to_fs_path(uri) or uri)

    def texts(self) -> dict[Path, str]:
        """Return the texts of all open files."""
        return {self.path(uri): each.source for uri, each in self.workspace.text_documents.items()}

    def validate(self, uri: str) -> None:
        """Validate a file and publish its problems."""
        document = self.workspace.get_text_document(uri)
        path = self.path(uri)
        self.found[uri] = problems(path, self.texts())
        shown = [_diagnostic(document, each, path) for each in self.found[uri]]
        self.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(uri, shown, document.version)
        )


def serve() -> None:
    """Serve one editor on stdin and stdout until it ends the connection."""
    make_server().start_io()


def make_server() -> Server:
    """Return a server with all its features."""
    server = Server()
    for name, (function, options) in _FEATURES.items():
        server.feature(name, options)(_bound(server, function))
    return server


def _bound(server: Server, function: Callable[..., Any]) -> Callable[..., Any]:
    if asyncio.iscoroutinefunction(function):

        async def call_later(params: Any) -> Any:
            return await function(server, params)

        return call_later

    def call(params: Any) -> Any:
        return function(server, params)

    return call


def _opened(server: Server, params: lsp.DidOpenTextDocumentParams) -> None:
    server.validate(params.text_document.uri)


async def _changed(server: Server, params: lsp.DidChangeTextDocumentParams) -> None:
    uri, version = params.text_document.uri, params.text_document.version
    await asyncio.sleep(SECONDS)
    current = server.workspace.text_documents.get(uri)
    if current and current.version == version:  # nothing was typed since
        server.validate(uri)


def _saved(server: Server, _params: lsp.DidSaveTextDocumentParams) -> None:
    for uri in list(server.workspace.text_documents):  # a letter depends on the CV
        server.validate(uri)


def _closed(server: Server, params: lsp.DidCloseTextDocumentParams) -> None:
    uri = params.text_document.uri
    server.found.pop(uri, None)
    server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))


def _completion(server: Server, params: lsp.CompletionParams) -> lsp.CompletionList:
    document, place = _place(server, params)
    path = server.path(params.text_document.uri)
    found = complete(document.source, place.line, place.character, names(path))
    items = []
    for number, item in enumerate(found):
        span = _range(document, place.line, item.start, place.character)
        kind = lsp.CompletionItemKind
        items.append(
            lsp.CompletionItem(
                item.label,
                kind=kind.Field if item.kind == "field" else kind.Value,
                detail=item.detail,
                documentation=lsp.MarkupContent(lsp.MarkupKind.Markdown, item.documentation),
                sort_text=f"{number:04}",
                text_edit=lsp.TextEdit(span, item.insert),
            )
        )
    return lsp.CompletionList(is_incomplete=False, items=items)


def _hover(server: Server, params: lsp.HoverParams) -> lsp.Hover | None:
    document, place = _place(server, params)
    path = server.path(params.text_document.uri)
    found = hover(document.source, place.line, place.character, names(path))
    if found is None:
        return None
    text = lsp.MarkupContent(lsp.MarkupKind.Markdown, found.text)
    return lsp.Hover(text, _range(document, found.line, found.start, found.end))


def _actions(server: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    uri = params.text_document.uri
    document = server.workspace.get_text_document(uri)
    lines = range(params.range.start.line, params.range.end.line + 1)
    return [
        _action(document, uri, found, fix, server.path(uri))
        for found in server.found.get(uri, ())
        for fix in fixes(found.problem)
        if fix.line in lines
    ]


def _action(document: TextDocument, uri: str, found: Found, fix: Fix, path: Path) -> lsp.CodeAction:
    edit = lsp.TextEdit(_range(document, fix.line, fix.start, fix.end), fix.text)
    return lsp.CodeAction(
        fix.title,
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=[_diagnostic(document, found, path)],
        is_preferred=True,
        edit=lsp.WorkspaceEdit(changes={uri: [edit]}),
    )


def _outline(server: Server, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
    document = server.workspace.get_text_document(params.text_document.uri)
    return [_symbol(document, each) for each in symbols(document.source)]


def _symbol(document: TextDocument, symbol: Symbol) -> lsp.DocumentSymbol:
    whole = lsp.Range(lsp.Position(symbol.first, 0), _range(document, symbol.last, 0, None).end)
    kind = lsp.SymbolKind.Namespace if symbol.children else lsp.SymbolKind.Field
    return lsp.DocumentSymbol(
        symbol.name,
        kind,
        whole,
        _range(document, symbol.first, symbol.column, None),
        detail=symbol.detail,
        children=[_symbol(document, each) for each in symbol.children],
    )


def _definition(server: Server, params: lsp.DefinitionParams) -> lsp.Location | None:
    document, place = _place(server, params)
    file = included(server.path(params.text_document.uri), document.source, place.line)
    uri = from_fs_path(str(file)) if file else None
    start = lsp.Position(0, 0)
    return lsp.Location(uri, lsp.Range(start, start)) if uri else None


def _format(server: Server, params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit]:
    uri = params.text_document.uri
    document = server.workspace.get_text_document(uri)
    text = formatted(server.path(uri), document.source)
    if text == document.source:
        return []
    whole = lsp.Range(lsp.Position(0, 0), lsp.Position(len(document.lines), 0))
    return [lsp.TextEdit(whole, text)]


_Params = lsp.CompletionParams | lsp.HoverParams | lsp.DefinitionParams


def _place(server: Server, params: _Params) -> tuple[TextDocument, ServerTextPosition]:
    """Return a document, and a position in it in characters."""
    document = server.workspace.get_text_document(params.text_document.uri)
    return document, document.position_from_client_units(params.position)


def _range(document: TextDocument, line: int, start: int, end: int | None) -> lsp.Range:
    """Return a range on a line from and to columns in characters; ``None`` is its end."""
    text = _line(document.lines, line)
    last = len(text) if end is None else min(end, len(text))
    span = ServerTextRange(
        ServerTextPosition(line, min(start, len(text))), ServerTextPosition(line, last)
    )
    return document.range_to_client_units(span)


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number].rstrip("\r\n") if number < len(lines) else ""


def _diagnostic(document: TextDocument, found: Found, path: Path) -> lsp.Diagnostic:
    problem: Problem = found.problem
    is_here = problem.file in ("", str(path))
    line = (problem.line or 1) - 1 if is_here else 0
    start = (problem.column or 1) - 1 if is_here else 0
    message = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    severity = lsp.DiagnosticSeverity
    return lsp.Diagnostic(
        _range(document, line, start, None),
        message if is_here else f"{problem.place}: {message}",
        severity.Warning if found.is_warning else severity.Error,
        code=problem.code or None,
        source=_SOURCE,
    )


_TRIGGERS = lsp.CompletionOptions(trigger_characters=[" ", "-", "{", "[", ","])
_FEATURES: dict[str, tuple[Callable[..., Any], Any]] = {
    lsp.TEXT_DOCUMENT_DID_OPEN: (_opened, None),
    lsp.TEXT_DOCUMENT_DID_CHANGE: (_changed, None),
    lsp.TEXT_DOCUMENT_DID_SAVE: (_saved, None),
    lsp.TEXT_DOCUMENT_DID_CLOSE: (_closed, None),
    lsp.TEXT_DOCUMENT_COMPLETION: (_completion, _TRIGGERS),
    lsp.TEXT_DOCUMENT_HOVER: (_hover, None),
    lsp.TEXT_DOCUMENT_CODE_ACTION: (_actions, None),
    lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL: (_outline, None),
    lsp.TEXT_DOCUMENT_DEFINITION: (_definition, None),
    lsp.TEXT_DOCUMENT_FORMATTING: (_format, None),
}
