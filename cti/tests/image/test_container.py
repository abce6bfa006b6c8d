"""What the container around the program allows and takes: users, file systems, limits, signals."""

from __future__ import annotations

import datetime
import json
import re
import time
import unittest

import layers
from engine import IMAGE, Bench, Container, docker

RUN_SAMPLES = ("run", "--dataset", "events", "--month", "2021-04", "--input", "/samples/events", "--spill-dir", "/spill")
ALLOWED = (
    r"app/(cti|libduckdb\.so|LICENSE|libduckdb\.LICENSE)",
    r"usr/local/bin/cti",
)
"""Files of the image beyond its base: the program, its warehouse engine, licences, and the link that finds the program."""


class ImageTests(unittest.TestCase):
    """The image as it is."""

    def setUp(self) -> None:
        self.image = json.loads(docker("image", "inspect", IMAGE).stdout)[0]

    def test_it_is_smaller_than_220_megabytes(self) -> None:
        self.assertLess(self.image["Size"], 220_000_000)

    def test_entrypoint_user_and_labels_are_what_runners_need(self) -> None:
        config = self.image["Config"]
        self.assertEqual(config["Entrypoint"], ["cti"])
        self.assertRegex(config["User"], r"^[1-9][0-9]*(:[0-9]+)?$")
        self.assertIsNone(config.get("Healthcheck"))
        for label in ("title", "description", "version", "revision", "created", "licenses", "source"):
            self.assertTrue(config["Labels"].get(f"org.opencontainers.image.{label}"), label)

    def test_there_is_no_shell(self) -> None:
        for shell in ("sh", "bash", "/bin/sh"):
            self.assertNotEqual(docker("run", "--rm", "--entrypoint", shell, IMAGE, "-c", "true", check=False).returncode, 0)

    def test_neither_history_nor_environment_holds_a_secret(self) -> None:
        history = docker("history", "--no-trunc", "--format", "{{.CreatedBy}}", IMAGE).stdout
        self.assertNotRegex(history, r"(?i)(secret|password|token|access_key)\s*=")
        self.assertEqual([v for v in self.image["Config"]["Env"] if re.search("(?i)secret|password|token|key", v)], [])


    def test_its_layers_hold_what_is_named_here_and_nothing_else(self) -> None:
        # A list of what may be there finds what nobody thought of: settings, keys, sources, packages' caches.
        beyond = [name for name in layers.files_beyond(IMAGE, layers.base()) if not any(re.fullmatch(pattern, name) for pattern in ALLOWED)]
        self.assertEqual(beyond, [])


class SimulatorTests(unittest.TestCase):
    """The second target."""

    def test_the_simulator_starts_without_root_and_says_what_it_needs(self) -> None:
        ended = docker("run", "--rm", "--read-only", "--tmpfs", "/tmp", "cti_simulator", check=False)
        self.assertEqual(ended.returncode, 2, ended.stderr)
        self.assertIn("CTI_SIMULATOR_POSTGRES", ended.stderr)
        self.assertRegex(docker("image", "inspect", "--format", "{{.Config.User}}", "cti_simulator").stdout, "^[1-9]")


