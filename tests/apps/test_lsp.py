"""``cvkit lsp`` as an editor meets it: a client on the server's stdin and stdout."""

from __future__ import annotations

import asyncio
import sys
from importlib.util import find_spec

import pytest
from command import cvkit

if find_spec("pygls") is None:
    pytest.skip("needs cvkit[lsp]", allow_module_level=True)

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

TEXT = """\
name: 爱达 🎓 Lovelace
headline: x
sections:
  - kind: experiance
    entries:
      - organization: Acme
        start: enero 2019
  - kind: skills
    title: Kenntnisse
    entries: {include: _skills.yaml}
"""
FIXED = TEXT.replace("experiance", "experience").replace("enero 2019", "2019-01")


class Editor(LanguageClient):
    """A client that waits for the problems of a file."""

    def __init__(self):
        super().__init__("test", "1")
        self.published = asyncio.Queue()

        @self.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        async def publish(params):
            await self.published.put(params)

    async def problems(self):
        return (await asyncio.wait_for(self.published.get(), 60)).diagnostics

    def open(self, uri, text):
        item = lsp.TextDocumentItem(uri, "yaml", 1, text)
        self.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def change(self, uri, text, version):
        document = lsp.VersionedTextDocumentIdentifier(version, uri)
        whole = lsp.TextDocumentContentChangeWholeDocument(text)
        self.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [whole]))


def session(folder, talk):
    """Run a conversation of an editor with a new server; return what it returns."""

    async def run():
        editor = Editor()
        await editor.start_io(sys.executable, "-m", "cvkit", "lsp", cwd=str(folder))
        await editor.initialize_async(
            lsp.InitializeParams(lsp.ClientCapabilities(), root_uri=folder.as_uri())
        )
        editor.initialized(lsp.InitializedParams())
        try:
            return await talk(editor)
        finally:
            await editor.shutdown_async(None)
            editor.exit(None)
            await editor.stop()

    return asyncio.run(run())


@pytest.fixture
def people(tmp_path):
    folder = tmp_path / "people"
    folder.mkdir()
    (folder / "_skills.yaml").write_text("- Rust\n")
    (folder / "ada.yaml").write_text("name: saved\n")
    return folder


def at(text, word):
    """Return the place of a word, in the UTF-16 units of the protocol."""
    before = text.partition(word)[0]
    line = before.rpartition("\n")[2]
    return lsp.Position(before.count("\n"), len(line.encode("utf-16-le")) // 2)


def test_problems_appear_with_fixes_and_go_when_they_are_applied(people):
    uri = (people / "ada.yaml").as_uri()

    async def talk(editor):
        editor.open(uri, TEXT)
        found = await editor.problems()
        edits = []
        for each in found:
            context = lsp.CodeActionContext([each])
            document = lsp.TextDocumentIdentifier(uri)
            actions = await editor.text_document_code_action_async(
                lsp.CodeActionParams(document, each.range, context)
            )
            edits += [action.edit.changes[uri][0] for action in actions]
        editor.change(uri, TEXT.replace("experiance", "experience"), 2)
        second = await editor.problems()
        editor.change(uri, FIXED, 3)
        return found, edits, second, await editor.problems()

    found, edits, second, last = session(people, talk)
    assert [(each.code, each.range.start) for each in found] == [
        ("unknown-kind", at(TEXT, "experiance"))
    ]
    assert [edit.new_text for edit in edits] == ["experience"]
    assert edits[0].range.end.character - edits[0].range.start.character == len("experiance")
    assert [each.code for each in second] == ["invalid-date"]
    assert not last


def test_completion_hover_outline_includes_and_format(people):
    uri = (people / "ada.yaml").as_uri()
    document = lsp.TextDocumentIdentifier(uri)
    text = FIXED + "options:\n  acc"

    async def talk(editor):
        editor.open(uri, text)
        await editor.problems()
        typed = lsp.Position(text.count("\n"), 5)
        completion = await editor.text_document_completion_async(
            lsp.CompletionParams(document, typed)
        )
        place = at(text, "start:")
        hover = await editor.text_document_hover_async(lsp.HoverParams(document, place))
        outline = await editor.text_document_document_symbol_async(
            lsp.DocumentSymbolParams(document)
        )
        include = at(text, "_skills")
        target = await editor.text_document_definition_async(
            lsp.DefinitionParams(document, include)
        )
        editor.change(uri, "name:   'Ada'\n", 2)
        await editor.problems()
        options = lsp.FormattingOptions(2, insert_spaces=True)
        edits = await editor.text_document_formatting_async(
            lsp.DocumentFormattingParams(document, options)
        )
        return completion, hover, outline, target, edits

    completion, hover, outline, target, edits = session(people, talk)
    first = completion.items[0]
    assert (first.label, first.text_edit.new_text) == ("accent", "accent: ")
    assert first.text_edit.range.start.character == 2
    assert "First day" in hover.contents.value
    assert [each.name for each in outline] == ["name", "headline", "sections", "options"]
    sections = outline[2].children
    assert [(each.name, each.detail) for each in sections] == [
        ("experience", ""),
        ("Kenntnisse", "skills"),
    ]
    assert target.uri == (people / "_skills.yaml").as_uri()
    assert [edit.new_text for edit in edits] == ["name: Ada\n"]


def test_letters_settings_and_themes_are_validated_as_in_the_project(people):
    (people / "ada.acme.yaml").write_text("kind: letter\nbody: x\n")
    files = {
        people / "ada.acme.yaml": "kind: letter\nbody: x\nvariant: nope\n",
        people / "ada.yaml": "name: Ada\ntheme: modrn\n",
        people.parent / "cvkit.yaml": "theme: modrn\n",
        people / "_skills.yaml": "- [a\n",
    }

    async def talk(editor):
        found = {}
        for path, text in files.items():
            editor.open(path.as_uri(), text)
            found[path.name] = [(each.code, each.range.start.line) for each in
                                await editor.problems()]  # fmt: skip
        return found

    assert session(people, talk) == {
        "ada.acme.yaml": [("unknown-variant", 2)],
        "ada.yaml": [("unknown-theme", 1)],
        "cvkit.yaml": [("unknown-theme", 0)],
        "_skills.yaml": [("yaml-syntax", 0)],
    }


def test_without_its_package_one_message_says_how_to_install_it(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as u\nfind = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'pygls' else find(name, *a)\n"
    )
    run = cvkit("lsp", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert run.returncode == 2
    assert "python -m pip install 'cvkit[lsp]'" in run.stderr
    assert "Traceback" not in run.stderr
