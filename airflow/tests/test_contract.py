"""What exit codes and lines mean: plain Python, on any machine."""

from __future__ import annotations

import datetime
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "dags"))

from cti_airflow import contract, periods  # noqa: E402
from cti_airflow.contract import Ending  # noqa: E402

RESULT = '{"status":"failed","verb":"load","error":{"stage":"load","kind":"transient","message":"The warehouse is away."}}'


class ContractTests(unittest.TestCase):
    def test_each_exit_code_has_its_ending(self) -> None:
        expected = {0: Ending.DONE, 1: Ending.RETRY, 2: Ending.FAIL, 3: Ending.FAIL, 4: Ending.FAIL, 75: Ending.RETRY, 99: Ending.SKIP,
                    137: Ending.RETRY, 143: Ending.RETRY}
        self.assertEqual({code: contract.ending(code) for code in expected}, expected)

    def test_the_last_result_is_found_wherever_streams_were_merged(self) -> None:
        first = RESULT.replace("load", "run")
        self.assertEqual(contract.last_result([first, "INFO", RESULT, "cti: away", '"status verb"', "{}", "[1]"])["verb"], "load")
        self.assertIsNone(contract.last_result(["INFO", '{"status":1', "7", ""]))

    def test_a_plan_hands_over_its_shards_and_a_shard_is_said_on_the_command_line(self) -> None:
        plan = contract.last_result(["INFO", '{"dataset":"events","objects":1,"bytes":7,"shards":[{"shard":"0/1"}]}', "cti: done"])
        self.assertEqual(contract.handed_over(plan), [{"shard": "0/1"}])
        self.assertEqual(contract.handed_over({"status": "ok", "verb": "load"}), {"status": "ok", "verb": "load"})
        self.assertIsNone(contract.handed_over(None))
        self.assertEqual(contract.command(["run", "", "x"], None), ["run", "x"])
        self.assertEqual(contract.command(["run"], {"shard": "0/1", "bytes": 7}), ["run", "--shard", "0/1"])

    def test_a_failure_is_explained_by_the_programs_own_sentence(self) -> None:
        self.assertIn("transient): The warehouse is away.", contract.explain(75, [RESULT], None))
        self.assertIn("exit code 1", contract.explain(1, [], None))

    def test_137_is_explained_by_memory(self) -> None:
        self.assertIn("1g: raise `mem`", contract.explain(137, ["INFO"], "1g"))

    def test_limits_are_read_as_docker_writes_them(self) -> None:
        self.assertEqual(contract.engine_limits({"cpus": "2", "mem": "512m", "shm_size": "64m"}), (2.0, "536870912", 64 << 20))
        self.assertEqual(contract.engine_limits({"cpus": 0.5, "mem": "1.5g"}), (0.5, "1610612736", None))
        self.assertEqual(contract.engine_limits({}), (1.0, None, None))

    def test_limits_that_are_none_name_the_setting_and_not_its_value(self) -> None:
        for key in ("cpus", "mem", "shm_size"):
            with self.subTest(key), self.assertRaisesRegex(ValueError, key) as caught:
                contract.engine_limits({key: "s3cret"})
            self.assertNotIn("s3cret", str(caught.exception))

    def test_the_skip_code_is_told_as_a_number_and_remembers_what_it_was_asked(self) -> None:
        code = contract.SkipCode()
        self.assertEqual((99 in code, 75 in code, code.seen, f"exit code {code}"), (True, False, 75, "exit code 99"))

    def test_months_are_those_before_and_keys_tell_the_moment(self) -> None:
        moment = datetime.datetime(2021, 5, 2, 0, 30, tzinfo=datetime.timezone.utc)
        events = {"dataset": "events", "month": None, "input": None}
        self.assertEqual(periods.month_of(events, moment), "2021-04")
        self.assertEqual(periods.month_of({**events, "month": "2020-12"}, moment), "2020-12")
        self.assertEqual(periods.source_of("s3://raw", events, moment), "s3://raw/2021/04/")
        self.assertEqual(periods.source_of("s3://raw", {**events, "dataset": "key-data"}, moment), "s3://raw/key-data/")
        self.assertEqual(periods.source_of("s3://raw", {**events, "input": "s3://b/x"}, moment), "s3://b/x")
        self.assertEqual(periods.run_key("customers", moment), "customers-20210502T003000")
        self.assertEqual(periods.month_of(events, datetime.datetime(2021, 1, 31)), "2020-12")


if __name__ == "__main__":
    unittest.main()
