"""Every DAG: that it imports, its tasks, order, schedule, codes, and that no template shows a secret.

Where Airflow is installed its own DagBag imports them; else stand-ins of its classes do, and the templates are rendered as well.
"""

from __future__ import annotations

import datetime
import importlib.util
import pathlib
import re
import sys
import types
import unittest
import unittest.mock

TESTS = pathlib.Path(__file__).resolve().parent
DAGS = TESTS.parent / "dags"
sys.path[:0] = [str(TESTS), str(DAGS)]

import stand_ins  # noqa: E402

STOOD_IN = stand_ins.install()
MOMENT = datetime.datetime(2021, 5, 2, 3, 0, tzinfo=datetime.timezone.utc)
SCHEDULES = {
    "cti_etl": "0 3 2 * *",
    "cti_interactions": "@daily",
    "cti_key_data": "@daily",
    "cti_queries_events": ["cti://warehouse/events"],
    "cti_queries_interactions": ["cti://warehouse/interactions"],
    "cti_shop": "5 * * * *",
    "cti_web_events": "*/2 * * * *",
}
PAUSED = {"cti_interactions", "cti_key_data"}


def load_dags() -> dict:
    """All DAGs by id."""
    if not STOOD_IN:
        try:
            from airflow.dag_processing.dagbag import DagBag
        except ImportError:
            from airflow.models.dagbag import DagBag
        bag = DagBag(str(DAGS), include_examples=False)
        if bag.import_errors:
            raise AssertionError(bag.import_errors)
        return bag.dags
    stand_ins.DAG.known.clear()
    for file in sorted(DAGS.glob("*.py")):
        spec = importlib.util.spec_from_file_location(file.stem, file)
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
    return dict(stand_ins.DAG.known)


class DagTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.dags = load_dags()

    def tasks(self):
        return [(dag, task) for dag in self.dags.values() for task in dag.tasks]

    def test_all_dags_are_there_on_their_schedules(self) -> None:
        self.assertEqual(set(self.dags), set(SCHEDULES))
        if STOOD_IN:
            found = {name: [a.uri for a in dag.schedule] if isinstance(dag.schedule, list) else dag.schedule for name, dag in self.dags.items()}
            self.assertEqual(found, SCHEDULES)
        self.assertEqual({name for name, dag in self.dags.items() if dag.is_paused_upon_creation}, PAUSED)

    def test_runs_of_a_dag_neither_overlap_nor_catch_up(self) -> None:
        for dag in self.dags.values():
            self.assertEqual((dag.max_active_runs, dag.catchup), (1, False), dag.dag_id)

    def test_the_main_dag_is_two_tasks_one_after_the_other(self) -> None:
        dag = self.dags["cti_etl"]
        self.assertEqual(set(dag.task_dict), {"docker_extract_transform", "docker_load"})
        self.assertEqual(dag.task_dict["docker_load"].upstream_task_ids, {"docker_extract_transform"})
        self.assertEqual([a.uri for a in dag.task_dict["docker_load"].outlets], ["cti://warehouse/events"])

    def test_the_shop_goes_from_products_to_customers_to_transactions(self) -> None:
        tasks = self.dags["cti_shop"].task_dict
        for earlier, later in (("products", "customers"), ("customers", "transactions")):
            self.assertEqual(tasks[f"{later}.docker_extract_transform"].upstream_task_ids, {f"{earlier}.docker_load"})
            self.assertEqual(str(getattr(tasks[f"{later}.docker_extract_transform"].trigger_rule, "value", tasks[f"{later}.docker_extract_transform"].trigger_rule)), "none_failed")
            self.assertEqual(tasks[f"{later}.docker_load"].upstream_task_ids, {f"{later}.docker_extract_transform"})

    def test_each_task_skips_on_99_only_removes_its_container_and_may_be_tried_again(self) -> None:
        for dag, task in self.tasks():
            with self.subTest(f"{dag.dag_id}.{task.task_id}"):
                self.assertEqual([code for code in (0, 1, 2, 3, 4, 75, 99, 137, 143) if code in task.skip_on_exit_code], [99])
                self.assertEqual((task.auto_remove, task.mount_tmp_dir), ("force", False))
                self.assertGreaterEqual(task.retries, 1)

    def test_no_template_field_names_a_secret(self) -> None:
        for dag, task in self.tasks():
            shown = " ".join(str(getattr(task, field, "")) for field in task.template_fields)
            self.assertIsNone(re.search(r"(?i)job_secret|secret_key|access_key|password|pepper|var\.|conn\.", shown), f"{dag.dag_id}.{task.task_id}: {shown}")

    @unittest.skipUnless(STOOD_IN, "Airflow is installed: its own tasks render when they run")
    def test_the_main_dag_renders_to_the_month_before(self) -> None:
        first, second = self.rendered("cti_etl")
        self.assertEqual([a for a in first if a], ["extract-transform", "--dataset", "events", "--input", "s3://cti-raw/2021/04/", "--output", "s3://cti-stage", "--month=2021-04"])
        self.assertEqual([a for a in second if a], ["load", "--dataset", "events", "--input", "s3://cti-stage/_runs/k/manifest.json", "--warehouse", "redshift", "--mode", "merge"])

    @unittest.skipUnless(STOOD_IN, "Airflow is installed: its own tasks render when they run")
    def test_params_choose_dataset_month_input_and_mode(self) -> None:
        first, second = self.rendered("cti_etl", month="2020-12", input="s3://b/x.csv", mode="replace")
        self.assertIn("s3://b/x.csv", first)
        self.assertIn("--month=2020-12", first)
        self.assertIn("--month=2020-12", second)
        first, _ = self.rendered("cti_etl", dataset="key-data")
        self.assertIn("s3://cti-raw/key-data/", first)
        self.assertFalse(any(a.startswith("--month") for a in first))

    @unittest.skipUnless(STOOD_IN, "Airflow is installed: its own tasks render when they run")
    def test_the_shops_hour_is_the_one_before_and_web_events_are_what_is_new(self) -> None:
        first, second, *_ = self.rendered("cti_shop")
        self.assertEqual(first[3:6], ["--input", "s3://cti-raw/date=2021-05-02/hour=02/products.json.gz", "s3://cti-raw/date=2021-05-02/hour=02/products.json"])
        self.assertIn("s3://cti-stage/_runs/k/manifest.json", second)
        first, _ = self.rendered("cti_web_events")
        self.assertEqual(first[3:5], ["--input", "s3://cti-raw/web-data/raw/"])
        self.assertIn("--incremental", first)
        self.assertIn("s3://cti-stage/state/web-events", first)
        self.assertEqual(first[-2:], ["--run-key", "web-events-20210502T030000"])

    @unittest.skipUnless(STOOD_IN, "Airflow is installed: its own tasks render when they run")
    def test_every_template_renders(self) -> None:
        for name in self.dags:
            self.rendered(name)

    @unittest.skipUnless(STOOD_IN, "Airflow is installed: no cluster to run a pod in")
    def test_on_kubernetes_the_same_dags_run_pods_that_end_by_the_same_codes(self) -> None:
        from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

        with unittest.mock.patch.dict("os.environ", {"CTI_RUNNER": "kubernetes"}):
            task = load_dags()["cti_etl"].task_dict["docker_extract_transform"]
        self.assertEqual((type(task).__name__, task.namespace, task.on_finish_action, task.log_pod_spec_on_failure), ("CtiPodOperator", "cti", "delete_pod", False))
        self.assertEqual(task.execute({}), {"status": "ok"})
        for code, failure in ((2, AirflowFailException), (3, AirflowFailException), (4, AirflowFailException),
                                     (75, AirflowException), (137, AirflowException), (99, AirflowSkipException)):
            task.exit_code = code
            with self.subTest(code), self.assertRaises(failure) as caught:
                task.execute({})
            self.assertIs(type(caught.exception), failure)

    def rendered(self, dag_id: str, **params: str) -> list[list[str]]:
        """The command lines of a DAG's tasks in the order they were written."""
        dag = load_dags()[dag_id]
        macros = types.SimpleNamespace(timedelta=datetime.timedelta)
        results = {task.task_id: {"manifest": "s3://cti-stage/_runs/k/manifest.json", "rejects": "s3://cti-stage/_runs/k/rejects/"} for task in dag.tasks}
        context = {
            **dag.user_defined_macros, "macros": macros, "params": {**dag.params, **params}, "dag_run": types.SimpleNamespace(run_after=MOMENT),
            "task_instance": object(), "run_id": "r",
            "ti": types.SimpleNamespace(xcom_pull=lambda task_ids: results[task_ids]),
        }
        for task in dag.tasks:
            task.render(context)
            self.assertEqual(task.environment, {"OPENLINEAGE_PARENT_ID": "", "OPENLINEAGE_ROOT_PARENT_ID": ""})
        return [task.command for task in dag.tasks]


if __name__ == "__main__":
    unittest.main()
