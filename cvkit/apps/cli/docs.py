"""``cvkit docs``: the documentation that comes with the program."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from cvkit.errors import Problem, UsageError, did_you_mean

from .terminal import echo, page

__all__ = ["docs", "docs_folder"]


def docs_folder() -> Path:
    """Return the folder of the documentation: in the package, or in a checkout beside it."""
    package = Path(__file__).parents[2]
    packed = package / "docs"
    return packed if packed.is_dir() else package.parent / "docs"


def _topics() -> Mapping[str, Path]:
    return {path.stem: path for path in sorted(docs_folder().glob("*.md"))}


def _title(page: Path) -> str:
    with page.open(encoding="utf-8") as stream:
        return stream.readline().strip("# \n")


def _complete(_ctx: click.Context, _param: click.Parameter, word: str) -> list[Any]:
    return [CompletionItem(name) for name in _topics() if name.startswith(word)]


@click.command(
    epilog="""\b
Examples:
  cvkit docs              the topics, one per line
  cvkit docs yaml         every field of the YAML
  cvkit docs yaml | less  the page as Markdown
"""
)
@click.argument("topic", required=False, shell_complete=_complete)
def docs(topic: str | None) -> None:
    """Show a page of the documentation, or list the pages.

    On a terminal the page opens in a pager; otherwise it is printed as Markdown.
    """
    topics = _topics()
    if topic is None:
        width = max(map(len, topics), default=0)
        for name, path in topics.items():
            echo(f"{name:<{width}}  {_title(path)}")
        return
    found = topics.get(topic.removeprefix("docs/").removesuffix(".md"))
    if found is None:
        hint = did_you_mean(topic, topics) or '"cvkit docs" lists them'
        raise UsageError(Problem("", f'there is no page "{topic}"', hint=hint))
    page(found.read_text("utf-8"))
