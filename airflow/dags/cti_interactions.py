"""Interactions, daily: each record once, and the counts by user and product made anew. Paused until somebody has such data."""

from airflow.sdk import DAG
from cti_airflow.pipeline import RAW, dag_options, extract_and_load

with DAG("cti_interactions", **dag_options(schedule="@daily", is_paused_upon_creation=True, doc_md=__doc__)):
    extract_and_load("interactions", f"{RAW}/interactions/", extract=("--if-missing", "skip"))
