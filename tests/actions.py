"""Runs the steps of a composite Action or of a workflow's job as GitHub's runner would."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Runner"]

_EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")
_CONDITION = re.compile(r"([\w.-]+) (==|!=) '(.*)'")


@dataclass
class Runner:
    """A workspace with the files that steps write to; steps with ``uses`` are left out."""

    workspace: Path
    temporary: Path
    action: Path
    values: dict[str, str]
    path: str = os.environ["PATH"]
    environment: dict[str, str] = field(default_factory=dict)
    log: str = ""

    def run(self, steps: list[dict]) -> int:
        """Run steps until one fails; return its exit code, or 0."""
        self.temporary.mkdir(exist_ok=True)
        for step in steps:
            if "run" in step and self._is_wanted(step.get("if", "")):
                done = self._run(step)
                self.log += done.stdout
                if done.returncode:
                    return done.returncode
                self._read_files(step.get("id", ""))
        return 0

    def _is_wanted(self, condition: str) -> bool:
        if not condition:
            return True
        name, operator, value = _CONDITION.fullmatch(condition).groups()
        return (self.values[name] == value) == (operator == "==")

    def _run(self, step: dict) -> subprocess.CompletedProcess[str]:
        given = {name: self._expand(str(value)) for name, value in step.get("env", {}).items()}
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", self._expand(step["run"])],
            cwd=self.workspace,
            env={
                **os.environ,
                **self.environment,
                "PATH": self.path,
                "GITHUB_ACTION_PATH": str(self.action),
                "GITHUB_OUTPUT": str(self.temporary / "output"),
                "GITHUB_PATH": str(self.temporary / "path"),
                "RUNNER_TEMP": str(self.temporary),
                "RUNNER_OS": "Linux",
                "RUNNER_ARCH": "X64",
                **given,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def _expand(self, text: str) -> str:
        return _EXPRESSION.sub(lambda match: self.values[match[1]], text)

    def _read_files(self, step: str) -> None:
        """Take over what a step has written for the next ones, and forget it."""
        for name in ("output", "path"):
            file = self.temporary / name
            lines = file.read_text().splitlines() if file.exists() else []
            file.unlink(missing_ok=True)
            if name == "path":
                self.path = os.pathsep.join([*lines, self.path])
            else:
                pairs = (line.partition("=") for line in lines)
                self.values |= {f"steps.{step}.outputs.{key}": value for key, _, value in pairs}
