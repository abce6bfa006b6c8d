"""The two tasks every dataset has, and what all DAGs of cti have in common."""

from __future__ import annotations

import datetime
import os
from typing import Any

from airflow.sdk import Asset, Param

from cti_airflow import periods
from cti_airflow.alerts import on_failure
from cti_airflow.runner import operator

RAW = os.environ.get("CTI_RAW", "s3://cti-raw").rstrip("/")
STAGE = os.environ.get("CTI_STAGE", "s3://cti-stage").rstrip("/")
WAREHOUSE = os.environ.get("CTI_WAREHOUSE", "redshift")
WEB_WAREHOUSE = os.environ.get("CTI_WEB_WAREHOUSE") or WAREHOUSE
"""Where raw objects come from, where runs are written, and what is loaded: set CTI_RAW, CTI_STAGE and CTI_WAREHOUSE on the Airflow components, and
CTI_WEB_WAREHOUSE (`glue:DATABASE` for Athena) where web events go elsewhere."""
ARCHIVE = ("--archive", os.environ["CTI_ARCHIVE"].rstrip("/")) if os.environ.get("CTI_ARCHIVE") else ()
"""Where the inputs of the shop and of web events are moved to once their run is committed, if they are: CTI_ARCHIVE. Erasures look there too. Requests to erase stay until they are carried out."""
MISSING = ("--if-missing", os.environ["CTI_IF_MISSING"]) if os.environ.get("CTI_IF_MISSING") else ()
"""What it means for the main job that a month's objects are not there: CTI_IF_MISSING, `fail` where it is not set, `retry` or `skip`."""
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
        "user_defined_macros": {"manifest_of": manifest_of, "run_of_shards": run_of_shards, **{name: getattr(periods, name) for name in ("month_of", "source_of", "run_key", "option")}},
        "default_args": {
            "retries": 3,
            "retry_delay": datetime.timedelta(minutes=1),
            "retry_exponential_backoff": 2.0,
            "max_retry_delay": datetime.timedelta(minutes=30),
            "execution_timeout": datetime.timedelta(hours=6),
            "on_failure_callback": on_failure(),
        },
        **options,
    }


def month_params() -> dict[str, Param]:
    """What the DAGs of the main job may be told."""
    return {
        "dataset": Param("events", enum=["events", "interactions", "key-data"], description="The dataset"),
        "month": Param(None, type=["null", "string"], pattern="^[0-9]{4}-(0[1-9]|1[0-2])$", description="YYYY-MM; empty for the month before the run's"),
        "input": Param(None, type=["null", "string"], description="Where the raw objects are; empty for the dataset's own place"),
        "mode": Param("merge", enum=["merge", "append", "replace"], description="What becomes of rows that are in the warehouse already"),
    }


def loaded(dataset: str) -> Asset:
    """The asset that a load of the dataset changes."""
    return Asset(name=f"cti_{dataset.replace('-', '_')}", uri=f"cti://warehouse/{dataset}")


def extract_and_load(
    dataset: str, *sources: str, extract: tuple[str, ...] = (), load: tuple[str, ...] = (), output: str = STAGE, warehouse: str = WAREHOUSE, outlet: str | None = None, group: str = "", trigger_rule: str = "all_success", **kwargs: Any
) -> tuple[Any, Any]:
    """`docker_extract_transform` and `docker_load`, the second by the manifest that the first hands over by XCom.

    :param dataset: The dataset, templated.
    :param sources: The inputs, templated.
    :param extract: More arguments of the first; `load` those of the second.
    :param output: Where the runs are written; `warehouse` what is loaded.
    :param outlet: The dataset whose asset the load changes, where `dataset` is a template.
    :param group: The task group both stand in.
    :param trigger_rule: Of the first; the second runs after a success of the first alone.
    :param kwargs: Of both operators.
    """
    first = operator()(
        task_id="docker_extract_transform",
        arguments=["extract-transform", "--dataset", dataset, "--input", *sources, "--output", output, *extract],
        trigger_rule=trigger_rule,
        **kwargs,
    )
    extract_id = f"{group}.docker_extract_transform" if group else "docker_extract_transform"
    return first, _load(first, extract_id, dataset, warehouse, load, outlet, **kwargs)


