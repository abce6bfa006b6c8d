"""Fills the stand-in for AWS: buckets, the samples, a database, and the Variable job_secret. Again changes nothing."""

import json
import pathlib
import subprocess
import tempfile

import boto3
import psycopg2

SECRETS = pathlib.Path("/secrets")
SAMPLES = pathlib.Path("/samples")
ENDPOINT = "http://s3:5000"
REGION = "eu-central-1"


def secret(name: str) -> str:
    return (SECRETS / name).read_text(encoding="utf-8").strip()


def fill_buckets() -> None:
    s3 = boto3.client("s3", endpoint_url=ENDPOINT, region_name=REGION, aws_access_key_id=secret("local_key"), aws_secret_access_key=secret("local_secret"))
    for bucket in ("cti-raw", "cti-stage"):
        if bucket not in [b["Name"] for b in s3.list_buckets()["Buckets"]]:
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    for month in sorted((SAMPLES / "events").glob("*/*")):
        for file in month.iterdir():
            s3.upload_file(str(file), "cti-raw", f"{month.parent.name}/{month.name}/{file.name}")
    for dataset in ("interactions", "key-data"):
        for file in (SAMPLES / dataset).iterdir():
            s3.upload_file(str(file), "cti-raw", f"{dataset}/{file.name}")


def make_database() -> None:
    connection = psycopg2.connect(host="postgres", user="airflow", password=secret("postgres_password"), dbname="airflow")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'warehouse'")
        if cursor.fetchone() is None:
            cursor.execute("CREATE DATABASE warehouse")


def set_variable() -> None:
    settings = {
        "access_key": secret("local_key"),
        "secret_key": secret("local_secret"),
        "region": REGION,
        "endpoint_url": ENDPOINT,
        "cpus": 1,
        "mem": "512m",
        "shm_size": "64m",
        "iam": "default",
        "workgroup": "local",
        "database": "warehouse",
        "schema": "public",
        # cti_erase runs daily, and neither notes nor carries out a request without.
        "pepper": secret("local_pepper"),
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump({"job_secret": json.dumps(settings)}, file)
        file.flush()
        subprocess.run(["airflow", "variables", "import", file.name], check=True)


fill_buckets()
make_database()
set_variable()
print("The stand-in for AWS is filled.")
