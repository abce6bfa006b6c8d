"""Key-data, daily: validated and without duplicates. Paused until somebody has such data."""

from airflow.sdk import DAG
from cti_airflow.pipeline import RAW, dag_options, extract_and_load

with DAG("cti_key_data", **dag_options(schedule="@daily", is_paused_upon_creation=True, doc_md=__doc__)):
    extract_and_load("key-data", f"{RAW}/key-data/", extract=("--if-missing", "skip"))
