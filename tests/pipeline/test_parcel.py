"""Jobs that travel to another machine with their files."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from command import cvkit
from jobs import make_job

from cvkit import __version__
from cvkit.errors import RenderError
from cvkit.pipeline.parcel import Order, Parcel, carry_out_order, pack, pack_all
from cvkit.pipeline.work import carry_out
from cvkit.system.limits import Limits


@pytest.mark.parametrize(
    "name", ["../ada.yaml", "/tmp/ada.yaml", "a/../../ada.yaml", r"..\ada.yaml", "C:\\ada.yaml"]
)
def test_a_file_is_never_written_outside_of_the_folder(tmp_path, name):
    folder = tmp_path / "folder"
    with pytest.raises(RenderError, match="within a folder"):
        Parcel("people", {name: b"x"}).unpack(folder)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_link_out_of_the_folder_is_not_sent(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "people"
    folder.mkdir()
    (folder / "photo.jpg").symlink_to(tmp_path / "secret.txt")
    (folder / "ada.css").write_text("p {}")
    assert pack(folder, ["photo.jpg", "ada.css", "../secret.txt", "lost"]).files == {
        "ada.css": b"p {}"
    }


def send(job, names, scratch, **fields):
    """Carry out a job like a worker that has only these files of the person's folder."""
    order = Order(__version__, job, (pack(job.source.parent, names),), Limits(), **fields)
    scratch.mkdir(exist_ok=True)
    theme = tuple(map(pack_all, job.theme.folders))
    elsewhere = replace(job.theme, folders=(), places=())
    return carry_out_order(
        replace(order, job=replace(job, theme=elsewhere)), theme, {}, str(scratch)
    )


@pytest.fixture
def noor(tmp_path, root):
    folder = tmp_path / "people"
    folder.mkdir()
    for name in ("noor-castellane.yaml", "noor-castellane.jpg"):
        shutil.copy(root / "docs" / "example" / name, folder)
    path = folder / "noor-castellane.yaml"
    return make_job(path, outputs=[("pdf", tmp_path / "noor.pdf")])


def test_the_result_is_the_same_elsewhere(noor, tmp_path):
    reply = send(noor, ["noor-castellane.yaml", "noor-castellane.jpg"], tmp_path / "scratch")
    assert reply.error is None
    assert reply.outcome.contents == carry_out(noor).contents
    read = {name for kind, name in reply.outcome.trace if kind == "file"}
    assert str(noor.source) in read
    assert not any(str(tmp_path / "scratch") in name for name in read)


def test_a_worker_asks_for_what_it_lacks_and_names_files_as_the_client_does(noor, tmp_path):
    reply = send(noor, ["noor-castellane.yaml"], tmp_path / "scratch")
    assert (0, "noor-castellane.jpg") in reply.lacking
    (problem,) = reply.error.problems
    assert problem.file == str(noor.source)
    assert str(tmp_path / "scratch") not in str(reply.error)


def test_nothing_of_a_person_is_left_behind(noor, tmp_path):
    send(noor, ["noor-castellane.yaml", "noor-castellane.jpg"], tmp_path / "scratch")
    left = [path.name for path in (tmp_path / "scratch").rglob("*") if path.is_file()]
    assert not [name for name in left if name.startswith("noor")]


def test_what_to_install_is_said_where_dask_is_missing(tmp_path):
    (tmp_path / "ada.yaml").write_text("name: Ada\n")
    (tmp_path / "distributed.py").write_text("raise ImportError")
    done = cvkit(
        "render", "ada.yaml", "--cluster", "local:1", cwd=tmp_path, PYTHONPATH=str(tmp_path)
    )
    assert done.returncode == 2
    assert "python -m pip install 'cvkit[cluster]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_number_of_workers_is_checked(tmp_path):
    pytest.importorskip("distributed")
    (tmp_path / "ada.yaml").write_text("name: Ada\n")
    done = cvkit("render", "ada.yaml", "--cluster", "local:0", cwd=tmp_path)
    assert done.returncode == 2
    assert "local:4" in done.stderr
