"""The two tasks every dataset has, and what all DAGs of cti have in common."""

from __future__ import annotations

import datetime
import os
from typing import Any

from airflow.sdk import Asset

from cti_airflow import periods
from cti_airflow.alerts import on_failure
from cti_airflow.runner import operator

RAW = os.environ.get("CTI_RAW", "s3://cti-raw").rstrip("/")
STAGE = os.environ.get("CTI_STAGE", "s3://cti-stage").rstrip("/")
WAREHOUSE = os.environ.get("CTI_WAREHOUSE", "redshift")
"""Where raw objects come from, where runs are written, and what is loaded: set CTI_RAW, CTI_STAGE and CTI_WAREHOUSE on the Airflow components."""
CREATE = ("--create",) if os.environ.get("CTI_CREATE_TABLES", "").lower() == "true" else ()
"""Whether loads make tables that are missing: CTI_CREATE_TABLES=true, where the role may."""


def dag_options(**options: Any) -> dict[str, Any]:
    """Arguments of every DAG; what is given beats them."""
    return {
        "start_date": datetime.datetime(2021, 1, 1, tzinfo=datetime.timezone.utc),
        "catchup": False,
        "max_active_runs": 1,
        "tags": ["cti"],
        "is_paused_upon_creation": False,
        "user_defined_macros": {name: getattr(periods, name) for name in ("month_of", "source_of", "hour_folder", "run_key", "option")},
        "default_args": {
            "retries": 3,
            "retry_delay": datetime.timedelta(minutes=1),
            "retry_exponential_backoff": True,
            "max_retry_delay": datetime.timedelta(minutes=30),
            "execution_timeout": datetime.timedelta(hours=6),
            "on_failure_callback": on_failure(),
        },
        **options,
    }


def loaded(dataset: str) -> Asset:
    """The asset that a load of the dataset changes."""
    return Asset(name=f"cti_{dataset.replace('-', '_')}", uri=f"cti://warehouse/{dataset}")


def extract_and_load(
    dataset: str, *sources: str, extract: tuple[str, ...] = (), load: tuple[str, ...] = (), outlet: str | None = None, group: str = "", trigger_rule: str = "all_success", **kwargs: Any
) -> tuple[Any, Any]:
    """`docker_extract_transform` and `docker_load`, the second by the manifest that the first hands over by XCom.

    :param dataset: The dataset, templated.
    :param sources: The inputs, templated.
    :param extract: More arguments of the first; `load` those of the second.
    :param outlet: The dataset whose asset the load changes, where `dataset` is a template.
    :param group: The task group both stand in.
    :param trigger_rule: Of the first; the second runs after a success of the first alone.
    :param kwargs: Of both operators.
    """
    first = operator()(
        task_id="docker_extract_transform",
        arguments=["extract-transform", "--dataset", dataset, "--input", *sources, "--output", STAGE, *extract],
        trigger_rule=trigger_rule,
        **kwargs,
    )
    extract_id = f"{group}.docker_extract_transform" if group else "docker_extract_transform"
    second = operator()(
        task_id="docker_load",
        arguments=["load", "--dataset", dataset, "--input", "{{ ti.xcom_pull(task_ids='" + extract_id + "')['manifest'] }}", "--warehouse", WAREHOUSE, *CREATE, *load],
        outlets=[loaded(outlet or dataset)],
        **kwargs,
    )
    first >> second
    return first, second
