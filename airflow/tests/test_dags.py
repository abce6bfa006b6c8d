"""Every DAG: that it imports, its tasks, order, schedule, codes, and that no template shows a secret.

Where Airflow is installed its own DagBag imports them; else stand-ins of its classes do, and the templates are rendered as well.
"""

from __future__ import annotations

import datetime
import importlib.util
import os
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
    "cti_erase": "0 1 * * *",
    "cti_etl": "0 3 2 * *",
    "cti_etl_shards": None,
    "cti_interactions": "@daily",
    "cti_key_data": "@daily",
    "cti_queries_events": ["cti://warehouse/events"],
    "cti_queries_interactions": ["cti://warehouse/interactions"],
    "cti_shop": "5 * * * *",
    "cti_web_events": "*/2 * * * *",
}
SHARD = {"shard": "1/4", "objects": 1, "bytes": 7, "inputs": ["s3://cti-raw/2021/04/b.csv"]}
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
        return [(dag, task.unmap({"shard": SHARD})) for dag in self.dags.values() for task in dag.tasks]

    def test_all_dags_are_there_on_their_schedules(self) -> None:
        self.assertEqual(set(self.dags), set(SCHEDULES))
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

    def test_shards_go_from_the_plan_over_mapped_tasks_to_one_load(self) -> None:
        dag = self.dags["cti_etl_shards"]
        self.assertEqual({name: set(task.upstream_task_ids) for name, task in dag.task_dict.items()},
                         {"plan": set(), "extract_transform_shard": {"plan"}, "load": {"extract_transform_shard"}})
        self.assertEqual([a.uri for a in dag.task_dict["load"].outlets], ["cti://warehouse/events"])

    @unittest.skipUnless(STOOD_IN, "Airflow is installed: its own tasks render when they run")
    def test_shards_render_to_one_command_but_for_the_shard(self) -> None:
        plan, shard, _ = self.rendered("cti_etl_shards", shards=3)
        self.assertEqual(plan, ["plan", "--dataset", "events", "--input", "s3://cti-raw/2021/04/", "--shards", "3"])
        self.assertEqual(shard, ["extract-transform", "--dataset", "events", "--input", "s3://cti-raw/2021/04/", "--output", "s3://cti-stage", "--month=2021-04"])
        for count in (1, 2, 3):
            with self.subTest(shards=count):
                *_, load = self.rendered("cti_etl_shards", mapped=count)
                self.assertEqual([a for a in load if a][:6], ["load", "--dataset", "events", "--input", "s3://cti-stage/_runs/k/", "--warehouse"])

    @unittest.skipUnless(STOOD_IN, "Airflow is installed: no cluster to run a task in")
    def test_on_ecs_the_same_dags_run_tasks_that_end_by_the_same_codes(self) -> None:
        where = {"CTI_RUNNER": "ecs", "CTI_ECS_SUBNETS": "subnet-a, subnet-b", "CTI_ECS_SECURITY_GROUPS": "sg-a"}
        with unittest.mock.patch.dict("os.environ", where):
            tasks = load_dags()["cti_etl_shards"].task_dict
            plan, task = tasks["plan"], tasks["extract_transform_shard"].unmap({"shard": SHARD})
        self.assertEqual((type(task).__name__, task.launch_type, task.reattach, task.deferrable), ("CtiEcsOperator", "FARGATE", True, False))
        self.assertEqual(task.network_configuration["awsvpcConfiguration"]["subnets"], ["subnet-a", "subnet-b"])
        plan.last_line = '{"dataset":"events","objects":1,"bytes":7,"shards":[{"shard":"0/1","objects":1,"bytes":7,"inputs":["s3://b/k"]}]}'
        self.assertEqual([shard["shard"] for shard in plan.execute({})], ["0/1"])
        task.last_line = '{"status":"ok","verb":"extract-transform","run":"k"}'
        self.assertEqual(task.execute({})["run"], "k")
        self.assertEqual(task.overrides["containerOverrides"][0]["command"][-2:], ["--shard", "1/4"])
        self.assert_endings(task)

    @unittest.skipUnless(STOOD_IN, "Airflow is installed: no cluster to run a task in")
    def test_what_ecs_is_asked_for_is_what_its_model_knows(self) -> None:
        try:
            import botocore.session
            from botocore.validate import ParamValidator
        except ImportError:
            if os.environ.get("CI"):
                raise
            self.skipTest("botocore is not installed")
        with unittest.mock.patch.dict("os.environ", {"CTI_RUNNER": "ecs", "CTI_ECS_SUBNETS": "subnet-a"}):
            task = load_dags()["cti_etl"].task_dict["docker_load"]
        shape = botocore.session.get_session().get_service_model("ecs").operation_model("RunTask").input_shape
        asked = {"cluster": task.cluster, "taskDefinition": task.task_definition, "launchType": task.launch_type,
                 "overrides": task.overrides, "networkConfiguration": task.network_configuration}
        self.assertEqual(ParamValidator().validate(asked, shape).generate_report(), "")

    def test_the_shop_goes_from_products_to_customers_to_transactions(self) -> None:
        tasks = self.dags["cti_shop"].task_dict
        for earlier, later in (("products", "customers"), ("customers", "transactions")):
            self.assertEqual(tasks[f"{later}.docker_extract_transform"].upstream_task_ids, {f"{earlier}.docker_load"})
            self.assertEqual(str(getattr(tasks[f"{later}.docker_extract_transform"].trigger_rule, "value", tasks[f"{later}.docker_extract_transform"].trigger_rule)), "none_failed")
            self.assertEqual(tasks[f"{later}.docker_load"].upstream_task_ids, {f"{later}.docker_extract_transform"})

    def test_the_shop_ends_with_what_waits_whether_or_not_transactions_came(self) -> None:
        tasks = self.dags["cti_shop"].task_dict
        self.assertEqual(tasks["waiting.docker_replay"].upstream_task_ids, {"transactions.docker_load"})
        self.assertEqual(str(getattr(tasks["waiting.docker_replay"].trigger_rule, "value", tasks["waiting.docker_replay"].trigger_rule)), "none_failed")
        self.assertEqual(tasks["waiting.docker_load"].upstream_task_ids, {"waiting.docker_replay"})
        self.assertEqual([a.uri for a in tasks["waiting.docker_load"].outlets], ["cti://warehouse/transactions"])

    def test_erasure_keeps_the_requests_until_its_last_task_which_runs_without_new_ones_too(self) -> None:
        tasks = self.dags["cti_erase"].task_dict
        self.assertEqual(tasks["docker_erase_web_events"].upstream_task_ids, {"docker_load"})
        self.assertEqual(tasks["docker_erase"].upstream_task_ids, {"docker_erase_web_events"})
        for name, keeps in (("docker_erase_web_events", True), ("docker_erase", False)):
            self.assertEqual(str(getattr(tasks[name].trigger_rule, "value", tasks[name].trigger_rule)), "none_failed")
            self.assertEqual("--keep-requests" in tasks[name].command, keeps)

    def test_inputs_move_to_the_archive_after_their_run_but_requests_stay_until_they_are_carried_out(self) -> None:
        def archiving(dags: dict) -> set[str]:
            tasks = [(dag, task.unmap({"shard": SHARD})) for dag in dags.values() for task in dag.tasks]
            return {f"{dag.dag_id}.{task.task_id}" for dag, task in tasks if "--archive" in task.command}

        self.assertEqual(archiving(load_dags()), set(), "nothing is said of an archive")
        with unittest.mock.patch("cti_airflow.pipeline.ARCHIVE", ("--archive", "s3://cti-archive")):
            dags = load_dags()
        self.assertEqual(archiving(dags), {
            "cti_shop.products.docker_extract_transform", "cti_shop.customers.docker_extract_transform", "cti_shop.transactions.docker_extract_transform",
            "cti_web_events.docker_extract_transform", "cti_erase.docker_erase_web_events", "cti_erase.docker_erase",
        })
        command = dags["cti_shop"].task_dict["transactions.docker_extract_transform"].command
        self.assertEqual(command[command.index("--archive") + 1], "s3://cti-archive")

    @unittest.skipUnless(STOOD_IN, "Airflow is installed: its DagBag reads the variables once")
    def test_erasure_asks_the_web_events_own_warehouse_too(self) -> None:
        with unittest.mock.patch("cti_airflow.pipeline.WEB_WAREHOUSE", "glue:cti_web"):
            tasks = load_dags()["cti_erase"].task_dict
        load_dags()
        web = [a for a in tasks["docker_erase_web_warehouse"].command if a]
        self.assertEqual(web[web.index("--warehouse") + 1], "glue:cti_web")
        self.assertEqual(web[web.index("--output") + 1], "s3://cti-stage/web-data/transformed")
        self.assertIn("--keep-requests", web)
        self.assertEqual(tasks["docker_erase_web_warehouse"].upstream_task_ids, {"docker_erase_web_events"})
        self.assertEqual(tasks["docker_erase"].upstream_task_ids, {"docker_erase_web_warehouse"})
        self.assertNotIn("docker_erase_web_warehouse", self.dags["cti_erase"].task_dict)

    def test_each_task_skips_on_99_only_leaves_its_container_to_the_operator_and_may_be_tried_again(self) -> None:
        for dag, task in self.tasks():
            with self.subTest(f"{dag.dag_id}.{task.task_id}"):
                self.assertEqual([code for code in (0, 1, 2, 3, 4, 75, 99, 137, 143) if code in task.skip_on_exit_code], [99])
                self.assertEqual((task.auto_remove, task.mount_tmp_dir), ("never", False))
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

    def test_a_month_without_objects_is_what_the_variable_says(self) -> None:
        self.assertNotIn("--if-missing", self.dags["cti_etl"].task_dict["docker_extract_transform"].command)
        with unittest.mock.patch("cti_airflow.pipeline.MISSING", ("--if-missing", "skip")):
            command = load_dags()["cti_etl"].task_dict["docker_extract_transform"].command
        load_dags()
        self.assertEqual(command[-2:], ["--if-missing", "skip"])

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
    def test_the_shop_and_web_events_take_what_no_run_has_taken(self) -> None:
        first, second, *_ = self.rendered("cti_shop")
        # No hour is named: what an outage or a late object left is there for the next run.
        self.assertEqual([a for a in first if a][:7], ["extract-transform", "--dataset", "products", "--input", "s3://cti-raw/date=*/hour=*/products.json*", "--output", "s3://cti-stage"])
        self.assertEqual(first[first.index("--state") + 1], "s3://cti-stage/state/products")
        self.assertEqual(first[first.index("--run-key") + 1], "products-20210502T030000")
        self.assertIn("--incremental", first)
        self.assertIn("s3://cti-stage/_runs/k/manifest.json", second)
        *_, transactions, load, replay, replayed = self.rendered("cti_shop", skipped=("products.docker_extract_transform",))
        self.assertEqual([a for a in transactions if a][-3:], ["--references", "redshift", "s3://cti-stage/_runs/k/manifest.json"])
        self.assertEqual([a for a in replay if a], ["quarantine", "replay", "s3://cti-stage", "--references", "redshift", "s3://cti-stage/_runs/k/manifest.json", "--run-key", "transactions-waiting-20210502T030000"])
        self.assertEqual(replayed, load)
        first, _ = self.rendered("cti_web_events")
        self.assertEqual(first[3:5], ["--input", "s3://cti-raw/web-data/raw/"])
        self.assertEqual(first[first.index("--output") + 1], "s3://cti-stage/web-data/transformed")
        self.assertIn("--incremental", first)
        self.assertIn("s3://cti-stage/state/web-events", first)
        self.assertEqual(first[-2:], ["--run-key", "web-events-20210502T030000"])

    @unittest.skipUnless(STOOD_IN, "Airflow is installed: its own tasks render when they run")
    def test_every_template_renders(self) -> None:
        for name in self.dags:
            self.rendered(name)

    @unittest.skipUnless(STOOD_IN, "Airflow is installed: no cluster to run a pod in")
    def test_on_kubernetes_the_same_dags_run_pods_that_end_by_the_same_codes(self) -> None:
        with unittest.mock.patch.dict("os.environ", {"CTI_RUNNER": "kubernetes"}):
            task = load_dags()["cti_etl"].task_dict["docker_extract_transform"]
        self.assertEqual((type(task).__name__, task.namespace, task.on_finish_action, task.log_pod_spec_on_failure), ("CtiPodOperator", "cti", "delete_pod", False))
        self.assertEqual(task.execute({}), {"status": "ok"})
        self.assert_endings(task)

    def assert_endings(self, task) -> None:
        from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

        for code, failure in ((2, AirflowFailException), (3, AirflowFailException), (4, AirflowFailException),
                              (75, AirflowException), (137, AirflowException), (99, AirflowSkipException)):
            task.exit_code = code
            with self.subTest(code), self.assertRaises(failure) as caught:
                task.execute({})
            self.assertIs(type(caught.exception), failure)

    def rendered(self, dag_id: str, skipped: tuple[str, ...] = (), mapped: int = 2, **params: str) -> list[list[str]]:
        """The command lines of a DAG's tasks in the order they were written."""
        dag = load_dags()[dag_id]
        macros = types.SimpleNamespace(timedelta=datetime.timedelta)
        result = {"run": "k", "manifest": "s3://cti-stage/_runs/k/manifest.json", "rejects": "s3://cti-stage/_runs/k/rejects/"}
        results = {task.task_id: [result] * (mapped if isinstance(task, stand_ins.MappedOperator) else 1) for task in dag.tasks if task.task_id not in skipped}
        context = {
            **dag.user_defined_macros, "macros": macros, "params": {**dag.params, **params}, "dag_run": types.SimpleNamespace(run_after=MOMENT),
            "task_instance": object(), "run_id": "r",
            "ti": stand_ins.TaskInstance(results),
        }
        tasks = [task.unmap({"shard": SHARD}) for task in dag.tasks]
        for task in tasks:
            task.render(context)
            self.assertEqual(task.environment, {"OPENLINEAGE_PARENT_ID": "", "OPENLINEAGE_ROOT_PARENT_ID": ""})
        return [task.command for task in tasks]


if __name__ == "__main__":
    unittest.main()
