"""Which operator runs the image: the one setting CTI_RUNNER decides."""

from __future__ import annotations

import os


def operator() -> type:
    """The operator class: `docker` (the default), `ecs` or `kubernetes`."""
    runner = os.environ.get("CTI_RUNNER", "docker")
    if runner == "docker":
        from cti_airflow.operator import CtiDockerOperator

        return CtiDockerOperator
    if runner == "ecs":
        from cti_airflow.ecs import CtiEcsOperator

        return CtiEcsOperator
    if runner == "kubernetes":
        from cti_airflow.pod import CtiPodOperator

        return CtiPodOperator
    raise ValueError(f"CTI_RUNNER is {runner!r}; docker, ecs and kubernetes are known.")
