"""Update the pages of the documentation that are generated from the code."""

from __future__ import annotations

import json
from pathlib import Path

from click import Command, Context, Group

from cvkit.apps.cli import cli
from cvkit.check import codes
from cvkit.language.catalogue import word_names
from cvkit.model.reference import reference
from cvkit.pipeline.project import Project
from cvkit.pipeline.schema import project_schema

DOCS = Path(__file__).parent.parent / "docs"


def command_reference() -> str:
    """Return the page of all commands with their help."""
    parts = ['# The command line\n\n<!-- Generated from the program by "make docs". -->\n']
    with Context(cli, info_name="cvkit", **cli.context_settings) as context:
        parts.append(_help(cli, context))
        for name in cli.list_commands(context):
            command = cli.get_command(context, name)
            assert command is not None
            parts.append(f"\n## cvkit {name}\n")
            parts.append(_help(command, Context(command, info_name=name, parent=context)))
    return "".join(parts)


def _help(command: Command | Group, context: Context) -> str:
    context.terminal_width = 90
    return f"\n```\n{command.get_help(context)}\n```\n"


def table_of_codes(page: str) -> str:
    """Return the page about the checks, with the table of all codes at its end."""
    head, heading, _ = page.partition("## All codes\n")
    rows = [f"| {c.code} | {c.severity} | {c.title} | {c.fix} |" for c in codes().values()]
    made = '<!-- Generated from cvkit/check/codes.toml by "make docs". -->'
    table = ["| Code | Severity | Finding | How to fix it |", "|---|---|---|---|", *rows]
    return f"{head}{heading}\n{made}\n\n" + "\n".join(table) + "\n"


def table_of_words(page: str) -> str:
    """Return the page about languages, with the table of all words at its end."""
    mark = '<!-- The table is generated from the catalogues by "make docs". -->\n'
    head, _, _ = page.partition(mark)
    rows = [f"| `{name}` | {text} |" for _, name, text in word_names()]
    return f"{head}{mark}\n" + "\n".join(["| Name | English |", "|---|---|", *rows]) + "\n"


def pages() -> dict[Path, str]:
    """Return every generated page with its text."""
    return {
        DOCS / "yaml.md": reference(),
        DOCS / "check.md": table_of_codes((DOCS / "check.md").read_text("utf-8")),
        DOCS / "languages.md": table_of_words((DOCS / "languages.md").read_text("utf-8")),
        DOCS / "cli.md": command_reference(),
        DOCS / "cv.schema.json": json.dumps(
            project_schema(Project(DOCS)), indent=2, ensure_ascii=False
        )
        + "\n",
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, "utf-8")
