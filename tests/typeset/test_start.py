"""What makes the typesetter start faster, without a difference on the page."""

from __future__ import annotations

import subprocess
import sys

from command import cvkit

# In processes of their own: these are about the first use of a library.


def python(code, *arguments):
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_declarations_are_those_of_the_installed_weasyprint(root):
    tool = root / "tools" / "declarations.py"
    code = "import runpy, sys; print(runpy.run_path(sys.argv[1])['declarations'](), end='')"
    written = (root / "cvkit" / "typeset" / "declarations.py").read_text("utf-8")
    assert python(code, tool) == written, "run tools/declarations.py"


TYPESET = """
import sys
from pathlib import Path
import cvkit.typeset.declarations as declarations
from cvkit.document import Document, Fonts
from cvkit.typeset.weasyprint import typeset
declarations.digest = sys.argv[1] or declarations.digest
here = Path(sys.argv[2])
done = typeset(Document("<html lang=en>", (), Fonts((), ()), here, (here,)))
print(done.pages, "pycparser" in sys.modules)
"""


def test_declarations_of_another_weasyprint_are_parsed(tmp_path):
    assert python(TYPESET, "", tmp_path).split() == ["1", "False"]
    assert python(TYPESET, "another", tmp_path).split() == ["1", "True"]


HYPHENS = """
import sys
import pyphen
def found():
    files = sorted(set(pyphen.LANGUAGES.values()))
    read = [pyphen.HyphDict(file) for file in files]
    return [(file.name, word, list(one.positions(word))) for file, one in zip(files, read)
            for word in sys.argv[1:]], read
before, _ = found()
from cvkit.typeset.fast_import import make_lazy
make_lazy()
after, read = found()
assert before == after, [pair for pair in zip(before, after) if pair[0] != pair[1]]
assert any(type(one.patterns) is not dict for one in read)
print(sum(bool(places) for *_, places in after))
"""


WORDS = """
characteristically Donaudampfschifffahrt Kabinett verbal urinstinkt répondre ответственность
lettergrepen publicación co-operation aujourd'hui desenvolvimento főzés asszonnyal
"""


def test_words_are_hyphenated_as_by_pyphen():
    assert int(python(HYPHENS, *WORDS.split())) > 100


def test_the_cache_of_fonts_is_valid_for_the_next_process(tmp_path):
    """Otherwise every run would read all font files."""
    (tmp_path / "ada.yaml").write_text("name: Ada\n")
    cache = tmp_path / "cache"
    written = []
    for _ in range(2):
        done = cvkit("render", "ada.yaml", cwd=tmp_path, XDG_CACHE_HOME=str(cache))
        assert done.returncode == 0, done.stderr
        files = cache.rglob("*.cache-*")
        written.append({file: (file.stat().st_ino, file.stat().st_mtime_ns) for file in files})
    assert written[0]
    assert written[0] == written[1]