def replay_and_load(dataset: str, references: tuple[str, ...], run_key: str, *, output: str = STAGE, warehouse: str = WAREHOUSE, group: str, trigger_rule: str) -> tuple[Any, Any]:
    """`docker_replay` of the rows that wait for what they refer to, in all runs of the output, and `docker_load` of what came of it.

    :param dataset: The dataset.
    :param references: Where is looked up what they refer to.
    :param run_key: The key of the replay, templated: a task that is tried again gets its run again.
    :param output: Where the runs are; `warehouse` what is loaded.
    :param group: The task group both stand in.
    :param trigger_rule: Of the first; the second runs after a success of the first alone.
    """
    first = operator()(
        task_id="docker_replay", arguments=["quarantine", "replay", output, "--references", *references, "--run-key", run_key], trigger_rule=trigger_rule,
    )
    return first, _load(first, f"{group}.docker_replay", dataset, warehouse)


def erase(task_id: str, requests: str, *arguments: str, output: str = STAGE, warehouse: str = WAREHOUSE) -> Any:
    """A task that carries erasure requests out in an output and a warehouse; where there are none, what a task before was cut off in, or nothing.

    :param task_id: Its name.
    :param requests: Where the requests are.
    :param arguments: More of the command's.
    :param output: Where the runs are.
    :param warehouse: What they are loaded into.
    """
    return operator()(
        task_id=task_id,
        arguments=["erase", "--requests", requests, "--output", output, "--warehouse", warehouse, *ARCHIVE, *arguments],
        # An hour without requests skips the tasks before, not this one.
        trigger_rule="none_failed",
    )


def manifest_of(ti: Any, task_id: str) -> str:
    """The manifest that a task handed over by XCom; empty, and so left out of a command line, where it was skipped."""
    return (ti.xcom_pull(task_ids=task_id) or {}).get("manifest") or ""


def run_of_shards(ti: Any, task_id: str) -> str:
    """The run that the shards of a mapped task are parts of: all of them name the same, so the first is asked.

    By its map index: without one Airflow gives a list of all results, but the result itself where there is only one.
    """
    return ti.xcom_pull(task_ids=task_id, map_indexes=0)["run"]


def _load(first: Any, first_id: str, dataset: str, warehouse: str, load: tuple[str, ...] = (), outlet: str | None = None, **kwargs: Any) -> Any:
    second = operator()(
        task_id="docker_load",
        arguments=["load", "--dataset", dataset, "--input", f"{{{{ manifest_of(ti, '{first_id}') }}}}", "--warehouse", warehouse, *CREATE, *load],
        outlets=[loaded(outlet or dataset)],
        **kwargs,
    )
    first >> second
    return second


def extract_shards_and_load(
    dataset: str, *sources: str, shards: str, extract: tuple[str, ...] = (), load: tuple[str, ...] = (), output: str = STAGE, warehouse: str = WAREHOUSE, outlet: str | None = None
) -> tuple[Any, Any, Any]:
    """`plan`, a mapped `extract_transform_shard` for each shard of it, and one `load` of the run that they are parts of.

    :param shards: How many, templated; the others as of `extract_and_load`.
    """
    plan = operator()(task_id="plan", arguments=["plan", "--dataset", dataset, "--input", *sources, "--shards", shards])
    shard = operator().partial(
        task_id="extract_transform_shard",
        arguments=["extract-transform", "--dataset", dataset, "--input", *sources, "--output", output, *extract],
    ).expand(shard=plan.output)
    last = operator()(
        task_id="load",
        # The folder of the run that the shards name: the load finds the manifests of all there, and says which is missing.
        arguments=["load", "--dataset", dataset, "--input", output + "/_runs/{{ run_of_shards(ti, 'extract_transform_shard') }}/", "--warehouse", warehouse, *CREATE, *load],
        outlets=[loaded(outlet or dataset)],
    )
    plan >> shard >> last
    return plan, shard, last
