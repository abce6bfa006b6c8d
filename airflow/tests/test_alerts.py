"""Who is told of a failure: nobody until named, then by e-mail and PagerDuty."""

from __future__ import annotations

import pathlib
import sys
import types
import unittest
import unittest.mock

TESTS = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(TESTS), str(TESTS.parent / "dags")]

import jinja2  # noqa: E402
from cti_airflow import alerts  # noqa: E402


class Notifier:
    def __init__(self, **arguments: object) -> None:
        self.arguments = arguments


class AlertTests(unittest.TestCase):
    def told(self, **environment: str) -> list:
        modules = {
            "airflow.providers.smtp.notifications.smtp": types.SimpleNamespace(SmtpNotifier=Notifier),
            "airflow.providers.pagerduty.notifications.pagerduty": types.SimpleNamespace(PagerdutyNotifier=Notifier),
        }
        for name in list(modules):
            while name := name.rpartition(".")[0]:
                modules.setdefault(name, sys.modules.get(name, types.ModuleType(name)))
        with unittest.mock.patch.dict("os.environ", environment, clear=True), unittest.mock.patch.dict("sys.modules", modules):
            return alerts.on_failure()

    def test_nobody_is_told_until_somebody_is_named(self) -> None:
        self.assertEqual(self.told(), [])
        self.assertEqual(self.told(CTI_ALERT_EMAIL=" , ", CTI_PAGERDUTY_CONN_ID=" "), [])

    def test_each_address_gets_an_email_that_says_which_task_failed_and_why(self) -> None:
        (email,) = self.told(CTI_ALERT_EMAIL="a@example.com, b@example.com")
        self.assertEqual(email.arguments["to"], ["a@example.com", "b@example.com"])
        self.assertIn("ti.task_id", email.arguments["subject"])
        self.assertIn("exception", email.arguments["html_content"])

    def test_the_email_renders_with_an_exception_and_without_one(self) -> None:
        (email,) = self.told(CTI_ALERT_EMAIL="a@example.com")
        template = jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(email.arguments["html_content"])
        known = {"ti": types.SimpleNamespace(dag_id="cti_etl", task_id="docker_load", log_url="http://log"), "run_id": "r"}
        self.assertEqual(template.render(known, exception=ValueError("a < b")), "<p>cti_etl: docker_load failed, run r</p><p>a &lt; b</p><p>http://log</p>")
        # The scheduler's own callbacks know of none.
        self.assertIn("Airflow lost the task", template.render(known))

    def test_pagerduty_is_told_by_its_connection_once_for_a_task(self) -> None:
        (page,) = self.told(CTI_PAGERDUTY_CONN_ID="pagerduty_events")
        self.assertEqual(page.arguments["pagerduty_events_conn_id"], "pagerduty_events")
        self.assertEqual(page.arguments["dedup_key"], "{{ ti.dag_id }}/{{ ti.task_id }}")


if __name__ == "__main__":
    unittest.main()
