"""The shop's hourly objects: products, then customers, then transactions, those that no earlier run has taken, then what waits for a customer or product.

So the hours of an outage are taken by the run after it, and late objects by the next. Products come once a day; an hour that brings nothing new of a dataset skips
it and goes on with the next. A transaction whose customer or product is not known waits in the quarantine of its run; each hour what waits is held against what
has come. Once a run is committed its objects move to the archive (CTI_ARCHIVE).
"""

from airflow.sdk import DAG, TaskGroup
from cti_airflow.pipeline import ARCHIVE, RAW, STAGE, WAREHOUSE, dag_options, extract_and_load, replay_and_load

# What is loaded, and what this hour brought: its quarantine tells which customers and products were rejected.
REFERENCES = {"transactions": (WAREHOUSE, *(f"{{{{ manifest_of(ti, '{dataset}.docker_extract_transform') }}}}" for dataset in ("products", "customers")))}

with DAG("cti_shop", **dag_options(schedule="5 * * * *", doc_md=__doc__)):
    before = None
    for dataset in ("products", "customers", "transactions"):
        references = ("--references", *REFERENCES[dataset]) if dataset in REFERENCES else ()
        with TaskGroup(dataset):
            # By name, compressed or not: of a folder without its own objects a dataset would take all.
            new = ("--incremental", "--state", f"{STAGE}/state/{dataset}", "--run-key", f"{{{{ run_key('{dataset}', dag_run.run_after) }}}}")
            extract, load = extract_and_load(
                dataset, f"{RAW}/date=*/hour=*/{dataset}.json*", extract=("--if-missing", "skip", *new, *ARCHIVE, *references), group=dataset, trigger_rule="none_failed"
            )
        if before:
            before >> extract
        before = load
    with TaskGroup("waiting"):
        replay, _ = replay_and_load("transactions", REFERENCES["transactions"], "{{ run_key('transactions-waiting', dag_run.run_after) }}", group="waiting", trigger_rule="none_failed")
    before >> replay
