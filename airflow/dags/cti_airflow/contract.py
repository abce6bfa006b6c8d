"""The image's contract as Airflow sees it: what an exit code means, which line is the result, what the settings say to the engine.

Plain Python: nothing of Airflow or Docker is imported here.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Container, Iterable, Mapping
from enum import Enum

NOTHING_TO_DO = 99
"""Airflow's skip code."""

_LINEAGE = "{{{{ macros.OpenLineageProviderPlugin.{0}(task_instance) if macros.OpenLineageProviderPlugin is defined else '' }}}}"
LINEAGE = {
    "OPENLINEAGE_PARENT_ID": _LINEAGE.format("lineage_parent_id"),
    "OPENLINEAGE_ROOT_PARENT_ID": _LINEAGE.format("lineage_root_parent_id"),
}
"""Which run of Airflow's the program's own lineage hangs on, as templates; empty where the OpenLineage provider is not installed."""

_UNITS = {"": 1, "b": 1, "k": 1024, "m": 1024**2, "g": 1024**3, "t": 1024**4}
_SECRETS = ("access_key", "secret_key", "session_token", "password", "pepper")


class SkipCode(Container):
    """The skip code for Airflow's operators, which ask it about each exit code: so it is also the one place that learns the code."""

    def __init__(self) -> None:
        self.seen: int | None = None

    def __contains__(self, exit_code: object) -> bool:
        self.seen = exit_code if isinstance(exit_code, int) else None
        return exit_code == NOTHING_TO_DO

    def __str__(self) -> str:
        """As operators name it in what they log when they skip."""
        return str(NOTHING_TO_DO)


class Ending(Enum):
    """What is to be done about the end of a container."""

    DONE = "done"
    SKIP = "skip"
    FAIL = "fail, and don't try again: the same call would end the same way"
    RETRY = "fail, and try again if there are tries left"


def ending(exit_code: int) -> Ending:
    """What an exit code asks for; unknown ones may be tried again."""
    if exit_code == 0:
        return Ending.DONE
    if exit_code == NOTHING_TO_DO:
        return Ending.SKIP
    return Ending.FAIL if exit_code in (2, 3, 4) else Ending.RETRY


def explain(exit_code: int, lines: Iterable[str], memory: str | None) -> str:
    """One sentence on why a container failed: the program's own where it could say one."""
    if exit_code == 137:
        limit = f"its memory limit of {memory}" if memory else "the memory of its machine"
        return (
            f"The container was killed (exit code 137), most likely because it reached {limit}: raise `mem` in the Variable job_secret. "
            "Files on a tmpfs count as memory too. The next try does the work again and changes nothing twice."
        )
    result = last_result(lines) or {}
    error = result.get("error") or {}
    said = error.get("message") or "it left no result; its log says more"
    return f"The container ended with exit code {exit_code} ({error.get('kind', 'unknown')}): {said}"


def last_result(lines: Iterable[str]) -> dict | None:
    """The last line that is a result or a plan: standard output and error come merged, and in no certain order."""
    for line in reversed(list(lines)):
        try:
            answer = json.loads(line)
        except ValueError:
            continue
        if isinstance(answer, dict) and ({"status", "verb"} <= answer.keys() or {"dataset", "shards"} <= answer.keys()):
            return answer
    return None


def handed_over(result: dict | None) -> dict | list | None:
    """What the next task gets of a result: of a plan its shards, to be mapped over, else all."""
    return result["shards"] if result and "shards" in result else result


def command(arguments: Iterable[str], shard: Mapping[str, object] | None) -> list[str]:
    """The command line: what rendered empty is left out, the shard is said."""
    return [argument for argument in arguments if argument] + (["--shard", str(shard["shard"])] if shard else [])


def engine_limits(settings: Mapping[str, object]) -> tuple[float, str | None, int | None]:
    """`cpus`, `mem` and `shm_size` of the settings as the engine takes them: cores, text, bytes."""
    cpus, memory, shared = (settings.get(key) for key in ("cpus", "mem", "shm_size"))
    try:
        cores = float(str(cpus)) if cpus not in (None, "") else 1.0
    except ValueError:
        cores = math.nan
    if not 0 < cores <= 1024:
        raise ValueError("The setting cpus in the Variable job_secret is no number of cores.")
    return cores, str(size(memory, "mem")) if memory else None, size(shared, "shm_size") if shared else None


def size(text: object, key: str) -> int:
    """Bytes of a size as Docker writes it: `512m`, `4g`, 1073741824."""
    match = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([bkmgt]?)b?\s*", str(text).lower())
    if not match:
        raise ValueError(f"The setting {key} in the Variable job_secret is no size, as 512m or 4g.")
    return int(float(match[1]) * _UNITS[match[2]])


def secrets(settings: Mapping[str, object]) -> list[str]:
    """The values that no log may show."""
    return [value for key in _SECRETS if isinstance(value := settings.get(key), str) and value]
