"""The same contract on ECS: a task of the image's task definition for each task. Chosen by CTI_RUNNER=ecs."""

from __future__ import annotations

import os
from typing import Any

from airflow.providers.amazon.aws.operators.ecs import EcsRunTaskOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException

from cti_airflow import contract

CONTAINER = "cti"
"""The container's name in the task definition, and the prefix of its log streams (cti/infra/ecs, cti/infra/terraform)."""


class CtiEcsOperator(EcsRunTaskOperator):
    """Runs one verb as a task of ECS and returns its result, the last line of its log.

    :param arguments: The command line after `cti`, templated; what renders empty is left out. It is shown in the UI: no secret belongs here.
    :param shard: The shard of a plan that is worked on; none for a whole run.
    :param kwargs: As of EcsRunTaskOperator. CTI_ECS_CLUSTER, CTI_ECS_TASK (a task definition), CTI_ECS_SUBNETS and CTI_ECS_SECURITY_GROUPS (with commas between)
        and CTI_ECS_LOG_GROUP of the workers say where. Settings come from the task definition, credentials with its role: nothing secret passes through Airflow.
    """

    def __init__(self, *, arguments: list[str], shard: dict | None = None, **kwargs: Any) -> None:
        environment = [{"name": name, "value": value} for name, value in contract.LINEAGE.items()]
        kwargs.setdefault("cluster", os.environ.get("CTI_ECS_CLUSTER", "cti-production"))
        kwargs.setdefault("task_definition", os.environ.get("CTI_ECS_TASK", "cti-production"))
        kwargs.setdefault("awslogs_group", os.environ.get("CTI_ECS_LOG_GROUP", "/cti/cti-production"))
        kwargs.setdefault("network_configuration", {"awsvpcConfiguration": {
            "subnets": _names("CTI_ECS_SUBNETS"), "securityGroups": _names("CTI_ECS_SECURITY_GROUPS"), "assignPublicIp": "DISABLED"}})
        # A task that a killed worker left is found again by `reattach`: it is told by DAG, run, task and map index.
        kwargs |= {"launch_type": "FARGATE", "container_name": CONTAINER, "awslogs_stream_prefix": CONTAINER, "reattach": True, "deferrable": False,
                   "skip_on_exit_code": contract.SkipCode()}
        super().__init__(overrides={"containerOverrides": [{"name": CONTAINER, "command": list(arguments), "environment": environment}]}, **kwargs)
        self.shard = shard

    def execute(self, context: Any) -> Any:
        """Runs the task; returns its result."""
        override = self.overrides["containerOverrides"][0]
        override["command"] = contract.command(override["command"], self.shard)
        try:
            last = super().execute(context)
        except AirflowException:
            code = self.skip_on_exit_code.seen
            if code is not None and contract.ending(code) is contract.Ending.FAIL:
                raise AirflowFailException(f"The task ended with exit code {code}; the last line of its log says why.") from None
            raise
        return contract.handed_over(contract.last_result([last or ""]))


def _names(variable: str) -> list[str]:
    return [name.strip() for name in os.environ.get(variable, "").split(",") if name.strip()]
