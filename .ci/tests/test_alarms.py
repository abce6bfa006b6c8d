"""The alarms of Terraform by what AWS publishes: a name or a dimension too few, and an alarm is silent for ever."""

from __future__ import annotations

import pathlib
import re
import unittest

TERRAFORM = pathlib.Path(__file__).resolve().parents[2] / "cti" / "infra" / "terraform"
# As AWS's documentation of each service lists them.
PUBLISHED = {
    ("AWS/Firehose", "DeliveryToS3.DataFreshness"): {"DeliveryStreamName"},
    ("AWS/Redshift-Serverless", "UsageLimitConsumed"): {"UsageLimitId", "UsageType", "Workgroup"},
    ("AWS/SQS", "ApproximateNumberOfMessagesVisible"): {"QueueName"},
}


class AlarmTests(unittest.TestCase):
    text = "".join(file.read_text(encoding="utf-8") for file in sorted(TERRAFORM.glob("*.tf")))

    def test_each_alarm_names_a_metric_with_exactly_its_dimensions(self) -> None:
        found = {}
        for alarm in re.findall(r'^resource "aws_cloudwatch_metric_alarm" .*?^}', self.text, re.MULTILINE | re.DOTALL):
            namespace, metric = (re.search(rf'^  {key} *= "(.+)"$', alarm, re.MULTILINE)[1] for key in ("namespace", "metric_name"))
            dimensions = re.search(r"^  dimensions *= {(.*?)}$", alarm, re.MULTILINE | re.DOTALL)[1]
            found[namespace, metric] = set(re.findall(r"(\w+) *=", dimensions))
        self.assertEqual(found, PUBLISHED)

    def test_a_task_that_could_not_start_is_told_of_as_well(self) -> None:
        # It has no exit code, which the other branch asks for.
        self.assertRegex(self.text, r'"\$or" = \[\s+{ containers = .*},\s+{ stopCode = \["TaskFailedToStart"\] },')

    def test_eventbridge_may_publish_without_a_condition(self) -> None:
        # As AWS's documentation says: "You can't use Condition blocks in Amazon SNS topic policies for EventBridge."
        statements = [s for s in re.findall(r"^  statement {$.*?^  }$", self.text, re.MULTILINE | re.DOTALL) if '"events.amazonaws.com"' in s]
        self.assertEqual(len(statements), 1)
        self.assertNotIn("condition", statements[0])


if __name__ == "__main__":
    unittest.main()
