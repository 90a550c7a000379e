"""Pictures of pages: their names collide with no other result, and stale ones are removed."""

from __future__ import annotations

import io

import pytest
from command import cvkit, files
from PIL import Image

from cvkit.errors import InputError, UsageError
from cvkit.export.png import to_png
from cvkit.load.load import load
from cvkit.pipeline.pages import left_over, page_files
from cvkit.pipeline.plan import plan
from cvkit.pipeline.project import Project
from cvkit.pipeline.request import Request

SHORT = "name: Ada\nsections:\n  - {kind: summary, text: Short.}\n"
LONG = SHORT + (
    "  - kind: custom\n    title: Long\n    page_break: before\n    text: Two.\n"
    "  - kind: custom\n    title: Longer\n    page_break: before\n    text: Three.\n"
)
VARIANTS = "variants:\n  '1': {omit: [Long, Longer]}\n  '2': {omit: [Long, Longer]}\n"


def pictures(folder):
    return [name for name in files(folder) if name.endswith(".png")]


def test_pages_replace_no_other_result_and_stale_ones_are_removed(tmp_path):
    cv = tmp_path / "a.yaml"
    cv.write_text(LONG + VARIANTS)
    done = cvkit("render", "a.yaml", "-f", "png", "--variant", "full,1,2", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    build = tmp_path / "build"
    pages = [f"a-modern.{page}.png" for page in (1, 2, 3)]
    assert pictures(build) == ["a-modern-1.png", "a-modern-2.png", *pages]

    foreign = io.BytesIO()
    Image.open(build / "a-modern.3.png").save(foreign, "PNG")  # as another program does
    (build / "a-modern.4.png").write_bytes(foreign.getvalue())
    (build / "a-modern.5.png").symlink_to("a-modern.3.png")
    cv.write_text(SHORT)
    stale = cvkit("render", "a.yaml", "-f", "png", "--check", cwd=tmp_path)
    assert stale.returncode == 1
    assert "build/a-modern.2.png  out of date" in stale.stdout
    assert len(pictures(build)) == 7

    assert cvkit("render", "a.yaml", "-f", "png", cwd=tmp_path).returncode == 0
    kept = ["a-modern-1.png", "a-modern-2.png", "a-modern.4.png", "a-modern.5.png"]
    assert pictures(build) == [*kept, "a-modern.png"]
    assert cvkit("render", "a.yaml", "-f", "png", "--check", cwd=tmp_path).returncode == 0


def test_only_pictures_of_the_same_result_are_left_over(tmp_path):
    import pikepdf

    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(stream)
    (picture,) = to_png(stream.getvalue(), dpi=10)
    assert Image.open(io.BytesIO(picture)).size == (85, 110)
    names = ["a.png", "a.1.png", "a.02.png", "a.x.png", "a-1.png", "ab.1.png", "a.1.pdf", "b.1.png"]
    for name in names:
        (tmp_path / name).write_bytes(picture)
    path = tmp_path / "a.png"
    assert left_over(path, [path]) == [tmp_path / "a.1.png"]
    assert left_over(path, page_files(path, 2)) == [path]
    assert left_over(tmp_path / "none" / "a.png", []) == []


def outputs(folder, *names, **settings):
    sources = [folder / f"{name}.yaml" for name in names]
    return plan(Project(folder), Request(sources, folder / "build", **settings))


@pytest.mark.parametrize(
    ("one", "other"), [("Ada", "ada"), ("Zo\u00eb", "Zoe\u0308"), ("STRASSE", "straße")]
)
def test_results_that_differ_only_in_case_or_accents_are_refused(tmp_path, one, other):
    for name in (one, other):
        (tmp_path / f"{name}.yaml").write_text(SHORT)
    with pytest.raises(UsageError, match="same file on disks that ignore case"):
        outputs(tmp_path, one, other)
    assert outputs(tmp_path, one)


@pytest.mark.parametrize(("field", "names"), [
    ("variants", ["Web", "web"]), ("redactions", ["Öffentlich", "öffentlich"]),
    ("redactions", ["Public"]),
])  # fmt: skip
def test_names_of_versions_that_differ_only_in_case_are_refused(tmp_path, field, names):
    path = tmp_path / "a.yaml"
    path.write_text(SHORT + f"{field}:\n" + "".join(f"  {name}: {{}}\n" for name in names))
    with pytest.raises(InputError, match="differ only in case") as caught:
        load(path)
    (problem,) = caught.value.problems
    assert problem.code == "duplicate-name"
    assert problem.line == 4 + len(names)


def test_a_letter_cannot_be_called_like_a_page(tmp_path):
    (tmp_path / "ada.yaml").write_text(SHORT)
    (tmp_path / "ada.acme.2.yaml").write_text("to: Acme\nbody: Text.\n")
    with pytest.raises(UsageError, match=r"letter-acme.2.png could be a page"):
        outputs(tmp_path, "ada", letters=("acme.2",), formats=("png",))
    assert outputs(tmp_path, "ada", letters=("acme.2",), formats=("pdf",))
