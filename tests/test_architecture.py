"""The shape of the code: which way modules depend, what is imported when, who writes."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from graphlib import TopologicalSorter

import pytest

from cvkit.pipeline.project import bundled_themes

PACKAGE = bundled_themes().parent / "cvkit"
FILES = sorted(PACKAGE.rglob("*.py"))

# What each package may import; the table in docs/design.md says the same.
GROUND = {"errors", "document", "markup", "model", "language", "system"}
MAY_IMPORT = {
    "errors": set(),
    "document": {"errors"},
    "markup": {"errors"},
    "system": {"errors"},
    "model": {"errors", "markup"},
    "language": {"errors", "markup", "model", "system"},
    "interchange": {"markup", "model", "language"},
    "source": {"errors", "system"},
    "load": {"document", "errors", "language", "markup", "model", "source", "system"},
    "select": {"errors", "markup", "model"},
    "theme": {"document", "errors", "model", "system"},
    "compose": {*GROUND, "theme"},
    "typeset": {"document", "errors", "system"},
    "importers": {*GROUND - {"document"}, "interchange", "source", "load"},
    "export": {*GROUND, "interchange", "load", "theme", "compose", "importers"},
    "pipeline": {*GROUND, "source", "load", "select", "theme", "compose", "typeset", "export"},
    "check": {*GROUND, "source", "load", "select", "theme", "typeset", "export", "pipeline"},
    "apps": {
        *GROUND, "source", "load", "theme", "typeset", "importers", "export", "pipeline", "check",
    },
    "__init__": {"document", "errors", "model", "pipeline", "theme"},  # for types only
    "__main__": {"apps"},
}  # fmt: skip


def module_name(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in FILES}


@cache
def imports(path):
    """Return the full name of everything that a file imports, anywhere in it."""
    return frozenset(_imports(path))


def _imports(path):
    package = path.relative_to(PACKAGE.parent).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            source = ".".join(part for part in (base, node.module) if part)
            for alias in node.names:
                full = f"{source}.{alias.name}"
                yield full if full in MODULES else source


def part(name):
    """Return the part of cvkit that a module belongs to."""
    return name.split(".")[1] if "." in name else "__init__"


def test_dependencies_point_one_way():
    wrong = []
    for name, path in MODULES.items():
        own = part(name) if path.parent != PACKAGE or path.stem != "__main__" else "__main__"
        for imported in imports(path):
            other = part(imported)
            if imported.split(".")[0] != "cvkit" or other in (own, "__init__"):
                continue
            if other not in MAY_IMPORT.get(own, ()):
                wrong.append(f"{name} imports {imported}")
    assert wrong == []


def test_every_part_has_its_place_in_the_order():
    parts = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in FILES}
    assert parts == MAY_IMPORT.keys()


def test_the_top_level_stays_small():
    """Names directly under cvkit, and arrows between them: 234 before there were packages."""
    names = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in FILES}
    assert len(names - {"__init__", "__main__"}) <= 18
    arrows = {
        (part(name), part(imported))
        for name, path in MODULES.items()
        for imported in imports(path)
        if imported.split(".")[0] == "cvkit" and part(imported) != part(name)
    }
    assert len(arrows) <= 234 // 2


def test_the_design_document_shows_every_package(root):
    """The picture and the table of docs/design.md, and the imports that the table allows."""
    text = (root / "docs" / "design.md").read_text("utf-8")
    names = MAY_IMPORT.keys() - {"__init__", "__main__"}
    picture = text.split("```")[1]
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", picture)] == []
    rows = re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", text, re.MULTILINE)
    table = {}
    for name, imported in rows:
        listed = set(re.findall(r"`(\w+)`", imported))
        table[name] = names - {name} - listed if imported.startswith("all but") else listed
    assert table == {name: MAY_IMPORT[name] for name in names}


def test_every_dependency_is_justified(root):
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    text = (root / "docs" / "design.md").read_text("utf-8")
    rows = re.findall(r"^\| ([\w., -]+) \|", text.partition("## Dependencies")[2], re.MULTILINE)
    justified = {name for row in rows for name in row.split(", ")}
    required = {re.match(r"[\w.-]+", line)[0] for line in project["dependencies"]}
    assert required - justified == set()


def test_the_order_itself_has_no_circle():
    order = list(TopologicalSorter(MAY_IMPORT).static_order())
    assert order.index("model") < order.index("compose") < order.index("apps")


def test_no_modules_import_each_other_in_a_circle():
    graph = {
        name: {other for other in imports(path) if other in MODULES} - {name, "cvkit"}
        for name, path in MODULES.items()
    }
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize(
    ("library", "users"),
    [
        (
            "weasyprint",
            {
                "cvkit.typeset.copied_text",
                "cvkit.typeset.picture_names",
                "cvkit.typeset.weasyprint",
            },
        ),
        (
            "jinja2",
            {"cvkit.compose.latex.environment", "cvkit.theme.sandbox", "cvkit.theme.templates"},
        ),
        (
            "yaml",
            {"cvkit.source.format.comments", "cvkit.source.nodes", "cvkit.source.syntax_errors"},
        ),
        ("babel", {"cvkit.language.locale", "cvkit.language.tags"}),
        ("rich", {"cvkit.apps.cli.terminal"}),
        ("mcp", {"cvkit.apps.mcp.server"}),
        ("pygls", {"cvkit.apps.lsp.server"}),
        ("ziamath", {"cvkit.markup.formula"}),
        ("segno", {"cvkit.compose.qr"}),
        (
            "pypdfium2",
            {
                "cvkit.check.pdf.pdfium_reader",
                "cvkit.check.pdf.strings",
                "cvkit.export.png",
                "cvkit.export.attachments",
                "cvkit.importers.documents.pdf",
            },
        ),
        ("pdfminer", {"cvkit.check.pdf.pdfminer_reader", "cvkit.check.pdf.strings"}),
        (
            "PIL",
            {
                "cvkit.check.pdf.pdfium_reader",
                "cvkit.compose.logos",
                "cvkit.export.docx.photo",
                "cvkit.system.bare_pictures",
                "cvkit.system.images",
            },
        ),
        ("phonenumbers", {"cvkit.select.traces.contacts"}),
    ],
)
def test_each_library_is_known_in_one_place(library, users):
    found = {
        name
        for name, path in MODULES.items()
        if any(imported.split(".")[0] == library for imported in imports(path))
    }
    assert found == users


def test_only_the_studio_knows_its_server():
    """Without the extra, everything else works; and its core does without a user interface."""
    for name, path in MODULES.items():
        found = {imported.split(".")[0] for imported in imports(path)}
        if not name.startswith("cvkit.apps.studio"):
            assert not found & {"nicegui", "fastapi", "starlette", "uvicorn"}, name
        if name.startswith("cvkit.apps.studio.core"):
            assert "nicegui" not in found, name
        if not name.startswith(("cvkit.apps.studio", "cvkit.apps.cli.studio")):
            assert not any("apps.studio" in imported for imported in imports(path)), name


def test_only_the_command_line_knows_click():
    for name, path in MODULES.items():
        if not name.startswith("cvkit.apps.cli"):
            assert not any(imported.split(".")[0] == "click" for imported in imports(path)), name


PRINTING = {
    "click": {"echo", "secho", "style", "echo_via_pager", "prompt", "confirm", "progressbar"},
    "stdout": {"write", "writelines", "buffer"},
    "stderr": {"write", "writelines", "buffer"},
}


def prints(code):
    """Yield the lines of a program that print without the door to the terminal."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"print", "Console"}:
            yield node.lineno
        elif (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", "") == "show"
            and getattr(node.func.value, "id", "") in {"error", "exception"}
        ):
            yield node.lineno  # of click's exceptions
        elif isinstance(node, ast.Attribute):
            owner = getattr(node.value, "attr", getattr(node.value, "id", ""))
            if node.attr in PRINTING.get(owner, ()):
                yield node.lineno
        elif isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            yield from [node.lineno] * bool(names & PRINTING.get(node.module, set()))


