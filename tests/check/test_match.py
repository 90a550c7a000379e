"""``cvkit match``: the words of a job advertisement in a CV."""

from __future__ import annotations

import pytest
from command import cvkit

from cvkit.check.match import as_text, match

CV = """\
name: Ada
headline: Storage engineer
variants:
  short: {without: [detail]}
sections:
  - kind: experience
    entries:
      - organization: Acme
        highlights:
          - Built C++ services, and
            tuned databases
          - text: Ran Kubernetes
            tags: [detail]
  - kind: skills
    entries:
      - name: Methods
        keywords: [object storage, SQL]
"""
AD = """\
We are looking for a Storage Engineer with experience in C++ and Terraform.
You will run database services on Kubernetes, with object storage.
"""


@pytest.fixture
def found(tmp_path):
    path = tmp_path / "ada.yaml"
    path.write_text(CV)
    return match(path, tmp_path / "job.txt", AD)


def test_words_are_found_with_their_lines(found):
    lines = {term.word: (term.ad, term.cv) for term in found.found}
    assert lines["C++"] == ((1,), (10,))
    assert lines["Kubernetes"] == ((2,), (12,))
    assert lines["database"] == ((2,), (11,))
    assert lines["Storage"] == ((1, 2), (2, 17))
    assert "kind" not in lines


def test_what_the_cv_lacks_is_listed_and_common_words_are_not(found):
    missing = [term.word for term in found.missing]
    assert "Terraform" in missing
    assert not {"We", "You", "experience", "looking", "with"} & set(missing)


def test_skills_of_several_words_and_variants(found):
    assert [(term.word, term.ad) for term in found.phrases] == [("object storage", (2,))]
    assert found.variants == {"full": len(found.found), "short": len(found.found) - 1}


def test_the_report_says_what_it_cannot_do(found):
    text = "\n".join(as_text(found))
    assert f"{len(found.found)} of {found.total} words" in text
    assert "Other words for the same thing are not found" in text


def test_the_language_of_the_cv_is_chosen(tmp_path):
    path = tmp_path / "ada.yaml"
    path.write_text("headline: {en: Nurse, de: Krankenpfleger}\n")
    german = "Krankenpfleger gesucht"
    assert not match(path, path, german).found
    assert [term.word for term in match(path, path, german, "de").found] == ["Krankenpfleger"]


def test_the_command(tmp_path):
    (tmp_path / "ada.yaml").write_text(CV)
    (tmp_path / "job.txt").write_text(AD)
    run = cvkit("match", "ada.yaml", "job.txt", cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert "Terraform" in run.stdout
    for arguments in (("ada.yaml", "none.txt"), ("none.yaml", "job.txt")):
        run = cvkit("match", *arguments, cwd=tmp_path)
        assert run.returncode in (1, 2)
        assert "Traceback" not in run.stderr
