"""Hooks of MkDocs for the website: the first page, the gallery, and the examples rendered.

Every YAML example of the documentation is rendered while the site is built: a block that begins
with ```` ```yaml ```` and nothing else. What it lacks for a CV comes from docs/example. A comment
in the line before, such as ``<!-- render: variant=industry -->``, gives its settings
(variant, language, redact); an example that cannot be rendered ends the build with its error.
"""

from __future__ import annotations

import hashlib
import html
import io
import re
import shutil
import tempfile
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from PIL import Image

import cvkit
from cvkit.export.png import to_png
from cvkit.pipeline.project import bundled_themes
from cvkit.theme.theme import Theme, find_theme, list_themes

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "docs" / "example"
PERSON = EXAMPLES / "mira-halvorsen.yaml"
WIDTH = 1000  # pixels
GAP = 160  # pixels of white between the end of an example and the footer of its page
PADDING = 30

_EXAMPLE = re.compile(
    r"^(?:<!-- render: (?P<settings>.*?) -->\n+)?```yaml\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
# Links to files of the project that are not on the site.
_OUTSIDE = re.compile(r"\[([^\]]+)\]\((?:\.\./[^)]*|people/?|LICENSE|example)\)")

STYLE = """\
.example { margin: 1em 0; }
.example img { border: 1px solid #0002; box-shadow: 0 1px 4px #0002; display: block; }
figure.example figcaption { font-size: .65rem; margin: .4em 0 0; max-width: none; }
.pages { display: flex; flex-wrap: wrap; gap: 1rem; }
.pages img { border: 1px solid #0002; box-shadow: 0 1px 4px #0002; width: calc(50% - .5rem); }
"""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made from README.md and CHANGELOG.md, and the style sheet."""
    readme = (ROOT / "README.md").read_text("utf-8")
    readme = readme.replace("docs/gallery/README.md#", "gallery/index.html#").replace(
        "CHANGELOG.md", "changelog.md"
    )
    for name, content in {
        "index.md": re.sub(r'(\(|")docs/', r"\1", readme),
        "changelog.md": (ROOT / "CHANGELOG.md").read_text("utf-8").replace("(docs/", "("),
        "site.css": STYLE,
    }.items():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Render the examples of a page, and unlink what is not on the site."""
    site = _Site(config, files, "../" * page.file.src_uri.count("/"))
    if page.file.src_uri == "gallery/README.md":
        return site.gallery()
    markdown = _OUTSIDE.sub(r"\1", markdown)
    return _EXAMPLE.sub(lambda match: f"{match[0]}\n\n{site.example(match, page)}", markdown)


class _Site:
    """The files of the site, and the way to its top from one page."""

    def __init__(self, config: MkDocsConfig, files: Files, top: str) -> None:
        self.config, self.files, self.top = config, files, top

    def add(self, name: str, content: bytes) -> str:
        """Add a file; return its address from the page."""
        if name not in self.files.src_uris:
            self.files.append(File.generated(self.config, name, content=content))
        return f"{self.top}{name}"

    def example(self, match: re.Match[str], page: Page) -> str:
        """Return an example's picture with a link to its PDF, as HTML."""
        settings = dict(re.findall(r"(\w+)=(\S+)", match["settings"] or ""))
        name = hashlib.sha256(match[0].encode()).hexdigest()[:12]
        try:
            pdf = rendered(match["text"], settings)
        except cvkit.CvkitError as error:
            place = f"{page.file.src_uri}: the example that begins with"
            raise PluginError(f"{place} {match['text'].splitlines()[0]!r}: {error}") from None
        picture = self.add(f"examples/{name}.png", png(to_png(pdf, dpi=120)[0], crop=True))
        address = self.add(f"examples/{name}.pdf", pdf)
        options = "".join(f" --{key} {value}" for key, value in settings.items())
        caption = f"cvkit render{html.escape(options)}"
        return (
            f'<figure class="example"><a href="{address}"><img src="{picture}" '
            f'alt="The example, rendered" loading="lazy"></a>'
            f'<figcaption><code>{caption}</code> · <a href="{address}">PDF</a></figcaption>'
            "</figure>"
        )

    def gallery(self) -> str:
        """Return the page of the gallery: every page of the example in every theme."""
        return "# Gallery\n\n" + "\n".join(map(self._of_theme, themes()))

    def _of_theme(self, theme: Theme) -> str:
        pdf = cvkit.render(PERSON, theme=theme.name)
        page = cvkit.render(PERSON, theme=theme.name, format="html")
        pictures = [
            self.add(f"gallery/{theme.name}-{number}.png", png(picture))
            for number, picture in enumerate(to_png(pdf, dpi=120), 1)
        ]
        images = "".join(
            f'<img src="{picture}" alt="Page {number} in {theme.name}" loading="lazy">'
            for number, picture in enumerate(pictures, 1)
        )
        links = {
            "PDF": self.add(f"gallery/{theme.name}.pdf", pdf),
            "HTML": self.add(f"gallery/{theme.name}.html", page),
        }
        listed = " · ".join(f'<a href="{url}">{name}</a>' for name, url in links.items())
        return (
            f"## {theme.name}\n\n{theme.description}. {listed}\n\n"
            f'<div class="pages">{images}</div>\n\n```sh\ncvkit render --theme {theme.name}\n```\n'
        )


@cache
def themes() -> tuple[Theme, ...]:
    """Return the themes that can be chosen, by name."""
    roots = (bundled_themes(),)
    found = (find_theme(name, roots) for name in list_themes(roots))
    return tuple(theme for theme in found if not theme.abstract)


def rendered(text: str, settings: dict[str, str]) -> bytes:
    """Return the PDF of an example as the command line makes it.

    What it lacks for a CV comes from docs/example. Raises :class:`cvkit.CvkitError` where the
    example is invalid.
    """
    data = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes texts, lists and maps only
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in (*EXAMPLES.glob("*.*"), *(EXAMPLES / "parts").iterdir()):
            shutil.copy(file, folder)
        source = folder / PERSON.name
        wishes: dict[str, Any] = {f"{k}s": [v] for k, v in settings.items() if k != "redact"}
        wishes["redact"] = settings.get("redact", "")
        if data.get("kind") == "letter":
            source.with_suffix(".example.yaml").write_text(text, "utf-8")
            wishes["letters"] = ["example"]
        else:
            source.write_text(yaml.safe_dump(completed(data), allow_unicode=True), "utf-8")
        result = next(iter(cvkit.Project(folder).render([str(source)], formats=["pdf"], **wishes)))
        if result.error:
            raise result.error
        return result.files[0].read_bytes()


def completed(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of an example with the fields and sections that it lacks."""
    whole = yaml.load(PERSON.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - as above
    if "name" in data:
        return data
    header = {key: whole[key] for key in ("name", "headline", "email", "location")}
    sections = list(data.get("sections", whole["sections"]))
    if "variants" in data:
        kinds = {section["kind"] for section in sections}
        sections += [each for each in whole["sections"] if each["kind"] not in kinds]
    return {**header, **data, "sections": sections}


def png(picture: bytes, *, crop: bool = False) -> bytes:
    """Return a picture of a page in few colours; ``crop`` cuts off the white around a short one."""
    page = Image.open(io.BytesIO(picture)).convert("RGB")
    if crop:
        page = page.crop((0, 0, page.width, end_of(page)))
    small = page.resize((WIDTH, round(page.height * WIDTH / page.width)), Image.Resampling.LANCZOS)
    colors = small.quantize(colors=128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    stream = io.BytesIO()
    colors.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def end_of(page: Image.Image) -> int:
    """Return the row below which a page is white, but for its footer."""
    inked = [row for row in range(page.height) if page.crop((0, row, page.width, row + 1))
             .convert("L").getextrema()[0] < 250]  # fmt: skip
    for row, following in pairwise(inked):
        if following - row > GAP:
            return row + PADDING
    return min(inked[-1] + PADDING, page.height)