def test_the_search_for_printing_finds_it():
    for code in (
        "print(name)",
        "click.echo(name)",
        "from click import secho",
        "sys.stdout.write(name)",
        "sys.stderr.buffer.flush()",
        "Console().print(name)",
        "error.show()",
    ):
        assert list(prints(code)), code
    assert not list(prints("sys.stdout.flush(); echo(name)"))


def test_one_module_prints():
    """It escapes control characters, so that no file can control the terminal."""
    found = {name for name, path in MODULES.items() if list(prints(path.read_text("utf-8")))}
    assert found == {"cvkit.apps.cli.terminal"}


WRITING = {
    "write_text", "write_bytes", "mkdir", "touch", "unlink", "rename", "rmdir", "symlink_to",
    "mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryDirectory", "fdopen", "rmtree", "copy",
    "copyfile", "copytree", "move", "makedirs", "remove", "chmod",
}  # fmt: skip


# Names that other things have as well.
OF_MODULES = {"copy", "move", "remove"}
MODULES_OF_FILES = {"os", "shutil"}


def writes(path):
    """Yield the calls in a file that write to the file system."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        modes = [
            a.value for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, str)
        ]
        if (
            name in OF_MODULES
            and getattr(getattr(node.func, "value", None), "id", "") not in MODULES_OF_FILES
        ):
            continue
        if name in WRITING or (name == "open" and any(set(mode) & set("wax+") for mode in modes)):
            yield f"{name} in line {node.lineno}"


def test_only_the_output_module_writes_results():
    """Fontconfig's cache is no result, nor is the folder in which LaTeX runs."""
    found = {name: list(writes(path)) for name, path in MODULES.items()}
    writers = {name for name, calls in found.items() if calls}
    assert writers == {
        "cvkit.system.files",
        "cvkit.system.cache",
        "cvkit.pipeline.parcel",  # temporary folders of a cluster's workers
        "cvkit.typeset.weasyprint",
        "cvkit.typeset.tex",
    }


