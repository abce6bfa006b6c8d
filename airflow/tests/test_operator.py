"""The operator on a real Docker Engine, with the image cti_etl. Airflow's own classes where it is installed, else stand-ins."""

from __future__ import annotations

import json
import os
import pathlib
import socket
import sys
import tempfile
import threading
import time
import types
import unittest

TESTS = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(TESTS), str(TESTS.parent / "dags")]

import docker  # noqa: E402
import stand_ins  # noqa: E402

STOOD_IN = stand_ins.install()

import cti_airflow.operator as operator_module  # noqa: E402
from airflow.providers.docker.exceptions import DockerContainerFailedSkipException  # noqa: E402
from airflow.sdk.exceptions import AirflowException, AirflowFailException  # noqa: E402
from cti_airflow.operator import CtiDockerOperator  # noqa: E402

SAMPLES = TESTS.parents[1] / "cti" / "samples"
SECRET = "planted-secret-Zx81"
SETTINGS = {"secret_key": SECRET, "access_key": "AKIAPLANTED", "region": "eu-central-1", "cpus": "2", "mem": "512m", "shm_size": "32m"}
CONTEXT = {"ti": types.SimpleNamespace(dag_id="cti_etl", run_id="manual__1", task_id="docker_load", map_index=-1)}


class OperatorTests(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="cti-airflow-", ignore_cleanup_errors=True)
        self.addCleanup(folder.cleanup)
        self.data = pathlib.Path(folder.name)
        self.data.chmod(0o777)
        self.engine = docker.from_env()
        self.addCleanup(self.engine.close)
        self.settings = dict(SETTINGS)
        original = operator_module.Variable.get
        self.addCleanup(setattr, operator_module.Variable, "get", original)
        operator_module.Variable.get = lambda key, default=None: json.dumps(self.settings) if key == "job_secret" else default

    def operator(self, *arguments: str) -> CtiDockerOperator:
        mounts = [{"target": "/data", "source": str(self.data), "type": "bind"}, {"target": "/samples", "source": str(SAMPLES), "type": "bind", "read_only": True}]
        return CtiDockerOperator(task_id="t", image="cti_etl", arguments=list(arguments), mounts=mounts)

    def run_operator(self, *arguments: str):
        made = self.operator(*arguments)
        made.environment = {}
        try:
            return made.execute(CONTEXT)
        finally:
            self.assertEqual(self.left(), [], "the container is removed")

    def left(self) -> list[str]:
        return [c.short_id for c in self.engine.containers.list(all=True, filters={"label": "cti.task"})]

    def extract(self, *more: str):
        return self.run_operator("extract-transform", "--dataset", "events", "--month", "2021-04", "--input", "/samples/events", "--output", "/data/out", *more)

    def test_the_result_is_returned_and_hands_over_the_manifest(self) -> None:
        result = self.extract("")
        self.assertEqual(result["counts"]["read"], 1733)
        load = self.run_operator("load", "--dataset", "events", "--input", result["manifest"], "--warehouse", "duckdb:/data/w.duckdb")
        self.assertEqual(load["load"][0]["inserted"], result["counts"]["written"])

    def test_exit_2_3_and_4_fail_without_a_retry_and_say_why(self) -> None:
        with self.assertRaisesRegex(AirflowFailException, "exit code 2 .*--warehouse"):
            self.run_operator("load", "--dataset", "events")
        (self.data / "events.csv").write_text("id,timestamp,email,country,ip,uri,action,tags\n" + "x,2021-04-01,a@b.c,p,192.0.2.1,u,v,[]\n" * 1000)
        with self.assertRaisesRegex(AirflowFailException, "exit code 3 .*rejected"):
            self.run_operator("extract-transform", "--dataset", "events", "--input", "/data/events.csv", "--output", "/data/out")
        self.run_operator("run", "--dataset", "interactions", "--input", "/samples/interactions", "--output", "/data/out", "--warehouse", "duckdb:/data/w.duckdb")
        manifest = self.extract()["manifest"]
        self.settings["table"] = "interactions"
        with self.assertRaisesRegex(AirflowFailException, "exit code 4 "):
            self.run_operator("load", "--dataset", "events", "--input", manifest, "--warehouse", "duckdb:/data/w.duckdb")

    def test_exit_75_may_be_tried_again_and_99_skips(self) -> None:
        missing = ("extract-transform", "--dataset", "events", "--input", "/data/none.csv", "--output", "/data/out", "--if-missing")
        with self.assertRaisesRegex(AirflowException, "exit code 75") as caught:
            self.run_operator(*missing, "retry")
        self.assertNotIsInstance(caught.exception, AirflowFailException)
        with self.assertRaises(DockerContainerFailedSkipException):
            self.run_operator(*missing, "skip")

    def test_an_unusable_variable_fails_without_quoting_it(self) -> None:
        self.settings["mem"] = SECRET
        with self.assertRaises(AirflowFailException) as caught:
            self.run_operator("load")
        self.assertNotIn(SECRET, str(caught.exception))

    def test_no_secret_is_in_a_template_field_the_log_or_the_command_line(self) -> None:
        made = self.operator("load", "--dataset", "events")
        made.environment = {}
        with self.assertLogs(made.log.name if STOOD_IN else None, "DEBUG") as log, self.assertRaises(AirflowFailException):
            made.execute(CONTEXT)
        shown = json.dumps([getattr(made, field) for field in made.template_fields], default=str)
        for text in (shown, "\n".join(log.output)):
            self.assertNotIn(SECRET, text)
            self.assertNotIn("AKIAPLANTED", text)
        if STOOD_IN:
            self.assertIn(SECRET, stand_ins.masked)

    def test_limits_and_settings_reach_the_container_and_a_kill_removes_it(self) -> None:
        with self.hanging() as (made, thread):
            container = self.engine.containers.list(filters={"label": "cti.task=cti_etl/manual__1/docker_load/-1"})[0]
            host, config = container.attrs["HostConfig"], container.attrs["Config"]
            self.assertEqual((host["Memory"], host["CpuShares"], host["ShmSize"]), (512 << 20, 2048, 32 << 20))
            self.assertIn(f"CTI_SETTINGS={json.dumps(self.settings)}", config["Env"])
            self.assertNotIn(SECRET, json.dumps(config["Cmd"]))
            self.assertFalse(any(m["Destination"] == "/tmp/airflow" for m in container.attrs["Mounts"]))
            began = time.monotonic()
            made.on_kill()
            self.assertLess(time.monotonic() - began, 10)
            thread.join(10)
            self.assertEqual(self.left(), [])

    def test_a_container_killed_from_outside_is_explained_by_memory(self) -> None:
        with self.hanging() as (made, thread):
            self.engine.containers.list(filters={"label": "cti.task"})[0].kill()
            thread.join(10)
        self.assertIsInstance(thread.failure, AirflowException)
        self.assertNotIsInstance(thread.failure, AirflowFailException)
        self.assertIn("memory limit of 536870912", str(thread.failure))
        self.assertEqual(self.left(), [])

    def test_what_a_killed_worker_left_is_ended_by_the_next_try(self) -> None:
        with self.hanging() as (_, thread):
            with self.assertRaises(AirflowFailException):
                self.run_operator("load", "--dataset", "events")
            thread.join(15)
            self.assertFalse(thread.is_alive())

    def hanging(self) -> Hanging:
        return Hanging(self)


class Hanging:
    """A container that waits for a store which never answers, run by an operator in a thread."""

    def __init__(self, test: OperatorTests) -> None:
        self.test = test

    def __enter__(self):
        self.server = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.test.settings["endpoint_url"] = f"http://127.0.0.1:{self.server.getsockname()[1]}"
        self.made = self.test.operator("extract-transform", "--dataset", "events", "--input", "s3://nobody/events/", "--output", "/data/out")
        self.made.environment, self.made.network_mode = {}, "host"
        self.thread = threading.Thread(target=self.execute)
        self.thread.failure = None
        self.thread.start()
        self.server.settimeout(30)
        self.connection, _ = self.server.accept()
        return self.made, self.thread

    def execute(self) -> None:
        try:
            self.made.execute(CONTEXT)
        except Exception as failure:
            self.thread.failure = failure

    def __exit__(self, *_: object) -> None:
        self.connection.close()
        self.server.close()
        if self.thread.is_alive():
            self.made.on_kill()
        self.thread.join(30)


if __name__ == "__main__":
    os.environ.setdefault("AIRFLOW__CORE__UNIT_TEST_MODE", "True")
    unittest.main()
