"""The contract that every runner relies on: exit codes, one result line, the merged log."""

from __future__ import annotations

import unittest

from engine import Bench

RUN_SAMPLES = ("run", "--dataset", "events", "--month", "2021-04", "--input", "/samples/events", "--spill-dir", "/spill")


class ContractTests(unittest.TestCase):
    def setUp(self) -> None:
        self.bench = Bench()
        self.addCleanup(self.bench.close)

    def expect(self, ended, code: int, status: str) -> dict:
        self.assertEqual(ended.code, code, "\n".join(ended.merged))
        self.assertEqual(ended.result["status"], status)
        self.assertEqual(len(ended.output.splitlines()), 1, "one line on standard output")
        if status != "ok":
            self.assertTrue(ended.cause.startswith("cti: "), ended.cause)
        return ended.result

    def test_load_without_options_is_a_usage_failure_that_names_all_of_them(self) -> None:
        result = self.expect(self.bench.run("load"), 2, "failed")
        for option in ("--dataset", "--input", "--warehouse"):
            self.assertIn(option, result["error"]["message"])

    def test_unknown_verb_is_a_usage_failure(self) -> None:
        self.assertEqual(self.bench.run("lode").code, 2)

    def test_the_sample_month_runs_and_runs_again_to_the_same(self) -> None:
        first = self.expect(self.bench.run(*RUN_SAMPLES), 0, "ok")
        self.assertEqual(first["counts"]["read"], 1733)
        self.assertEqual(first["load"][0]["inserted"], first["counts"]["written"])
        second = self.expect(self.bench.run(*RUN_SAMPLES), 0, "ok")
        self.assertTrue(second["reused"])
        self.assertTrue(second["load"][0]["already_loaded"])

    def test_extract_and_load_meet_at_the_manifest(self) -> None:
        extract = self.expect(self.bench.run("extract-transform", "--dataset", "events", "--month", "2021-04", "--input", "/samples/events", "--output", "/data/out"), 0, "ok")
        load = self.expect(self.bench.run("load", "--dataset", "events", "--input", extract["manifest"], "--warehouse", "duckdb:/data/w.duckdb"), 0, "ok")
        self.assertEqual(load["load"][0]["staged"], extract["counts"]["written"])
        query = self.bench.run("query", "number-of-events", "--warehouse", "duckdb:/data/w.duckdb", "--format", "json")
        self.assertEqual(query.code, 0, query.errors)
        self.assertIn(str(extract["counts"]["written"]), query.output)

    def test_too_many_rejects_exit_3_without_a_manifest(self) -> None:
        (self.bench.path / "events.csv").write_text(
            "id,timestamp,email,country,ip,uri,action,tags\n" + "x,2021-04-01,a@b.c,p,192.0.2.1,u,v,[]\n" * 1000, encoding="utf-8")
        self.expect(self.bench.run("extract-transform", "--dataset", "events", "--input", "/data/events.csv", "--output", "/data/out"), 3, "refused")
        self.assertEqual(self.bench.files("manifest.json"), [])
        self.assertEqual(len(self.bench.files("_failed.json")), 1)

    def test_a_table_of_other_columns_exits_4(self) -> None:
        self.expect(self.bench.run("run", "--dataset", "interactions", "--input", "/samples/interactions", "--output", "/data/out", "--warehouse", "duckdb:/data/w.duckdb"), 0, "ok")
        extract = self.expect(self.bench.run("extract-transform", "--dataset", "events", "--month", "2021-04", "--input", "/samples/events", "--output", "/data/out"), 0, "ok")
        load = self.bench.run("load", "--dataset", "events", "--input", extract["manifest"], "--warehouse", "duckdb:/data/w.duckdb", options=("--env", "CTI_TABLE=interactions"))
        self.expect(load, 4, "refused")

    def test_a_missing_input_ends_as_asked(self) -> None:
        for asked, code, status in (("fail", 2, "failed"), ("retry", 75, "failed"), ("skip", 99, "skipped")):
            with self.subTest(asked):
                self.expect(self.bench.run("extract-transform", "--dataset", "events", "--input", "/data/none.csv", "--output", "/data/out", "--if-missing", asked), code, status)

    def test_an_unreachable_store_exits_75(self) -> None:
        ended = self.bench.run("extract-transform", "--dataset", "events", "--input", "s3://nobody/events.csv", "--output", "/data/out",
                               options=("--env", "AWS_ENDPOINT_URL_S3=http://127.0.0.1:9", "--env", "AWS_REGION=eu-central-1",
                                        "--env", "CTI_ACCESS_KEY=AKIAPLANTED", "--env", "CTI_SECRET_KEY=planted-secret-Zx81"))
        self.expect(ended, 75, "failed")
        self.assertNotIn("planted-secret", "\n".join(ended.merged))

    def test_settings_come_as_the_variable_holds_them_and_secrets_are_never_said(self) -> None:
        ended = self.bench.run("extract-transform", "--dataset", "events", "--input", "/samples/events", "--output", "/data/out",
                               options=("--env", 'CTI_SETTINGS={"secret_key":"planted-secret-Zx81","cpus":"many"}'))
        self.expect(ended, 2, "failed")
        self.assertIn("cpus", "\n".join(ended.merged))
        self.assertNotIn("planted-secret", "\n".join(ended.merged))

    def test_the_merged_log_holds_the_result_and_no_carriage_returns(self) -> None:
        # The engine copies the two streams apart, so on a busy machine it may put one line before another that was written first: not thrice.
        behind = []
        for _ in range(3):
            ended = self.bench.run(*RUN_SAMPLES)
            self.assertEqual(ended.result["verb"], "run")
            self.assertNotIn("\r", ended.errors)
            self.assertNotIn("\x1b", ended.errors)
            behind.append(len(ended.merged) - ended.merged.index(ended.output.strip()))
        self.assertLessEqual(min(behind), 2, "the result is last, or the cause after it")


if __name__ == "__main__":
    unittest.main()
