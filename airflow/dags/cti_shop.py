"""The shop's hourly objects: products, then customers, then transactions of the hour before.

Products come once a day, in the first hour; an hour without an object of a dataset skips it and goes on with the next.
"""

from airflow.sdk import DAG, TaskGroup
from cti_airflow.pipeline import RAW, dag_options, extract_and_load

HOUR = RAW + "/{{ hour_folder(dag_run.run_after) }}"

with DAG("cti_shop", **dag_options(schedule="5 * * * *", doc_md=__doc__)):
    before = None
    for dataset in ("products", "customers", "transactions"):
        with TaskGroup(dataset):
            # By name, compressed or not: of a folder without its own objects a dataset would take all.
            extract, load = extract_and_load(
                dataset, f"{HOUR}{dataset}.json.gz", f"{HOUR}{dataset}.json", extract=("--if-missing", "skip"), group=dataset, trigger_rule="none_failed"
            )
        if before:
            before >> extract
        before = load
