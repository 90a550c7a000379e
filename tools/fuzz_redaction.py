"""Write random secrets in random forms into CVs, redact them, and search what is left.

What is neither removed nor reported is a failure. ``make fuzz`` runs it last.

    python tools/fuzz_redaction.py --seconds 30 --seed 1
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from jobs import make_job
from written_forms import SECRETS, Written, decorated, is_left, written

from cvkit.export import EXPORTERS
from cvkit.load.serialize import dump
from cvkit.model import CV
from cvkit.pipeline.work import carry_out
from cvkit.select import Choice, choose
from cvkit.select.traces import HIDDEN

MANY = 200  # CVs of which one is rendered
TEXTS = ("html", "tex", "markdown", "markdown-site", "text", "yaml", "json")


def person(found: Written, sentence: str) -> dict[str, Any]:
    """Return a CV with a secret in its field, and the sentence in other places."""
    entry = {"organization": "Acme", "summary": sentence, "highlights": [sentence]}
    sections = [{"kind": "summary", "text": sentence}, {"kind": "experience", "entries": [entry]}]
    return {"name": "Xaver", found.field: found.value, "sections": sections}


def outcome(found: Written, data: dict[str, Any]) -> str:
    """Return what became of a secret: hidden, reported or missed."""
    chosen = choose(CV.model_validate(data), Choice(redact="blind"))
    summary, experience = chosen.cv.sections
    (entry,) = experience.entries
    texts = (summary.text, entry.summary, entry.highlights[0].text)
    if not any(is_left(found.core, text.replace(HIDDEN, "\0")) for text in texts):
        return "hidden"
    return "reported" if chosen.doubts else "missed"


def left_in_files(found: Written, data: dict[str, Any], folder: Path) -> list[str]:
    """Return the formats in which a secret is left."""
    path = folder / "x.yaml"
    path.write_text(dump(data), "utf-8")
    outputs = [(name, folder / f"x{EXPORTERS[name].suffix}") for name in TEXTS]
    made = carry_out(make_job(path, outputs=outputs, redact="blind"))
    if any(problem.code == "doubtful-redaction" for problem in made.warnings):
        return []
    return [
        path.suffix
        for path, content in made.contents.items()
        if is_left(found.core, content.decode("utf-8").partition("base64,")[0])
    ]


def main() -> int:
    """Run for a time; return 1 if something was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)  # noqa: S311 - no secrets
    counts: Counter[tuple[str, str]] = Counter()
    failures: list[str] = []
    done, end = 0, time.monotonic() + arguments.seconds
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            kind = chance.choice(list(SECRETS))
            found = written(kind, chance)
            data = person(found, decorated(found.form, chance))
            result = outcome(found, data)
            counts[kind, result] += 1
            done += 1
            if done % MANY == 0 and result == "hidden":
                counts["in files", "rendered"] += 1
                left = left_in_files(found, data, Path(folder))
                result = "missed" if left else result
            if result == "missed":
                sentence = str(data["sections"][0]["text"])
                failures.append(f"{kind}: {found.value!r} in {sentence!r}")
    print(f"seed {arguments.seed}: {done} written forms, {len(failures)} missed")
    for (kind, result), number in sorted(counts.items()):
        print(f"  {kind}: {number} {result}")
    for failure in failures[:40]:
        print(f"  missed {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
