"""Web events, every two minutes: what no earlier run has taken, late and re-uploaded objects included. Nothing new: skipped."""

from airflow.sdk import DAG
from cti_airflow.pipeline import RAW, STAGE, dag_options, extract_and_load

with DAG("cti_web_events", **dag_options(schedule="*/2 * * * *", doc_md=__doc__)):
    extract_and_load(
        "web-events",
        f"{RAW}/web-data/raw/",
        extract=(
            "--incremental", "--state", f"{STAGE}/state/web-events", "--if-missing", "skip", "--run-key", "{{ run_key('web-events', dag_run.run_after) }}",
        ),
    )
