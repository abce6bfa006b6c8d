"""Erasure requests, daily at 01:00: noted in `erasure_requests`, then carried out, in the web events' output and warehouse first.

Persons are erased in files, quarantine, archive (CTI_ARCHIVE) and warehouse; the last task deletes the request files after its proof. Needs the pepper in `job_secret`.
"""

from airflow.sdk import DAG
from cti_airflow.pipeline import RAW, STAGE, WAREHOUSE, WEB_WAREHOUSE, dag_options, erase, extract_and_load

REQUESTS = f"{RAW}/date=*/hour=*/erasure-requests.json*"

with DAG("cti_erase", **dag_options(schedule="0 1 * * *", doc_md=__doc__)):
    _, noted = extract_and_load("erasure-requests", REQUESTS, extract=("--if-missing", "skip"))
    # The requests stay until all places are done. A request by a customer's id finds the address of its web events where the customers are: in the main warehouse, which is asked first.
    web = [erase("docker_erase_web_events", REQUESTS, "--keep-requests", output=f"{STAGE}/web-data/transformed")]
    if WEB_WAREHOUSE != WAREHOUSE:
        web.append(erase("docker_erase_web_warehouse", REQUESTS, "--keep-requests", output=f"{STAGE}/web-data/transformed", warehouse=WEB_WAREHOUSE))
    shop = erase("docker_erase", REQUESTS)
    for earlier, later in zip([noted, *web], [*web, shop]):
        earlier >> later
