"""The environment of LaTeX templates: every value is escaped unless it is LaTeX source.

Jinja only escapes HTML. Its escaping is off here and replaced at three places: ``finalize``
escapes the values that a template prints, ``concat`` marks the output of macros and blocks as
source, and ``~`` and ``join`` escape the parts that they join.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, partial

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from cvkit.compose.context import FILTERS, TESTS
from cvkit.theme.templates import Environment, make_environment
from cvkit.theme.theme import Theme

from .css import color, dimension, scaled
from .escape import Tex, escape, escape_name, escape_url, join
from .markup import inline, prose

__all__ = ["tex_environment"]


class _Generator(CodeGenerator):
    """Compiles ``~`` to a join that escapes LaTeX, where Jinja escapes HTML only."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802  (Jinja's name)
        self.write("environment.join_texts((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class _TexEnvironment(Environment):
    code_generator_class = _Generator

    @staticmethod
    def concat(parts: Iterable[str]) -> Tex:
        """Join the output of a template, all of which has been escaped."""
        return Tex("".join(parts))

    @staticmethod
    def join_texts(parts: Iterable[object]) -> str:
        """Join values: to plain text, or to source as soon as one of them is source."""
        parts = list(parts)
        source = any(isinstance(part, Tex) for part in parts)
        return join(parts) if source else "".join(map(str, parts))


@lru_cache(maxsize=32)
def tex_environment(theme: Theme, emphasis: tuple[str, ...] = ()) -> Environment:
    """Return the environment of a theme's LaTeX templates; words of ``emphasis`` are bold."""
    environment = make_environment(
        theme,
        _TexEnvironment,
        autoescape=False,
        finalize=escape,
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        keep_trailing_newline=True,
    )
    environment.filters.update(
        FILTERS,
        inline=partial(inline, emphasis=emphasis),
        prose=partial(prose, emphasis=emphasis),
        join=_join,
        url=escape_url,
        name=escape_name,
        color=color,
        dimension=dimension,
        scaled=scaled,
        indented=_indented,
    )
    environment.tests.update(TESTS)
    return environment


def _join(parts: Iterable[object], separator: str = "") -> str:
    parts = list(parts)
    between = [item for part in parts for item in (separator, part)][1:]
    return _TexEnvironment.join_texts(between)


def _indented(text: str) -> Tex:
    """Return source with its lines indented by two spaces."""
    lines = escape(text).splitlines(keepends=True)
    return Tex("".join(f"  {line}" if line.strip() else line for line in lines))