MAX_LINES, MAX_FUNCTION = 500, 60


@pytest.mark.parametrize("name", sorted(MODULES))
def test_no_module_and_no_function_is_too_long(name):
    code = MODULES[name].read_text("utf-8")
    assert len(code.splitlines()) <= MAX_LINES
    lengths = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {function: n for function, n in lengths.items() if n > MAX_FUNCTION} == {}


def test_no_module_reaches_for_the_network_or_a_shell():
    """TeX is a program of its own: one module starts it, without a shell."""
    forbidden = {"socket", "http", "urllib.request", "requests", "subprocess", "ssl", "ftplib"}
    for name, path in MODULES.items():
        allowed = {"subprocess"} if name == "cvkit.typeset.tex" else set()
        assert not (forbidden - allowed) & set(imports(path)), name
        assert "shell=True" not in path.read_text("utf-8"), name
    calls = {"eval", "exec", "system", "popen", "__import__"}
    # The expressions that cssselect2 makes of selectors: it evaluates them itself otherwise.
    allowed_calls = {"cvkit.typeset.fast_import": {"eval"}}
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                refused = calls - allowed_calls.get(name, set())
                assert called not in refused, f"{name}, line {node.lineno}"


# Messages are for people


READING = {
    "startswith", "endswith", "partition", "rpartition", "split", "find", "index", "count",
    "removeprefix", "removesuffix", "replace", "match", "search", "fullmatch", "findall", "sub",
}  # fmt: skip


def is_message(node):
    """Whether an expression is the wording of a problem, a note, a finding or an exception."""
    if isinstance(node, ast.Attribute):
        return node.attr in {"message", "hint"}
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and node.slice.value == "msg"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "str":
        names = {
            n.id for argument in node.args for n in ast.walk(argument) if isinstance(n, ast.Name)
        }
        return bool(names & {"error", "exc", "problem", "fault", "finding", "note"})
    return False


def lines_that_read_messages(code):
    """Return the lines in which a program decides by the wording of a message."""
    lines = []
    for node in ast.walk(ast.parse(code)):
        parts = []
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in READING:
            parts = [node.func.value, *node.args]
        if any(is_message(inner) for part in parts for inner in ast.walk(part)):
            lines.append(node.lineno)
    return lines


def test_the_search_for_such_lines_finds_them():
    for code in (
        "'CV5' in finding.message",
        "problem.message.startswith('x')",
        "str(error).partition('; ')",
        "re.search('x', details['msg'])",
        "'password' in str(error).lower()",
    ):
        assert lines_that_read_messages(code), code
    assert not lines_that_read_messages("problem.code == 'unknown-field'")


