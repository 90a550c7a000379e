"""Runs of a word processor: text with the same formatting, and its markup."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cvkit.markup import plain
from cvkit.markup.escaping import escape_all, escape_inline

__all__ = ["Run", "markup_of"]


@dataclass(frozen=True)
class Run:
    """Text with the same formatting; ``address`` is the URL of its link, if any."""

    text: str
    bold: bool
    italic: bool
    size: float
    address: str


def markup_of(runs: list[Run], *, all_bold: bool) -> str:
    """Return the markup of a paragraph; adjacent runs with the same formatting are joined."""
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        same = last and (last.bold, last.italic, last.address) == (
            run.bold,
            run.italic,
            run.address,
        )
        if last and (same or not run.text.strip()):
            merged[-1] = Run(last.text + run.text, *_look(last))
        elif run.text:
            merged.append(run)
    whole = "".join(_marked(run, all_bold=all_bold) for run in merged)
    return f"**{whole}**" if all_bold and whole and not re.search(r"[\t\n*\[]", whole) else whole


def _look(run: Run) -> tuple[bool, bool, float, str]:
    return run.bold, run.italic, run.size, run.address


def _marked(run: Run, *, all_bold: bool) -> str:
    if "\t" in run.text or "\n" in run.text:
        return "".join(
            part if part in "\t\n" else _marked(Run(part, *_look(run)), all_bold=all_bold)
            for part in re.split(r"([\t\n])", run.text)
            if part
        )
    inner = run.text.strip()
    if not inner:
        return run.text
    before = run.text[: len(run.text) - len(run.text.lstrip())]
    after = run.text[len(run.text.rstrip()) :]
    marks = ("**" if run.bold and not all_bold else "") + ("*" if run.italic else "")
    text = escape_inline(inner)
    if marks and plain(f"{marks}{text}{marks[::-1]}") != inner:
        text = escape_all(inner)
    text = f"[{text}]({run.address})" if run.address and "[" not in text else text
    return f"{before}{marks}{text}{marks[::-1]}{after}"
