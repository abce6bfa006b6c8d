"""The same contract on Kubernetes: a pod of the image for each task. Chosen by CTI_RUNNER=kubernetes."""

from __future__ import annotations

import os
import pathlib
from typing import Any

from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException

from cti_airflow import contract

TEMPLATE = str(pathlib.Path(__file__).with_name("pod.yaml"))


class CtiPodOperator(KubernetesPodOperator):
    """Runs one verb in a pod and returns its result, which the program leaves in /airflow/xcom/return.json.

    :param arguments: The command line after `cti`, templated; what renders empty is left out. It is shown in the UI: no secret belongs here.
    :param shard: The shard of a plan that is worked on; none for a whole run.
    :param kwargs: As of KubernetesPodOperator. Settings come from the cluster (ConfigMap and Secret, see pod.yaml), credentials with the service
        account: nothing secret passes through Airflow.
    """

    def __init__(self, *, arguments: list[str], shard: dict | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("image", os.environ.get("CTI_IMAGE", "cti_etl"))
        kwargs.setdefault("namespace", os.environ.get("CTI_NAMESPACE", "cti"))
        kwargs |= {"pod_template_file": TEMPLATE, "name": "cti", "do_xcom_push": True, "on_finish_action": "delete_pod", "skip_on_exit_code": contract.SkipCode()}
        # A failed pod's specification would be logged with its environment.
        super().__init__(arguments=list(arguments), env_vars=dict(contract.LINEAGE), log_pod_spec_on_failure=False, **kwargs)
        self.shard = shard

    def execute(self, context: Any) -> Any:
        """Runs the pod; returns its result."""
        self.arguments = contract.command(self.arguments, self.shard)
        try:
            return contract.handed_over(super().execute(context))
        except AirflowException:
            code = self.skip_on_exit_code.seen
            if code is not None and contract.ending(code) is contract.Ending.FAIL:
                raise AirflowFailException(f"The pod ended with exit code {code}; the last line of its log says why.") from None
            raise
