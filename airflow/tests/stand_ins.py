"""The least of Airflow that the DAGs and the operator need, for machines where Airflow cannot be installed. Only tests use it.

Where Airflow is installed, nothing here is: `install()` leaves it alone and says so by its answer.
"""

from __future__ import annotations

import functools
import importlib.util
import logging
import os
import sys
import types

import docker
import jinja2
from docker.types import Mount


class AirflowException(Exception):
    pass


class AirflowFailException(AirflowException):
    pass


class AirflowSkipException(AirflowException):
    pass


class DockerContainerFailedException(AirflowException):
    def __init__(self, message=None, logs=None):
        super().__init__(message)
        self.logs = logs


class DockerContainerFailedSkipException(AirflowSkipException):
    def __init__(self, message=None, logs=None):
        super().__init__(message)
        self.logs = logs


class Variable:
    values: dict[str, str] = {}

    @classmethod
    def get(cls, key, default=None):
        return cls.values.get(key, default)


class Asset:
    def __init__(self, name, uri):
        self.name, self.uri = name, uri


class Param:
    def __init__(self, default=None, **schema):
        self.value, self.schema = default, schema


class DAG:
    known: dict[str, DAG] = {}
    current: DAG | None = None

    def __init__(self, dag_id, *, schedule, start_date, catchup, max_active_runs, tags, is_paused_upon_creation, user_defined_macros, default_args,
                 doc_md, params=None):
        self.dag_id, self.schedule, self.catchup, self.max_active_runs = dag_id, schedule, catchup, max_active_runs
        self.is_paused_upon_creation, self.user_defined_macros, self.default_args = is_paused_upon_creation, user_defined_macros, default_args
        self.params = {name: param.value for name, param in (params or {}).items()}
        self.task_dict: dict[str, BaseOperator] = {}
        self.groups: list[str] = []
        DAG.known[dag_id] = self

    def __enter__(self):
        DAG.current = self
        return self

    def __exit__(self, *_):
        DAG.current = None

    @property
    def tasks(self):
        return list(self.task_dict.values())


class TaskGroup:
    def __init__(self, group_id):
        self.group_id = group_id

    def __enter__(self):
        DAG.current.groups.append(self.group_id)
        return self

    def __exit__(self, *_):
        DAG.current.groups.pop()


class BaseOperator:
    template_fields: tuple[str, ...] = ()

    def __init__(self, *, task_id, retries=None, outlets=(), trigger_rule="all_success", **unknown):
        if unknown:
            raise TypeError(f"Airflow would refuse {sorted(unknown)}")
        dag = DAG.current
        self.task_id = ".".join([*(dag.groups if dag else []), task_id])
        self.retries = retries if retries is not None else (dag.default_args["retries"] if dag else 0)
        self.outlets, self.trigger_rule, self.log = list(outlets), trigger_rule, logging.getLogger("airflow.task")
        self.upstream_task_ids: set[str] = set()
        if dag:
            if self.task_id in dag.task_dict:
                raise AirflowException(f"{self.task_id} is there already")
            dag.task_dict[self.task_id] = self

    @classmethod
    def partial(cls, **partial):
        return types.SimpleNamespace(expand=lambda **mapped: MappedOperator(cls, partial, mapped))

    @property
    def output(self):
        return XComArg(self)

    def unmap(self, resolve):
        return self

    def __rshift__(self, other):
        for one in other if isinstance(other, list) else [other]:
            one.upstream_task_ids.add(self.task_id)
        return other

    def render(self, context):
        """Renders the template fields in place, with the names of the context that the DAGs use; an unknown name fails."""
        environment = jinja2.Environment(undefined=jinja2.StrictUndefined)

        def of(value):
            if isinstance(value, str):
                return environment.from_string(value).render(**context)
            if isinstance(value, dict):
                return {key: of(one) for key, one in value.items()}
            return [of(one) for one in value] if isinstance(value, (list, tuple)) else value

        for field in self.template_fields:
            setattr(self, field, of(getattr(self, field)))


