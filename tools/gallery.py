"""Renew docs/gallery/: the first page of every theme, and a page that shows them side by side."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from cvkit.export.png import to_png
from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.render import Job, render
from cvkit.theme.theme import find_theme, list_themes

ROOT = Path(__file__).parent.parent
GALLERY = ROOT / "docs" / "gallery"
PERSON = ROOT / "docs" / "example" / "mira-halvorsen.yaml"
WIDTH = 620  # pixels


def main() -> None:
    """Render, write the pictures, and write the page."""
    roots = (bundled_themes(),)
    themes = [find_theme(name, roots) for name in list_themes(roots)]
    shown = [theme for theme in themes if not theme.abstract]
    jobs = [Job(PERSON, theme.name, roots, (), (("pdf", _pdf(theme.name)),)) for theme in shown]
    for result in render(jobs):
        if result.error:
            raise result.error
        assert result.typeset is not None
        _save_first_page(result.typeset.pdf, result.job.theme)
        _pdf(result.job.theme).unlink()
    cells = [
        f'<td id="{t.name}" valign="top"><b>{t.name}</b><br>{t.description}<br>'
        f'<img src="{t.name}.png" width="400" alt="{t.name}"></td>'
        for t in shown
    ]
    rows = ["<tr>\n" + "\n".join(cells[n : n + 2]) + "\n</tr>\n" for n in range(0, len(cells), 2)]
    head = '# The themes\n\n<!-- Made by "make gallery". -->\n\n'
    (GALLERY / "README.md").write_text(f"{head}<table>\n{''.join(rows)}</table>\n", "utf-8")


def _pdf(theme: str) -> Path:
    return ROOT / "build" / "gallery" / f"{theme}.pdf"


def _save_first_page(pdf: bytes, theme: str) -> None:
    import io

    page = Image.open(io.BytesIO(to_png(pdf, dpi=150)[0])).convert("RGB")
    small = page.resize((WIDTH, round(page.height * WIDTH / page.width)), Image.Resampling.LANCZOS)
    framed = Image.new("RGB", (small.width + 2, small.height + 2), "#c9ced6")
    framed.paste(small, (1, 1))
    colors = framed.quantize(colors=128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    colors.save(GALLERY / f"{theme}.png", optimize=True)


if __name__ == "__main__":
    main()
