"""Drives the simulator by AWS's own Python client; prints what it saw, one JSON object."""
import json
import sys
import time

from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import Session


def client(endpoint, key, secret, token=None):
    return Session().create_client(
        "redshift-data", region_name="eu-west-1", endpoint_url=endpoint, aws_access_key_id=key, aws_secret_access_key=secret,
        aws_session_token=token, config=Config(retries={"max_attempts": 0}))


def end(data, identity):
    while True:
        described = data.describe_statement(Id=identity)
        if described["Status"] in ("FINISHED", "FAILED", "ABORTED"):
            return described
        time.sleep(0.02)


def error(call):
    try:
        call()
    except ClientError as failure:
        return failure.response["Error"]["Code"]
    return None


endpoint, key, secret, database = sys.argv[1:5]
data = client(endpoint, key, secret)
target = {"Database": database, "WorkgroupName": "main"}
batch = data.batch_execute_statement(Sqls=["SELECT 1", "SELECT 2.50::DECIMAL(18,2) AS d, 'x' AS t"], StatementName="cti/a", ClientToken="token", **target)
described = end(data, batch["Id"])
single = data.execute_statement(Sql="SELECT nothing", **target)
seen = {
    "status": described["Status"],
    "created_is_time": hasattr(described["CreatedAt"], "tzinfo"),
    "parts": [part["Status"] for part in described["SubStatements"]],
    "records": data.get_statement_result(Id=described["SubStatements"][1]["Id"])["Records"],
    "same_token": data.batch_execute_statement(Sqls=["SELECT 1", "SELECT 2.50::DECIMAL(18,2) AS d, 'x' AS t"], StatementName="cti/a", ClientToken="token", **target)["Id"] == batch["Id"],
    "failed": end(data, single["Id"])["Error"],
    "listed": [s["StatementName"] for s in data.list_statements(StatementName="cti/", Status="ALL")["Statements"]],
    "cancel": error(lambda: data.cancel_statement(Id=batch["Id"])),
    "missing": error(lambda: data.describe_statement(Id="00000000-0000-0000-0000-000000000000")),
    "wrong_secret": error(lambda: client(endpoint, key, "wrong").list_statements()),
    "wrong_key": error(lambda: client(endpoint, "AKIDOTHER", secret).list_statements()),
    "unwanted_token": error(lambda: client(endpoint, key, secret, "token").list_statements()),
}
print(json.dumps(seen))
