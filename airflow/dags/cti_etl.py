"""The main job: a month of events (or another dataset, by hand) from S3 into the warehouse, exactly once.

Runs on the second of each month for the month before, and once at first: Airflow makes up for the last date of a DAG that is new. To run it for another month, trigger it with `month` and, where the objects are
elsewhere, `input`. A retry or a second run of the same month changes nothing twice.
"""

from __future__ import annotations

from airflow.sdk import DAG
from cti_airflow.pipeline import MISSING, RAW, dag_options, extract_and_load, month_params

with DAG(
    "cti_etl",
    **dag_options(
        schedule="0 3 2 * *",
        doc_md=__doc__,
        params=month_params(),
    ),
):
    extract_and_load(
        "{{ params.dataset }}",
        "{{ source_of('" + RAW + "', params, dag_run.run_after) }}",
        extract=("{{ option('--month', month_of(params, dag_run.run_after)) }}", *MISSING),
        load=("--mode", "{{ params.mode }}", "{{ option('--month', params.month if params.mode == 'replace' else '') }}"),
        outlet="events",
    )
