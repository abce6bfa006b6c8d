"""The main job: a month of events (or another dataset, by hand) from S3 into the warehouse, exactly once.

Runs on the second of each month for the month before. To run it for another month, trigger it with `month` and, where the objects are
elsewhere, `input`. A retry or a second run of the same month changes nothing twice.
"""

from __future__ import annotations

from airflow.sdk import DAG, Param
from cti_airflow.pipeline import RAW, dag_options, extract_and_load

with DAG(
    "cti_etl",
    **dag_options(
        schedule="0 3 2 * *",
        doc_md=__doc__,
        params={
            "dataset": Param("events", enum=["events", "interactions", "key-data"], description="The dataset"),
            "month": Param(None, type=["null", "string"], pattern="^[0-9]{4}-(0[1-9]|1[0-2])$", description="YYYY-MM; empty for the month before the run's"),
            "input": Param(None, type=["null", "string"], description="Where the raw objects are; empty for the dataset's own place"),
            "mode": Param("merge", enum=["merge", "append", "replace"], description="What becomes of rows that are in the warehouse already"),
        },
    ),
):
    extract_and_load(
        "{{ params.dataset }}",
        "{{ source_of('" + RAW + "', params, dag_run.run_after) }}",
        extract=("{{ option('--month', month_of(params, dag_run.run_after)) }}",),
        load=("--mode", "{{ params.mode }}", "{{ option('--month', params.month if params.mode == 'replace' else '') }}"),
        outlet="events",
    )
