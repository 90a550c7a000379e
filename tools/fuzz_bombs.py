"""Generate SVGs, manifests and external files that expand or repeat, and read them.

Each must be read or refused with a message, in time. ``make fuzz`` runs it after the changes of
people's files.

    python tools/fuzz_bombs.py --seconds 30 --seed 1
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from cvkit.errors import CvkitError, InvalidValueError
from cvkit.importers import import_file
from cvkit.importers.kit.repair import repair
from cvkit.system.images import check_picture
from cvkit.system.limits import TooLongError, deadline
from cvkit.theme.manifest import read_manifest

MAX_SECONDS = 30.0
TAGS = ("marker", "mask", "clipPath", "pattern", "filter", "g", "symbol")
REFERENCES = (
    'marker-start="url(#{})"', 'marker-mid="url(#{})"', 'mask="url(#{})"', 'clip-path="url(#{})"',
    'fill="url(#{})"', 'stroke="url(#{})"', 'filter="url(#{})"', 'href="#{}"',
    'style="marker: url(#{})"', 'style="fill: url( \'#{}\' )"',
)  # fmt: skip
SHAPES = ("path", "use", "polyline", "g", "text", "rect")
PIECES = {
    "a.md": ["# A\n\n", "\t", " ", "x", "[", "](", "![", "<b>", "</b>", "<!--", "-->", "- ", "\n",
             "## Education\n", "| ", "---\n", "`", "*", "_", "<a href='", "\\", "<h1>", "2020"],
    "a.bib": ["@", "@article{", "{", "}", '"', "a = ", ",", "%", "\n", "#", "title={x}",
              "@comment{",
              "@string{", " ", "and ", "\\'", "$"],
    "a.json": ['{"basics": {"name": "A"}, "work": [', "{}, ", '"x", ', "[", "]", "{", "}", "1, ",
               '{"name": "x"}, ', "null, ", '"a": ', "\\u0000"],
    "a.ris": ["TY  - JOUR\n", "AU  - x\n", "ER  - \n", "TI  - y\n", "\n", "PY  - 2020\n", " "],
    "theme.toml": ["a", ".", "=", "[", "]", "{", "}", '"', "'", "\n", " ", "\t", "9",
                   "options", ","],
}  # fmt: skip
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def svg(chance: random.Random) -> bytes:
    """Return an SVG whose elements apply one another, forwards, backwards or in circles."""
    count = chance.choice([3, 10, 40])
    elements = []
    for number in range(count):
        inner = "".join(
            f'<{shape} d="M0 0L1 1L2 2" points="1 1 2 2 3 3" '
            f"{chance.choice(REFERENCES).format(f'a{chance.randrange(count + 1)}')}/>"
            for shape in chance.choices(SHAPES, k=chance.choice([1, 2, 20]))
        )
        tag = chance.choice(TAGS)
        elements.append(f'<{tag} id="a{number}">{inner}</{tag}>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(elements)}</svg>'.encode()


def docx(chance: random.Random) -> bytes:
    """Return a Word document with many parts, paragraphs, styles or boxes."""
    paragraph = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
    nested = "<w:tbl><w:tr><w:tc>" * 30 + paragraph + "</w:tc></w:tr></w:tbl>" * 30
    body = chance.choice([paragraph, nested, "<w:p/>"]) * chance.choice([1, 100, 10_000])
    base = chance.choice(["{0}", "{1}"])
    styles = "".join(
        f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{base.format(n, n + 1)}"/></w:style>'
        for n in range(chance.choice([1, 1_000, 50_000]))
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}>{body}</w:document>")
        archive.writestr("word/styles.xml", f"<w:styles {W}>{styles}</w:styles>")
        for number in range(chance.choice([0, 5, 50])):
            name = chance.choice(["comments", "header", "footer"])
            archive.writestr(f"word/{name}{number}.xml", f"<w:x {W}>{body}</w:x>")
    return stream.getvalue()


def flood(name: str, chance: random.Random) -> bytes:
    """Return a start of a format, and then a few of its pieces over and over."""
    pieces = PIECES[name]
    unit = "".join(chance.choices(pieces, k=chance.randint(1, 4)))
    times = chance.choice([10, 1_000, 300_000]) // len(unit) + 1
    return (pieces[0] + unit * times + chance.choice(["", "x", "\n", "}"])).encode()


def attempt(name: str, data: bytes, folder: Path) -> None:
    """Read data as what it is; a refusal is as good as a result."""
    path = folder / name
    path.write_bytes(data)
    if name.endswith(".svg"):
        check_picture(data)
    elif name.endswith(".toml"):
        read_manifest(path)
    else:
        repair(import_file(path, "bibtex" if name.endswith(".bib") else None).data, folder)


def main() -> int:
    """Run for a time; return 1 if something took too long or raised another exception."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)  # noqa: S311 - no secrets
    makers: dict[str, Callable[[random.Random], bytes]] = {"a.svg": svg, "a.docx": docx}
    makers |= {name: lambda c, name=name: flood(name, c) for name in PIECES}
    end, done, slowest, failures = time.monotonic() + arguments.seconds, 0, (0.0, ""), []
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            name = chance.choice(list(makers))
            data = makers[name](chance)
            begun = time.process_time()
            try:
                with deadline(MAX_SECONDS, name):
                    attempt(name, data, Path(folder))
            except (CvkitError, InvalidValueError):
                pass
            except (TooLongError, Exception) as error:  # noqa: BLE001 - what it looks for
                failures.append(f"{name}: {type(error).__name__}: {error}: {data[:80]!r}"[:300])
            done += 1
            slowest = max(slowest, (time.process_time() - begun, f"{name}: {data[:60]!r}"))
    print(f"seed {arguments.seed}: {done} files; slowest {slowest[0]:.1f} s ({slowest[1]}); "
          f"{len(failures)} failures")  # fmt: skip
    for failure in failures[:40]:
        print(f"  {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
