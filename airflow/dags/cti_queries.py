"""The named queries, after each load that changed what they ask about. Their tables are in the tasks' logs."""

from airflow.sdk import DAG
from cti_airflow.pipeline import WAREHOUSE, dag_options, loaded
from cti_airflow.runner import operator

QUERIES = {
    "events": (
        "number-of-events",
        "most-active-users",
        "most-active-companies",
        "top-tags",
        "active-countries",
        "uri-actions",
        "activity-trend",
    ),
    "interactions": ("interactions-per-day", "top-users", "top-products"),
}

for dataset, names in QUERIES.items():
    with DAG(f"cti_queries_{dataset}", **dag_options(schedule=[loaded(dataset)], doc_md=__doc__)):
        for name in names:
            operator()(task_id=name.replace("-", "_"), arguments=["query", name, "--warehouse", WAREHOUSE])
