"""The compose file against what the DAGs and its own scripts read."""

from __future__ import annotations

import pathlib
import re
import shlex
import subprocess
import tempfile
import unittest

AIRFLOW = pathlib.Path(__file__).resolve().parents[1]


class ComposeTests(unittest.TestCase):
    compose = (AIRFLOW / "docker-compose.yml").read_text(encoding="utf-8")

    def test_every_variable_that_the_dags_read_is_passed_through(self) -> None:
        sources = " ".join(file.read_text(encoding="utf-8") for file in AIRFLOW.glob("dags/**/*.py"))
        read = set(re.findall(r'(?:environ(?:\.get\(|\[)|_names\()"(CTI_\w+)"', sources))
        self.assertIn("CTI_WAREHOUSE", read)
        self.assertEqual(sorted(name for name in read if not re.search(rf"^    {name}: ", self.compose, re.MULTILINE)), [])

    def test_every_secret_that_is_read_is_made_at_the_first_start(self) -> None:
        made = set(re.search(r"for name in ([\w ]+); do", self.compose)[1].split()) | set(re.findall(r">/secrets/(\w+)", self.compose))
        read = set(re.findall(r"/secrets/(\w+)", self.compose)) | set(re.findall(r'secret\("(\w+)"\)', (AIRFLOW / "local" / "init.py").read_text(encoding="utf-8")))
        self.assertIn("local_pepper", read)
        self.assertEqual(read - made, set())

    def test_what_the_commands_of_airflows_settings_print_is_taken_as_it_is(self) -> None:
        commands = dict(re.findall(r"^    (AIRFLOW__\w+_CMD): (.+)$", self.compose, re.MULTILINE))
        self.assertIn("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_CMD", commands)
        with tempfile.TemporaryDirectory() as secrets:
            for name in re.findall(r"/secrets/(\w+)", " ".join(commands.values())):
                (pathlib.Path(secrets) / name).write_text("s3cret", encoding="utf-8")
            for name, command in commands.items():
                # As Airflow does: split like a shell, run without one, nothing stripped.
                words = shlex.split(command.strip('"').replace("$$", "$").replace("/secrets", secrets))
                printed = subprocess.run(words, check=True, capture_output=True, text=True).stdout
                self.assertRegex(printed, r"\A\S*s3cret\S*\Z", name)


if __name__ == "__main__":
    unittest.main()