class XComArg:
    """What a task will hand over."""

    def __init__(self, operator):
        self.operator = operator


class MappedOperator(BaseOperator):
    """A task for each item of what an earlier one hands over; what is mapped is not rendered, as in Airflow."""

    def __init__(self, operator_class, partial, mapped):
        super().__init__(task_id=partial["task_id"])
        self.operator_class, self.partial_kwargs, self.mapped = operator_class, partial, mapped
        for source in mapped.values():
            self.upstream_task_ids.add(source.operator.task_id)

    def unmap(self, resolve):
        current, DAG.current = DAG.current, None
        try:
            return self.operator_class(**{**self.partial_kwargs, "retries": self.retries}, **resolve)
        finally:
            DAG.current = current


class TaskInstance:
    """Hands over what earlier tasks returned, a list by map index for each (of one for a task that is not mapped)."""

    def __init__(self, results):
        self.results = results

    def xcom_pull(self, task_ids, *, map_indexes=None):
        """As Airflow 3's SDK: without a map index all results of the task, but where it has exactly one, that one itself and no list."""
        found = self.results.get(task_ids, [])
        if map_indexes is None:
            return found[0] if len(found) == 1 else found
        return found[map_indexes] if map_indexes < len(found) else None


class DockerOperator(BaseOperator):
    """Creates, attaches, starts, waits, removes: as the provider's documentation tells it."""

    template_fields = ("image", "command", "environment", "env_file", "container_name", "mounts")

    def __init__(self, *, image, command=None, environment=None, private_environment=None, mounts=None, network_mode=None, mount_tmp_dir=True,
                 auto_remove="never", xcom_all=False, skip_on_exit_code=None, cpus=1.0, mem_limit=None, shm_size=None, labels=None, **kwargs):
        super().__init__(**kwargs)
        self.image, self.command, self.environment, self.mounts = image, command, environment or {}, mounts or []
        self._private_environment = private_environment or {}
        self.network_mode, self.mount_tmp_dir, self.auto_remove, self.xcom_all = network_mode, mount_tmp_dir, auto_remove, xcom_all
        self.skip_on_exit_code = skip_on_exit_code if skip_on_exit_code is not None else []
        self.cpus, self.mem_limit, self.shm_size, self.labels = cpus, mem_limit, shm_size, labels
        self.env_file = self.container_name = None
        self.container = None

    @functools.cached_property
    def cli(self):
        return docker.APIClient(base_url=os.environ.get("DOCKER_HOST"))

    def execute(self, context):
        self.container = self.cli.create_container(
            image=self.image, command=self.command, labels=self.labels, environment={**self.environment, **self._private_environment},
            host_config=self.cli.create_host_config(
                mounts=[m if isinstance(m, Mount) else Mount(**m) for m in self.mounts], network_mode=self.network_mode, shm_size=self.shm_size,
                cpu_shares=round(self.cpus * 1024), mem_limit=self.mem_limit))
        container = self.container["Id"]
        stream = self.cli.attach(container=container, stdout=True, stderr=True, stream=True)
        try:
            self.cli.start(container)
            lines = b"".join(stream).decode().splitlines()
            for line in lines:
                self.log.info("%s", line)
            code = self.cli.wait(container)["StatusCode"]
            if code in self.skip_on_exit_code:
                raise DockerContainerFailedSkipException(f"exit code {code}", logs=lines)
            if code != 0:
                raise DockerContainerFailedException(f"exit code {code}", logs=lines)
            return lines if self.xcom_all else lines[-1]
        finally:
            if self.auto_remove == "force":
                self.cli.remove_container(container, force=True)

    def on_kill(self):
        if self.container is not None:
            self.cli.stop(self.container["Id"])
            if self.auto_remove == "force":
                self.cli.remove_container(self.container["Id"], force=True)


