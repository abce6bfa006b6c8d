"""That the checks of .ci/validate can fail: each is given what it is there to find."""

from __future__ import annotations

import os
import pathlib
import subprocess
import tempfile
import unittest

CI = pathlib.Path(__file__).resolve().parents[1]
ROOT = CI.parent


def run(*command: str, **environment: str) -> subprocess.CompletedProcess:
    """Runs a command in the project's folder; its two streams come as one text."""
    return subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False, env={**os.environ, **environment})


class PlantedTests(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def planted(self, file: str, *mistakes: tuple[str, str]) -> list[str]:
        """Copies of a file, each with one mistake."""
        text = (ROOT / file).read_text(encoding="utf-8")
        paths = []
        for right, wrong in mistakes:
            self.assertIn(right, text)
            paths.append(self.folder / f"{len(list(self.folder.iterdir()))}{pathlib.Path(file).suffix}")
            paths[-1].write_text(text.replace(right, wrong, 1), encoding="utf-8")
        return [str(path) for path in paths]

    def assert_found(self, done: subprocess.CompletedProcess, *said: str) -> None:
        self.assertNotEqual(done.returncode, 0)
        for text in said:
            self.assertIn(text, done.stdout)

    def test_manifests_with_mistakes_are_found(self) -> None:
        files = self.planted(
            "cti/infra/kubernetes/shards/extract.yaml",
            ("containerName: cti", "contanierName: cti"), ("completions: 4", 'completions: "4"'), ("kind: Job", "kind: Jub"), ("batch/v1", "batch/v9"),
            ("  parallelism: 4", "  parallelism: 4\n  parallelism: 5"), ("- action: Ignore", "- axtion: Ignore"),
        )
        done = run("node", ".ci/validators/manifests.mjs", *files)
        self.assert_found(done, '"contanierName"', '"completions": "4"', "'Jub'", "batch/v9", "must be unique", '"axtion"')

    def test_workflows_with_mistakes_are_found(self) -> None:
        files = self.planted(".github/workflows/deliver.yml", ("needs: test", "needs: tests"), ("runs-on", "run-on"), ("steps.about", "steps.abuot"))
        self.assert_found(run("node", ".ci/validators/workflows.mjs", *files), '"tests"', '"run-on"', '"abuot"')

    def test_a_service_without_a_health_check_is_found(self) -> None:
        file = self.planted("airflow/docker-compose.yml", ('test: ["CMD", "test", "-f", "/tmp/filled"]', "retries: 3"))
        self.assert_found(run("node", ".ci/validators/compose.mjs", *file), "local-init")
        file = self.planted("airflow/docker-compose.yml", ("redis:7.2.7-bookworm", "redis:latest"))
        self.assert_found(run("node", ".ci/validators/compose.mjs", *file), "redis:latest")

    def test_no_files_at_all_are_a_mistake(self) -> None:
        for check in ("manifests", "workflows"):
            self.assertNotEqual(run("node", f".ci/validators/{check}.mjs").returncode, 0, check)


if __name__ == "__main__":
    unittest.main()
