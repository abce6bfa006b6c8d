"""Web events, every two minutes: what Firehose delivered in this hour and the one before.

Nothing new is the run of two minutes ago, which is found done: its inputs are the same. A message that comes twice stays as it came first.
"""

from airflow.sdk import DAG
from cti_airflow.pipeline import RAW, dag_options, extract_and_load

DELIVERED = RAW + "/web-data/raw/{{{{ delivery_folder(dag_run.run_after, {0}) }}}}"

with DAG("cti_web_events", **dag_options(schedule="*/2 * * * *", doc_md=__doc__)):
    extract_and_load("web-events", DELIVERED.format(1), DELIVERED.format(0), extract=("--if-missing", "skip"))