class KubernetesPodOperator(BaseOperator):
    """Knows a pod's end from the test: `exit_code`."""

    template_fields = ("image", "arguments", "env_vars", "namespace", "name", "pod_template_file")

    def __init__(self, *, image, arguments, namespace, name, env_vars, pod_template_file, do_xcom_push, on_finish_action, skip_on_exit_code,
                 log_pod_spec_on_failure, **kwargs):
        super().__init__(**kwargs)
        self.image, self.arguments, self.namespace, self.name, self.env_vars = image, arguments, namespace, name, env_vars
        self.pod_template_file, self.do_xcom_push, self.on_finish_action = pod_template_file, do_xcom_push, on_finish_action
        self.skip_on_exit_code, self.log_pod_spec_on_failure, self.exit_code = skip_on_exit_code, log_pod_spec_on_failure, 0

    def execute(self, context):
        if self.exit_code in self.skip_on_exit_code:
            raise AirflowSkipException("skipped")
        if self.exit_code != 0:
            raise AirflowException("The pod returned a failure.")
        return {"status": "ok"}


class EcsRunTaskOperator(BaseOperator):
    """Knows a task's end from the test: `exit_code` and the last line of its log."""

    template_fields = ("task_definition", "cluster", "overrides", "launch_type", "network_configuration", "awslogs_group", "awslogs_stream_prefix", "container_name", "reattach")

    def __init__(self, *, task_definition, cluster, overrides, launch_type, network_configuration, awslogs_group, awslogs_stream_prefix, container_name,
                 reattach, deferrable, skip_on_exit_code, **kwargs):
        super().__init__(**kwargs)
        self.task_definition, self.cluster, self.overrides, self.launch_type = task_definition, cluster, overrides, launch_type
        self.network_configuration, self.awslogs_group, self.awslogs_stream_prefix = network_configuration, awslogs_group, awslogs_stream_prefix
        self.container_name, self.reattach, self.deferrable, self.skip_on_exit_code = container_name, reattach, deferrable, skip_on_exit_code
        self.exit_code, self.last_line = 0, None

    def execute(self, context):
        if self.exit_code != 0:
            raise (AirflowSkipException if self.exit_code in self.skip_on_exit_code else AirflowException)("This task is not in success state")
        return self.last_line


def install() -> bool:
    """Puts the stand-ins where Airflow's modules would be; False where Airflow itself is installed."""
    if getattr(sys.modules.get("airflow"), "stands_in", False):
        return True
    found = importlib.util.find_spec("airflow")
    if found is not None and found.origin is not None:
        return False
    names = {
        "airflow": {"stands_in": True}, "airflow.providers": {}, "airflow.providers.docker": {}, "airflow.providers.docker.operators": {},
        "airflow.providers.cncf": {}, "airflow.providers.cncf.kubernetes": {}, "airflow.providers.cncf.kubernetes.operators": {},
        "airflow.providers.cncf.kubernetes.operators.pod": {"KubernetesPodOperator": KubernetesPodOperator},
        "airflow.providers.amazon": {}, "airflow.providers.amazon.aws": {}, "airflow.providers.amazon.aws.operators": {},
        "airflow.providers.amazon.aws.operators.ecs": {"EcsRunTaskOperator": EcsRunTaskOperator},
        "airflow.sdk": {"Asset": Asset, "DAG": DAG, "Param": Param, "TaskGroup": TaskGroup, "Variable": Variable},
        "airflow.sdk.exceptions": {e.__name__: e for e in (AirflowException, AirflowFailException, AirflowSkipException)},
        "airflow.sdk.log": {"mask_secret": masked.append},
        "airflow.providers.docker.exceptions": {e.__name__: e for e in (DockerContainerFailedException, DockerContainerFailedSkipException)},
        "airflow.providers.docker.operators.docker": {"DockerOperator": DockerOperator},
    }
    for name, content in names.items():
        sys.modules[name] = module = types.ModuleType(name)
        module.__path__ = []
        vars(module).update(content)
    return True


masked: list[str] = []