def test_nothing_depends_on_the_wording_of_a_message():
    """Kinds of problems are told apart by their codes, so that any message may be reworded."""
    allowed = {
        "cvkit.importers.kit.fields": 1,  # the same note twice
    }
    found = {
        name: len(lines_that_read_messages(path.read_text("utf-8")))
        for name, path in MODULES.items()
    }
    assert {name: number for name, number in found.items() if number} == allowed


# What is imported when


def loaded(code, cwd):
    """Return the libraries that a program loads beyond Python's own."""
    program = f"""
import sys
before = set(sys.modules)
try:
    {code}
except SystemExit as end:
    assert not end.code, end.code
names = {{name.split(".")[0] for name in set(sys.modules) - before}}
print("LOADED", *sorted(names - sys.stdlib_module_names - {{"cvkit", "__mp_main__"}}))
"""
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=cwd, check=False
    )
    assert run.returncode == 0, run.stderr
    return set(run.stdout.rsplit("LOADED", 1)[1].split())


def command(*arguments):
    return f"sys.argv = {['cvkit', *arguments]!r}; from cvkit.apps.cli import main; main()"


def test_the_library_itself_imports_nothing(tmp_path):
    assert loaded("import cvkit", tmp_path) == set()


def test_the_command_line_imports_click_alone(tmp_path):
    assert loaded("import cvkit.apps.cli", tmp_path) <= {"click", "colorama"}


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["render", "--help"], ["validate", "--help"], ["themes"],
     ["check", "--help"], ["check", "--explain", "CV101"], ["themes", "modern"], ["new", "ada"],
     ["import", "--help"], ["completion", "bash"], ["init"], ["docs"], ["docs", "yaml"],
     ["doctor", "--help"], ["studio", "--help"], ["lsp", "--help"],
     ["mcp", "--help"], ["match", "--help"]],
    ids=" ".join,
)  # fmt: skip
def test_what_typesets_nothing_imports_nothing_slow(tmp_path, arguments):
    assert loaded(command(*arguments), tmp_path) <= {"click", "colorama"}


def test_completion_imports_nothing_slow(tmp_path):
    setting = {
        "_CVKIT_COMPLETE": "bash_complete",
        "COMP_WORDS": "cvkit render --theme m",
        "COMP_CWORD": "3",
    }
    code = f"import os; os.environ.update({setting!r}); {command()}"
    assert loaded(code, tmp_path) <= {"click", "colorama"}


def test_validating_does_not_import_the_typesetter(tmp_path, root):
    person = next(iter(sorted((root / "people").glob("*.yaml"))))
    found = loaded(command("validate", str(person)), tmp_path)
    assert "pydantic" in found
    assert not found & {"weasyprint", "jinja2", "rich", "PIL", "fontTools"}


def test_validating_does_not_import_languages_unless_a_variant_names_one(tmp_path):
    (tmp_path / "ada.yaml").write_text("name: Ada\noptions: {accent: navy}\n")
    found = loaded(command("validate", str(tmp_path / "ada.yaml")), tmp_path)
    assert "pydantic" in found
    assert "babel" not in found


def test_the_parent_of_the_typesetters_does_not_import_weasyprint(tmp_path, root):
    person = next(iter(sorted((root / "people").glob("*.yaml"))))
    found = loaded(command("render", str(person), "--output-dir", str(tmp_path)), tmp_path)
    assert "jinja2" in found
    assert not found & {"weasyprint", "fontTools", "PIL"}
    assert list(tmp_path.glob("*.pdf"))


def test_the_typesetter_does_not_import_the_model(tmp_path):
    found = loaded("from cvkit.typeset.weasyprint import warm_up; warm_up()", tmp_path)
    assert "weasyprint" in found
    assert not found & {"pydantic", "pydantic_core", "jinja2", "babel", "yaml", "markdown_it"}


def test_every_exported_name_exists():
    import importlib

    for name in MODULES:
        if name != "cvkit.__main__":
            module = importlib.import_module(name)
            for exported in getattr(module, "__all__", ()):
                assert hasattr(module, exported), f"{name}.{exported}"


def test_the_environment_is_left_as_it_was():
    """Importing the library changes nothing for the program around it."""
    before = dict(os.environ)
    import cvkit.compose
    import cvkit.pipeline
    import cvkit.typeset  # noqa: F401

    assert dict(os.environ) == before
