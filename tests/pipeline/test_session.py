"""A warm session: what is not saved is rendered, and the latest request wins."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import CancelledError

import pytest
from pdf import Pdf

from cvkit.pipeline.api import job_of
from cvkit.pipeline.session import Session
from cvkit.system.limits import deadline
from cvkit.typeset.pool import Limits

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "ada.yaml"
    path.write_text("name: Ada Saved\ninclude: part.yaml\n")
    (tmp_path / "part.yaml").write_text("headline: Countess\n")
    return path


def test_text_that_is_not_saved_is_rendered_instead_of_the_file(source):
    part = source.with_name("part.yaml")
    with Session() as session:
        job = job_of(source)
        first = session.update(job, {source: b"name: Ada Unsaved\ninclude: part.yaml\n"}).result()
        second = session.update(job, {part: b"headline: Baroness\n"}).result()
        third = session.update(job).result()
        part.write_text("headline: Princess\n")
        fourth = session.update(job).result()
    texts = [Pdf(update.pdf).text for update in (first, second, third, fourth)]
    assert "Ada Unsaved" in texts[0]
    assert "Countess" in texts[0]
    assert "Ada Saved" in texts[1]
    assert "Baroness" in texts[1]
    assert "Countess" in texts[2]
    assert "Princess" in texts[3]
    assert [len(update.layout.pages) for update in (first, second)] == [1, 1]


def test_what_is_wrong_has_its_line_in_the_unsaved_text(source):
    with Session() as session:
        update = session.update(job_of(source), {source: b"name: Ada\nnickname: A\n"}).result()
        after = session.update(job_of(source)).result()
    assert update.pdf is None
    (problem,) = update.problems
    assert (problem.file, problem.line, problem.code) == (str(source), 2, "unknown-field")
    assert after.error is None


def test_a_later_request_of_the_same_slot_replaces_earlier_ones(source):
    texts = [{source: f"name: Ada {number}\n".encode()} for number in range(8)]
    with Session() as session:
        job = job_of(source)
        futures = [session.update(job, text) for text in texts]
        other = session.update(job, slot="other")
        assert "Ada 7" in Pdf(futures[-1].result().pdf).text
        assert other.result().error is None
    assert all(future.cancelled() for future in futures[:-1])


def test_a_job_that_ends_its_worker_fails_alone(source, monkeypatch):
    from cvkit.typeset import weasyprint

    lay_out = weasyprint._lay_out
    monkeypatch.setattr(
        weasyprint, "_lay_out", lambda d: os._exit(3) if "Deadly" in d.html else lay_out(d)
    )
    with Session(limits=Limits(seconds=30)) as session:
        job = job_of(source)
        bad = session.update(job, {source: b"name: Deadly\n"}).result()
        good = session.update(job).result()
    assert bad.error or bad.pdf  # a new worker does not have the change
    assert good.pdf


def test_closing_cancels_what_is_not_done_and_ends_at_once(source):
    before = threading.active_count()
    session = Session()
    future = session.update(job_of(source))
    session.close()
    with pytest.raises(CancelledError):
        future.result(timeout=5)
    with pytest.raises(RuntimeError):
        session.update(job_of(source))
    with deadline(20, "ending"):
        while threading.active_count() > before:
            time.sleep(0.01)
