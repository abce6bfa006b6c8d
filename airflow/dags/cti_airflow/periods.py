"""Which month a run is about, where its raw objects are, and its key."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any


def month_of(params: Mapping[str, Any], moment: datetime.datetime) -> str:
    """The month of a run as YYYY-MM: the one asked for, else for events the one before a moment's, else none."""
    if params["month"] or params["dataset"] != "events":
        return params["month"] or ""
    return (moment.replace(day=1) - datetime.timedelta(days=1)).strftime("%Y-%m")


def source_of(raw: str, params: Mapping[str, Any], moment: datetime.datetime) -> str:
    """Where a run's raw objects are: the place asked for, else for events YYYY/MM/, else a folder of the dataset's name."""
    folder = month_of(params, moment).replace("-", "/") if params["dataset"] == "events" else params["dataset"]
    return params["input"] or f"{raw}/{folder}/"


def run_key(dataset: str, moment: datetime.datetime) -> str:
    """The key of an incremental run: a task that is tried again after its container had ended gets its run again, in place of nothing new."""
    return moment.strftime(f"{dataset}-%Y%m%dT%H%M%S")


def option(name: str, value: object) -> str:
    """An option with its value for the command line; empty, and so left out, where there is no value."""
    return f"{name}={value}" if value not in (None, "") else ""
