"""Who hears of a task that failed for good: people by e-mail, PagerDuty by a Connection. Both are off until they are named."""

from __future__ import annotations

import os
from collections.abc import Callable

SUMMARY = "{{ ti.dag_id }}: {{ ti.task_id }} failed, run {{ run_id }}"
# A task whose worker is gone is failed by the scheduler, with no exception: a template that insisted on one would send nothing.
REASON = "{{ exception | default('Airflow lost the task: its worker was killed or is away.') | e }}"


def on_failure() -> list[Callable]:
    """Callbacks for `on_failure_callback`: they are called when no try is left.

    CTI_ALERT_EMAIL holds addresses with commas between, sent by the Connection smtp_default (with `from_email` in its extra); CTI_PAGERDUTY_CONN_ID names a Connection of
    the type "PagerDuty Events", which needs the package apache-airflow-providers-pagerduty.
    """
    callbacks: list[Callable] = []
    if addresses := [a.strip() for a in os.environ.get("CTI_ALERT_EMAIL", "").split(",") if a.strip()]:
        from airflow.providers.smtp.notifications.smtp import SmtpNotifier

        callbacks.append(SmtpNotifier(to=addresses, subject=SUMMARY, html_content=f"<p>{SUMMARY}</p><p>{REASON}</p><p>{{{{ ti.log_url }}}}</p>"))
    if connection := os.environ.get("CTI_PAGERDUTY_CONN_ID", "").strip():
        from airflow.providers.pagerduty.notifications.pagerduty import PagerdutyNotifier

        callbacks.append(
            PagerdutyNotifier(
                summary=SUMMARY, severity="error", source="airflow", dedup_key="{{ ti.dag_id }}/{{ ti.task_id }}", pagerduty_events_conn_id=connection
            )
        )
    return callbacks
