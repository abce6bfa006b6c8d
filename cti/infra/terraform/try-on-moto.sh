#!/usr/bin/env bash
# Applies everything but Redshift Serverless, which it does not know, against moto, a stand-in for AWS: try-on-moto.sh [FOLDER WITH PROVIDERS].
# Needs terraform, moto_server and Python's boto3. Says what was made and what could not be; changes nothing outside a temporary folder.
set -uo pipefail
cd "$(dirname "$0")" || exit 1
least=51
work=$(mktemp -d)
port=$((20000 + RANDOM % 20000))
cp ./*.tf .terraform.lock.hcl "$work" || exit 1
moto_server --port "$port" >"$work/moto.log" 2>&1 &
moto=$!
trap 'kill $moto 2>/dev/null; rm -rf "$work"' EXIT
export AWS_ENDPOINT_URL=http://127.0.0.1:$port AWS_ACCESS_KEY_ID=moto AWS_SECRET_ACCESS_KEY=moto AWS_REGION=eu-central-1 AWS_DEFAULT_REGION=eu-central-1 TF_IN_AUTOMATION=1
rm "$work/warehouse.tf"
sed -i 's/aws_redshiftserverless_workgroup\.this\./local.workgroup./' "$work"/*.tf
echo 'locals { workgroup = { arn = "arn:aws:redshift-serverless:eu-central-1:123456789012:workgroup/0", workgroup_name = "moto" } }' >"$work/workgroup.tf"
cat >"$work/moto_override.tf" <<'HCL'
terraform {
  backend "local" {}
}
provider "aws" {
  region                      = var.region
  skip_credentials_validation = true
  skip_requesting_account_id  = false
  skip_metadata_api_check     = true
  s3_use_path_style           = true
  max_retries                 = 2
}
HCL
for _ in $(seq 50); do python3 -c "import urllib.request; urllib.request.urlopen('$AWS_ENDPOINT_URL/moto-api/')" 2>/dev/null && break; sleep 0.2; done
read -r vpc subnets < <(python3 - <<'PY'
import boto3
ec2 = boto3.client("ec2")
subnets = ec2.describe_subnets()["Subnets"]
print(subnets[0]["VpcId"], ",".join(f'"{s["SubnetId"]}"' for s in subnets[:3]))
PY
)
cd "$work" || exit 1
terraform init -input=false ${1:+-plugin-dir="$1"} >init.log 2>&1 || { tail -n 5 init.log; exit 1; }
arguments=(-auto-approve -input=false -no-color -parallelism=4 -var environment=beta -var bucket_prefix=cti-try -var "vpc_id=$vpc" -var "subnet_ids=[$subnets]"
  -var warehouse_secret_arn=arn:aws:secretsmanager:eu-central-1:123456789012:secret:etl-AbCdEf -var github_repository=owner/name -var 'image_readers=["arn:aws:iam::210987654321:role/cti-production-ci"]' -var 'alarm_emails=["ops@example.com"]')
terraform apply "${arguments[@]}" >apply.log 2>&1
code=$?
grep -E '^Error|^Apply complete' apply.log
grep -oE '^  with [a-z_]+\.[a-z_]+(\[[^]]*\])?' apply.log | sort -u | sed 's/^  with /could not be made: /'
made=$(terraform state list 2>/dev/null | grep -vc '^data\.')
echo "$made resources were made; Redshift Serverless was left out"
[ "$code" = 0 ] || exit "$code"
if [ "$made" -lt "$least" ]; then
  echo "That is fewer than $least: what is missing?"
  exit 1
fi
# What the account holds now, in places where a valid file was wrong before: prefixes are nowhere compared with what is written.
python3 - <<'PY'
import sys

import boto3

s3 = boto3.client("s3")
expected = {
    "stage": {"_runs/", "events/", "transaction_lines/", "web-data/transformed/_runs/", "web-data/transformed/users/", "athena-results/"},
    "raw": {"archive/"},
}
wrong = []
for name, prefixes in expected.items():
    rules = s3.get_bucket_lifecycle_configuration(Bucket=f"cti-try-beta-{name}")["Rules"]
    found = {rule.get("Filter", {}).get("Prefix") for rule in rules if "Expiration" in rule and "Days" in rule["Expiration"]}
    if not prefixes <= found:
        wrong.append(f"{name}: no rule expires {sorted(prefixes - found)}")
    if not any("NoncurrentVersionExpiration" in rule for rule in rules):
        wrong.append(f"{name}: no rule expires earlier versions")
print("\n".join(wrong) or "lifecycle rules are where they shall be")
# A deployment, as the workflow makes it known.
boto3.client("ssm").put_parameter(Name="/cti-beta/image", Value="deployed@sha256:0", Overwrite=True)
sys.exit(bool(wrong))
PY
code=$?
terraform apply "${arguments[@]}" -var cpu=1024 -target=aws_ecs_task_definition.cti >apply.log 2>&1 || { grep '^Error' apply.log; exit 1; }
python3 - <<'PY' || code=1
import sys

import boto3

task = boto3.client("ecs").describe_task_definition(taskDefinition="cti-beta")["taskDefinition"]
image = task["containerDefinitions"][0]["image"]
print(f"after a deployment and a change of cpu the image is {image}, cpu {task['cpu']}")
sys.exit((image, task["cpu"]) != ("deployed@sha256:0", "1024"))
PY
exit "$code"
