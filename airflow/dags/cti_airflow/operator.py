"""The one operator of cti's DAGs: a container of the image `cti_etl`, by its contract."""

from __future__ import annotations

import contextlib
import json
import os
from typing import Any

from airflow.providers.docker.exceptions import DockerContainerFailedException
from airflow.providers.docker.operators.docker import DockerOperator
from airflow.sdk import Variable
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from airflow.sdk.log import mask_secret
from docker.errors import APIError

from cti_airflow import contract

# What the workers know of the surroundings, and the program takes by the same names; some hold keys, so all go the private way.
_PASSED_ON = ("OPENLINEAGE_", "OTEL_", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL")


class CtiDockerOperator(DockerOperator):
    """Runs one verb in a container and returns its result.

    :param arguments: The command line after `cti`, templated; what renders empty is left out. It is shown in the UI: no secret belongs here.
    :param shard: The shard of a plan that is worked on; none for a whole run.
    :param settings_variable: The Airflow Variable that holds the settings as JSON (settings.example.json is its form). It is read when the
        task runs, goes to the container's environment as it is, and is never rendered.
    :param kwargs: As of DockerOperator. `image` is the variable CTI_IMAGE of the workers unless given, `network_mode` CTI_NETWORK.
    """

    def __init__(self, *, arguments: list[str], shard: dict | None = None, settings_variable: str = "job_secret", **kwargs: Any) -> None:
        kwargs.setdefault("image", os.environ.get("CTI_IMAGE", "cti_etl"))
        kwargs.setdefault("network_mode", os.environ.get("CTI_NETWORK"))
        kwargs["environment"] = {**contract.LINEAGE, **kwargs.get("environment", {})}
        # The engine may be another machine: no folder of the worker is mounted. All lines of the log are wanted, to find the result in. The container is
        # removed here: Airflow's "force" would kill it outright where a timeout ends the task, and cti could not cancel its statement.
        kwargs |= {"auto_remove": "never", "mount_tmp_dir": False, "xcom_all": True, "skip_on_exit_code": contract.SkipCode()}
        super().__init__(command=list(arguments), **kwargs)
        self.settings_variable = settings_variable
        self.shard = shard

    def execute(self, context: Any) -> dict | list | None:
        """Runs the container and removes it, however it ends; returns its result."""
        self.command = contract.command(self.command, self.shard)
        text = Variable.get(self.settings_variable, default="{}")
        try:
            settings = json.loads(text)
            self.cpus, self.mem_limit, self.shm_size = contract.engine_limits(settings)
        except (ValueError, AttributeError) as reason:
            # The text of a JSON error quotes nothing, but what follows it in a log would.
            raise AirflowFailException(f"The Variable {self.settings_variable} is not usable: {reason}") from None
        for secret in contract.secrets(settings):
            mask_secret(secret)
        passed_on = {name: value for name, value in os.environ.items() if value and name.startswith(_PASSED_ON)}
        self._private_environment = {**passed_on, "CTI_SETTINGS": text}
        self.labels = {"cti.task": self._identity(context)}
        self._remove_leftovers()
        lines: list[str] = []
        try:
            lines = super().execute(context) or []
        except DockerContainerFailedException as failure:
            raise self._failure(failure) from None
        finally:
            if self.container:
                self._end(self.container["Id"])
        return contract.handed_over(contract.last_result(lines))

    def on_kill(self) -> None:
        """Stops the container (SIGTERM, and ten seconds later SIGKILL); `execute`, which waits for its end, removes it."""
        # After a timeout `execute` has removed it before this is called.
        with contextlib.suppress(APIError):
            super().on_kill()

    def _failure(self, failure: DockerContainerFailedException) -> AirflowException:
        code = self.skip_on_exit_code.seen or 1
        sentence = contract.explain(code, map(str, failure.logs or []), self.mem_limit)
        return (AirflowFailException if contract.ending(code) is contract.Ending.FAIL else AirflowException)(sentence)

    def _identity(self, context: Any) -> str:
        # Never the number of the try: a container of an earlier one is to be found.
        instance = context["ti"]
        return "/".join(str(getattr(instance, part, "")) for part in ("dag_id", "run_id", "task_id", "map_index"))

    def _remove_leftovers(self) -> None:
        """Ends what an earlier try left: a worker that was killed outright calls no on_kill."""
        for earlier in self.cli.containers(all=True, filters={"label": [f"cti.task={self.labels['cti.task']}"]}):
            self.log.warning("Removing the container %s that an earlier try left", earlier["Id"][:12])
            self._end(earlier["Id"])

    def _end(self, container: str) -> None:
        # The engine refuses when it is gone, or going: then there is nothing left to do. Is the engine itself away (OSError), the next try looks again.
        with contextlib.suppress(APIError, OSError):
            self.cli.stop(container)
        with contextlib.suppress(APIError, OSError):
            self.cli.remove_container(container, force=True)
