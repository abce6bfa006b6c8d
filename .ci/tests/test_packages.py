"""That `.ci/packages` installs on a machine without lists of packages, and says what it could not install. With a stand-in for apt-get."""

from __future__ import annotations

import os
import pathlib
import subprocess
import tempfile
import unittest

PACKAGES = pathlib.Path(__file__).resolve().parents[1] / "packages"


class PackagesTests(unittest.TestCase):
    def packages(self, ci: str, *, fails: int) -> tuple[int, list[str]]:
        """Installs with an apt-get that fails so many times; what it was called with."""
        with tempfile.TemporaryDirectory() as folder:
            calls = pathlib.Path(folder) / "calls"
            for name, script in (("id", "echo 0"), ("apt-get", f'echo "$1" >>{calls}; [ "$1" = update ] || [ "$(grep -c install {calls})" -gt {fails} ]')):
                stub = pathlib.Path(folder) / name
                stub.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
                stub.chmod(0o755)
            environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "CI": ci}
            done = subprocess.run([PACKAGES, "some-package"], env=environment, capture_output=True, timeout=60, check=False)
            return done.returncode, calls.read_text(encoding="utf-8").split()

    def test_lists_of_packages_are_fetched_when_the_first_try_fails(self) -> None:
        self.assertEqual(self.packages("true", fails=0), (0, ["install"]))
        self.assertEqual(self.packages("true", fails=1)[1], ["install", "update", "install"])

    def test_what_cannot_be_installed_is_a_failure_in_ci_and_absent_elsewhere(self) -> None:
        self.assertEqual(self.packages("true", fails=2)[0], 1)
        self.assertEqual(self.packages("", fails=2)[0], 3)


if __name__ == "__main__":
    unittest.main()
