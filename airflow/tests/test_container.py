"""How the operator lets a container end: on an engine that only notes what it is told, as Airflow's own ways to end a task come at any moment."""

from __future__ import annotations

import pathlib
import sys
import types
import unittest

TESTS = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(TESTS), str(TESTS.parent / "dags")]

import stand_ins  # noqa: E402

STOOD_IN = stand_ins.install()

import cti_airflow.operator as operator_module  # noqa: E402
from airflow.sdk.exceptions import AirflowException, AirflowFailException  # noqa: E402
from docker.errors import NotFound  # noqa: E402

CONTEXT = {"ti": types.SimpleNamespace(dag_id="cti_etl", run_id="manual__1", task_id="docker_load", map_index=-1)}


class Timeout(BaseException):
    """As Airflow's, which is no Exception."""


class Engine:
    """One container, and what was done to it."""

    def __init__(self, *, code: int = 0, ends: BaseException | None = None, leftovers: tuple[str, ...] = ()) -> None:
        self.code, self.ends, self.leftovers, self.done = code, ends, leftovers, []

    def create_host_config(self, **_: object) -> dict:
        return {}

    def create_container(self, **_: object) -> dict:
        return {"Id": "new"}

    def containers(self, **_: object) -> list[dict]:
        return [{"Id": one} for one in self.leftovers]

    def start(self, _: str) -> None:
        self.done.append("start")

    def attach(self, **_: object):
        yield b"INFO\n"
        if self.ends:
            raise self.ends

    def wait(self, _: str) -> dict:
        return {"StatusCode": self.code}

    def stop(self, container: str) -> None:
        if f"remove {container}" in self.done:
            raise NotFound("No such container")
        self.done.append(f"stop {container}")

    def remove_container(self, container: str, *, force: bool) -> None:
        self.done.append(f"remove {container}")


@unittest.skipUnless(STOOD_IN, "Airflow is installed: its operator makes a client of its own")
class ContainerTests(unittest.TestCase):
    def operator(self, engine: Engine) -> operator_module.CtiDockerOperator:
        made = operator_module.CtiDockerOperator(task_id="t", image="cti_etl", arguments=["load"])
        vars(made)["cli"] = engine
        return made

    def test_a_timeout_lets_the_container_end_by_itself_before_it_is_removed(self) -> None:
        engine = Engine(ends=Timeout())
        made = self.operator(engine)
        with self.assertRaises(Timeout):
            made.execute(CONTEXT)
        # Airflow calls it after `execute`: what is gone already is no other failure.
        made.on_kill()
        self.assertEqual(engine.done, ["start", "stop new", "remove new"])

    def test_a_kill_stops_the_container_and_its_own_sentence_is_the_failure(self) -> None:
        engine = Engine(code=143)
        made = self.operator(engine)
        made.container = {"Id": "new"}
        made.on_kill()
        self.assertEqual(engine.done, ["stop new"], "execute waits for its end, and asks for its exit code")
        with self.assertRaisesRegex(AirflowException, "exit code 143") as caught:
            made.execute(CONTEXT)
        self.assertNotIsInstance(caught.exception, AirflowFailException)
        self.assertEqual(engine.done[-1], "remove new")

    def test_success_and_failure_remove_the_container(self) -> None:
        for code in (0, 2, 99):
            engine = Engine(code=code)
            try:
                self.operator(engine).execute(CONTEXT)
            except AirflowException:
                self.assertNotEqual(code, 0)
            self.assertEqual(engine.done[-1], "remove new", code)

    def test_an_engine_that_goes_away_hides_no_failure(self) -> None:
        engine = Engine(code=2)
        engine.stop = engine.remove_container = lambda *_, **__: (_ for _ in ()).throw(ConnectionError("away"))
        with self.assertRaises(AirflowFailException):
            self.operator(engine).execute(CONTEXT)

    def test_what_an_earlier_try_left_is_ended_first(self) -> None:
        engine = Engine(leftovers=("old",))
        self.operator(engine).execute(CONTEXT)
        self.assertEqual(engine.done[:3], ["stop old", "remove old", "start"])


if __name__ == "__main__":
    unittest.main()
