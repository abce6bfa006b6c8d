"""The main job on several machines: the plan, its shards side by side, and one load that takes all of them.

By hand, for inputs that one machine does not do in time. The table is the one that `cti_etl` gives. Where the shards run (`docker`, `ecs`, `kubernetes`) the
variable CTI_RUNNER of Airflow's components says.
"""

from __future__ import annotations

from airflow.sdk import DAG, Param
from cti_airflow.pipeline import RAW, dag_options, extract_shards_and_load, month_params

with DAG(
    "cti_etl_shards",
    **dag_options(
        schedule=None,
        doc_md=__doc__,
        params={**month_params(), "shards": Param(4, type="integer", minimum=1, maximum=1000, description="How many shards; one object is never cut")},
    ),
):
    extract_shards_and_load(
        "{{ params.dataset }}",
        "{{ source_of('" + RAW + "', params, dag_run.run_after) }}",
        shards="{{ params.shards }}",
        extract=("{{ option('--month', month_of(params, dag_run.run_after)) }}",),
        load=("--mode", "{{ params.mode }}", "{{ option('--month', params.month if params.mode == 'replace' else '') }}"),
        outlet="events",
    )