class LimitTests(unittest.TestCase):
    """Runs under the limits that orchestrators set."""

    def setUp(self) -> None:
        self.bench = Bench()
        self.addCleanup(self.bench.close)

    def test_memory_and_threads_come_from_the_containers_limits(self) -> None:
        ended = self.bench.run(*RUN_SAMPLES, options=("--memory", "256m", "--cpus", "1"))
        self.assertEqual(ended.code, 0, ended.errors)
        self.assertRegex(ended.errors, r"memory 201 MB, 1 threads, scratch space /spill")

    def test_cpus_of_the_settings_beat_the_limit(self) -> None:
        ended = self.bench.run(*RUN_SAMPLES, options=("--memory", "300m", "--env", 'CTI_SETTINGS={"cpus":3}'))
        self.assertEqual(ended.code, 0, ended.errors)
        self.assertRegex(ended.errors, r"memory 235 MB, 3 threads")

    def test_a_month_of_half_a_million_rows_fits_into_256_megabytes(self) -> None:
        self.bench.write_events("events.csv", 500_000)
        ended = self.bench.run("run", "--dataset", "events", "--input", "/data/events.csv", "--spill-dir", "/spill",
                               options=("--memory", "256m", "--memory-swap", "256m", "--cpus", "1", "--read-only"))
        self.assertEqual(ended.code, 0, ended.errors)
        self.assertEqual(ended.result["counts"]["written"], 500_000)

    def test_a_read_only_root_file_system_is_enough(self) -> None:
        ended = self.bench.run(*RUN_SAMPLES, options=("--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"))
        self.assertEqual(ended.code, 0, ended.errors)

    def test_without_a_writable_folder_it_says_which_one_it_needs(self) -> None:
        ended = self.bench.run("extract-transform", "--dataset", "events", "--input", "/samples/events", "--output", "/data/out", options=("--read-only",))
        self.assertEqual(ended.code, 2, ended.errors)
        self.assertIn("--spill-dir", ended.cause)

    def test_another_user_may_run_it(self) -> None:
        for user in ("12345", "12345:0"):
            with self.subTest(user):
                ended = self.bench.run(*RUN_SAMPLES, "--output", f"/data/{user.replace(':', '-')}", "--warehouse", f"duckdb:/data/{user.replace(':', '-')}.duckdb", options=("--user", user, "--read-only"))
                self.assertEqual(ended.code, 0, ended.errors)

    def test_the_first_log_line_comes_within_300_milliseconds(self) -> None:
        delays = []
        for _ in range(8):
            with Container(*RUN_SAMPLES, options=self.bench.mounts) as container:
                container.wait()
                started = container.inspect("{{.State.StartedAt}}")
                first = docker("logs", "--timestamps", container.id).stderr.split(" ", 1)[0]
                delays.append((moment(first) - moment(started)).total_seconds())
            if min(delays) < 0.3:
                break
        print(f"first log line after {min(delays) * 1000:.0f} ms (best of {len(delays)})")
        self.assertLess(min(delays), 0.3)


class SignalTests(unittest.TestCase):
    """Ends before the work is done."""

    def setUp(self) -> None:
        self.bench = Bench()
        self.addCleanup(self.bench.close)
        self.bench.write_events("events.csv", 1_000_000)

    # A fifth of a core: there is time to end it in the middle.
    def slow_run(self) -> Container:
        container = Container("run", "--dataset", "events", "--input", "/data/events.csv", "--output", "/data/out", "--spill-dir", "/spill",
                              "--warehouse", "duckdb:/data/w.duckdb", options=(*self.bench.mounts, "--cpus", "0.2"))
        container.wait_for_line("extract: ")
        return container

    def quick_run(self):
        return self.bench.run("run", "--dataset", "events", "--input", "/data/events.csv", "--output", "/data/out", "--spill-dir", "/spill", "--warehouse", "duckdb:/data/w.duckdb")

    def test_docker_stop_ends_it_in_time_with_143_and_nothing_half_visible(self) -> None:
        with self.slow_run() as container:
            began = time.monotonic()
            docker("stop", "--time", "10", container.id)
            took = time.monotonic() - began
            ended = container.wait()
        self.assertEqual(ended.code, 143, "\n".join(ended.merged))
        self.assertEqual(ended.result["status"], "failed")
        self.assertLess(took, 10)
        self.assertEqual(self.bench.files("manifest.json"), [])
        self.assertEqual(self.bench.files("*.parquet"), [])
        after = self.quick_run()
        self.assertEqual(after.code, 0, after.errors)
        self.assertEqual(after.result["counts"]["written"], 1_000_000)
        self.assertNotIn("did not end by itself", after.errors)

    def test_a_killed_attempt_is_reported_by_the_next_which_does_the_whole_work(self) -> None:
        with self.slow_run() as container:
            docker("kill", container.id)
            self.assertEqual(container.wait().code, 137)
        self.assertEqual(self.bench.files("manifest.json"), [])
        after = self.quick_run()
        self.assertEqual(after.code, 0, after.errors)
        self.assertIn("did not end by itself", after.errors)
        self.assertEqual(after.result["load"][0]["inserted"], 1_000_000)
        again = self.quick_run()
        self.assertTrue(again.result["reused"])
        self.assertNotIn("did not end by itself", again.errors)


def moment(text: str) -> datetime.datetime:
    """A time as the engine writes it, to the microsecond."""
    return datetime.datetime.fromisoformat(re.sub(r"(\.\d{6})\d*Z$", r"\1+00:00", text))


if __name__ == "__main__":
    unittest.main()
