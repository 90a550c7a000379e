"""When the machine fails: the last good output stays, the message helps, nothing is left behind."""

from __future__ import annotations

import getpass
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cvkit.errors import RenderError, ThemeError
from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.record import NAME as RECORD
from cvkit.system.cache import cache_folder
from cvkit.system.files import write
from cvkit.theme.fonts import find_fonts
from cvkit.theme.sandbox import bytecode_cache

CV = "name: Ada Lovelace\nsections:\n- {kind: summary, text: The analytical engine}\n"
LAST = b"the last good output"
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are POSIX's")
pytestmark = [posix, pytest.mark.slow]
ROOT = bundled_themes().parent


@pytest.fixture
def project(tmp_path):
    """A project with one person, a cache of its own, and an output of an earlier run."""
    folder = tmp_path / "project"
    (folder / "people").mkdir(parents=True)
    (folder / "people" / "ada.yaml").write_text(CV)
    (folder / "build").mkdir()
    (folder / "build" / "ada-modern.pdf").write_bytes(LAST)
    return folder


@pytest.fixture
def environment(tmp_path):
    """A machine of which nothing is known but where Python is."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    home = tmp_path / "home"
    home.mkdir()
    return {**kept, "HOME": str(home), "TMPDIR": str(temporary)}


def cvkit(*arguments, cwd, env, **options):
    command = [sys.executable, "-m", "cvkit", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, check=False, timeout=60, **options
    )


def sound(run):
    """Check that a run said what was the matter, and did not break down."""
    assert b"Traceback" not in run.stderr, run.stderr.decode()
    return run.stderr.decode()


def made(project):
    return (project / "build" / "ada-modern.pdf").read_bytes()


def hidden(folder):
    """Return what is hidden in a folder, apart from the record of builds."""
    return [path.name for path in folder.rglob(".*") if path.name != RECORD]


# Where output goes


def limited(size):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_full_disk_leaves_the_last_output(project, environment):
    """A limit on the size of files stands for the disk; the caches are written before."""
    cvkit("render", "ada", "--output-dir", "other", cwd=project, env=environment)
    run = cvkit("render", "ada", cwd=project, env=environment, preexec_fn=limited(5000))
    assert run.returncode == 1
    assert "build/ada-modern.pdf: cannot be written: File too large" in sound(run)
    assert made(project) == LAST
    assert hidden(project) == []


def test_a_disk_that_was_full_from_the_start_is_told(project, environment):
    run = cvkit("render", "ada", cwd=project, env=environment, preexec_fn=limited(100))
    assert run.returncode == 1
    assert "cannot be written: File too large" in sound(run)
    assert made(project) == LAST
    assert hidden(project) == []


def test_a_folder_in_the_place_of_the_output_is_told(project, environment):
    (project / "out" / "ada-modern.pdf").mkdir(parents=True)
    run = cvkit("render", "ada", "--output-dir", "out", cwd=project, env=environment)
    assert run.returncode == 1
    expected = "out/ada-modern.pdf: cannot be written: Is a directory; check the permissions"
    assert expected in sound(run)
    assert hidden(project) == []


def test_a_file_in_the_place_of_a_folder_is_told(project, environment):
    (project / "out").write_text("")
    run = cvkit("render", "ada", "--output-dir", "out/deeper", cwd=project, env=environment)
    assert run.returncode == 1
    assert "cannot be written: Not a directory" in sound(run)
    run = cvkit("render", "ada", "--output-dir", "out", cwd=project, env=environment)
    assert run.returncode == 2


def test_a_link_in_the_place_of_the_output_is_replaced_and_not_followed(tmp_path):
    target = tmp_path / "target"
    target.write_bytes(LAST)
    link = tmp_path / "ada.pdf"
    link.symlink_to(target)
    write(link, b"new")
    assert target.read_bytes() == LAST
    assert link.read_bytes() == b"new"
    assert not link.is_symlink()


def test_what_fails_while_writing_leaves_nothing(tmp_path, monkeypatch):
    path = tmp_path / "ada.pdf"
    path.write_bytes(LAST)

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(RenderError, match="No space left on device"):
        write(path, b"new")
    assert path.read_bytes() == LAST
    assert list(tmp_path.iterdir()) == [path]


def test_two_runs_at_once_leave_a_whole_output(project, environment):
    command = [sys.executable, "-m", "cvkit", "render", "ada", "--quiet"]
    runs = [subprocess.Popen(command, cwd=project, env=environment) for _ in range(2)]
    assert [run.wait(60) for run in runs] == [0, 0]
    assert made(project).startswith(b"%PDF")
    assert made(project).rstrip().endswith(b"%%EOF")
    assert hidden(project) == []


# What ends a run


@pytest.fixture
def long_project(project):
    bullets = "    - a bullet that is long enough to take some time\n" * 6000
    (project / "people" / "ada.yaml").write_text(
        f"name: A\nsections:\n- kind: experience\n  entries:\n  - position: x\n"
        f"    highlights:\n{bullets}"
    )
    return project


def children(pid):
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_for(happens):
    """Wait for something that happens soon, however busy the machine is; return its value."""
    end = time.monotonic() + 60
    while not (found := happens()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells of processes")
@pytest.mark.parametrize(
    ("number", "code", "said"),
    [(signal.SIGTERM, 143, ""), (signal.SIGINT, 130, "stopped"), (signal.SIGKILL, -9, "")],
    ids=["term", "int", "kill"],
)
def test_a_run_that_is_ended_leaves_no_process_and_no_file(
    number, code, said, long_project, environment
):
    command = [sys.executable, "-m", "cvkit", "render", "ada"]
    run = subprocess.Popen(
        command, cwd=long_project, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    workers = wait_for(lambda: children(run.pid))
    time.sleep(1)  # to typeset a little
    run.send_signal(number)
    _, stderr = run.communicate(timeout=60)
    assert run.returncode == code
    assert b"Traceback" not in stderr
    assert said in stderr.decode()
    assert wait_for(lambda: not any(map(is_alive, workers)))
    assert made(long_project) == LAST
    assert hidden(long_project) == []
    assert list(Path(environment["TMPDIR"]).iterdir()) == []


# The caches and the home folder


def test_without_a_home_it_works_and_tidies_up(project, environment):
    environment["HOME"] = "/nonexistent/home"
    environment["XDG_CACHE_HOME"] = "/dev/null/cache"
    run = cvkit("render", "ada", cwd=project, env=environment)
    assert run.returncode == 0, sound(run)
    assert made(project).startswith(b"%PDF")
    (cache,) = Path(environment["TMPDIR"]).iterdir()
    assert cache.name.startswith("cvkit-"), "the cache stands in for that of the home"
    assert cache.stat().st_mode & 0o077 == 0


def test_with_no_variable_at_all_it_works(project, environment):
    kept = {name: environment[name] for name in ("PATH", "PYTHONPATH") if name in environment}
    kept["TMPDIR"] = environment["TMPDIR"]
    run = cvkit("render", "ada", cwd=project, env=kept)
    assert run.returncode == 0, sound(run)


def test_a_cache_that_others_may_write_is_not_trusted(tmp_path, monkeypatch):
    """Compiled templates are programs."""
    (tmp_path / "cvkit").mkdir()
    (tmp_path / "cvkit").chmod(0o777)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder.__wrapped__() != tmp_path / "cvkit"


def test_a_cache_that_is_a_link_is_not_followed(tmp_path, monkeypatch):
    """In a folder for everybody, somebody else may have put it there."""
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "cvkit").symlink_to("elsewhere")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    (tmp_path / f"cvkit-{getpass.getuser()}").symlink_to("elsewhere")
    folder = cache_folder.__wrapped__()
    assert folder.parent == tmp_path
    assert not folder.is_symlink()
    assert list((tmp_path / "elsewhere").iterdir()) == []


def halved(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def garbled(path):
    path.write_bytes(b"\xff" * path.stat().st_size)


@pytest.mark.parametrize("damage", [halved, garbled])
def test_a_broken_cache_is_made_again(damage, project, environment):
    run = cvkit("render", "ada", cwd=project, env=environment)
    good = made(project)
    assert run.returncode == 0, sound(run)
    cache = Path(environment["HOME"]) / ".cache" / "cvkit"
    broken = [path for path in cache.rglob("*") if path.is_file()]
    assert {path.suffix for path in broken} >= {".cache", ".conf"}
    for path in broken:
        damage(path)
    run = cvkit("render", "ada", cwd=project, env=environment)
    assert run.returncode == 0, sound(run)
    assert made(project) == good


def test_a_file_in_the_place_of_the_templates_cache_does_no_harm(tmp_path, monkeypatch):
    (tmp_path / "templates").write_text("")
    monkeypatch.setattr("cvkit.theme.sandbox.cache_folder", lambda: tmp_path)
    assert bytecode_cache() is None


# Fonts


def test_a_font_that_is_gone_is_told(tmp_path):
    with pytest.raises(ThemeError, match='the font "Garamond of Nowhere" is not found'):
        find_fonts([tmp_path], ["Garamond of Nowhere"], ())


def test_a_font_is_found_by_its_own_name_whatever_its_file_is_called(tmp_path):
    found = find_fonts([], ["Source Sans Pro"], ())
    source = next(
        path for folder in found.folders for path in folder.glob("SourceSansPro-Regular.ttf")
    )
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "body.ttf").write_bytes(source.read_bytes())
    assert tmp_path / "fonts" in find_fonts([tmp_path], ["Source Sans Pro"], ()).folders
    (tmp_path / "fonts" / "broken.ttf").write_bytes(b"no font")
    with pytest.raises(ThemeError, match="is not found"):
        find_fonts([tmp_path], ["No Such Face"], ())


# Streams and locales


def test_a_reader_that_has_enough_ends_the_run_quietly(project, environment):
    command = f"'{sys.executable}' -m cvkit schema | head -c 10; exit ${{PIPESTATUS[0]}}"
    run = subprocess.run(
        ["bash", "-c", command], cwd=project, env=environment, capture_output=True, check=False
    )
    assert run.returncode in (0, 1)
    assert run.stderr == b""


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_do_no_harm(closed, project, environment):
    command = f"'{sys.executable}' -m cvkit render ada {closed}"
    run = subprocess.run(
        ["bash", "-c", command], cwd=project, env=environment, capture_output=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert made(project).startswith(b"%PDF")


def test_a_locale_without_unicode_does_no_harm(project, environment):
    (project / "people" / "ada.yaml").write_text("nom: 李\n", "utf-8")
    ascii_only = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    run = cvkit("validate", "ada", cwd=project, env={**environment, **ascii_only})
    assert run.returncode == 1
    assert 'unknown field "nom"' in sound(run)
    (project / "people" / "ada.yaml").rename(project / "people" / "李.yaml")
    (project / "people" / "李.yaml").write_text(CV)
    run = cvkit("validate", cwd=project, env={**environment, **ascii_only})
    assert run.returncode == 0, sound(run)


# Names


@pytest.mark.parametrize("name", ["a\nb", "\x1b[31m", "..", "."])
def test_what_cannot_name_a_file_is_wrong_usage(name, project, environment):
    run = cvkit("new", name, cwd=project, env=environment)
    assert run.returncode == 2
    assert "is not a valid file name" in sound(run)
    assert "\x1b" not in run.stderr.decode()


def test_a_locale_is_no_path(project, environment):
    run = cvkit("render", "ada", "--locale", "../../x", cwd=project, env=environment)
    assert run.returncode == 2
    assert 'there is no language "../../x"' in sound(run)


def test_a_message_does_not_steer_the_terminal(project, environment):
    (project / "people" / "ada.yaml").write_text('"\\e]0;owned\\a": 1\n')
    run = cvkit("validate", "ada", cwd=project, env=environment)
    assert run.returncode == 1
    assert "\x1b" not in sound(run)
    assert r"\x1b]0;owned\x07" in run.stderr.decode()


def test_memory_is_limited(project, environment):
    code = (
        "from cvkit.apps.cli import docs, main\n"
        "docs.docs.callback = lambda **_: bytearray(5_000_000_000)\n"
        "import sys; sys.argv = ['cvkit', 'docs']; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=project, env=environment, capture_output=True, check=False
    )
    assert run.returncode == 1
    assert "the limit is 4096 MB" in sound(run)
