"""Web events, every two minutes: what no earlier run has taken, late and re-uploaded objects included. Nothing new: skipped.

Once a run is committed its objects move to the archive (CTI_ARCHIVE).
"""

from airflow.sdk import DAG
from cti_airflow.pipeline import ARCHIVE, RAW, STAGE, WEB_WAREHOUSE, dag_options, extract_and_load

with DAG("cti_web_events", **dag_options(schedule="*/2 * * * *", doc_md=__doc__)):
    extract_and_load(
        "web-events",
        f"{RAW}/web-data/raw/",
        output=f"{STAGE}/web-data/transformed",
        warehouse=WEB_WAREHOUSE,
        extract=(
            "--incremental", "--state", f"{STAGE}/state/web-events", "--if-missing", "skip", "--run-key", "{{ run_key('web-events', dag_run.run_after) }}",
            *ARCHIVE,
        ),
    )
