"""Runs containers of the image under test by the Docker command, and reads what they said."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import subprocess
import tempfile
import uuid

IMAGE = os.environ.get("CTI_IMAGE", "cti_etl")
SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "samples"


def docker(*arguments: str, check: bool = True) -> subprocess.CompletedProcess:
    """Runs the Docker command; raises with what it said where it fails and `check` is set."""
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, timeout=120)
    if check and done.returncode != 0:
        raise RuntimeError(f"docker {' '.join(arguments[:3])} ended with {done.returncode}: {done.stderr.strip()}")
    return done


@dataclasses.dataclass
class Ended:
    """What a container left: exit code, both streams apart, and the two merged, as the engine's log has them."""

    code: int
    output: str
    errors: str
    merged: list[str]

    @property
    def result(self) -> dict:
        """The last line of the merged log that is a result."""
        for line in reversed(self.merged):
            try:
                answer = json.loads(line)
            except ValueError:
                continue
            if isinstance(answer, dict) and "status" in answer:
                return answer
        raise AssertionError("no result in the log:\n" + "\n".join(self.merged))

    @property
    def cause(self) -> str:
        """The last line of standard error."""
        return self.errors.rstrip("\n").rsplit("\n", 1)[-1]


class Container:
    """One container of the image: started at once, removed at the end of the `with`."""

    def __init__(self, *arguments: str, options: tuple[str, ...] = ()) -> None:
        self.id = docker("run", "--detach", *options, IMAGE, *arguments).stdout.strip()

    def __enter__(self) -> Container:
        return self

    def __exit__(self, *_: object) -> None:
        docker("rm", "--force", self.id, check=False)

    def wait(self) -> Ended:
        """Waits for its end."""
        code = int(docker("wait", self.id).stdout)
        logs = docker("logs", self.id)
        merged = subprocess.run(
            ["docker", "logs", self.id], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=True
        )
        return Ended(code, logs.stdout, logs.stderr, merged.stdout.splitlines())

    def wait_for_line(self, text: str) -> None:
        """Waits until a line of its log holds a text; fails where it ends before."""
        with subprocess.Popen(
            ["docker", "logs", "--follow", self.id], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as follower:
            try:
                for line in follower.stdout:
                    if text in line:
                        return
            finally:
                follower.kill()
        raise AssertionError(f"The container ended before it said {text!r}")

    def inspect(self, field: str) -> str:
        """A field by its Go template."""
        return docker("inspect", "--format", field, self.id).stdout.strip()


class Bench:
    """A folder that any user of a container may write to, mounted at /data, and a new volume for /spill."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="cti-image-", ignore_cleanup_errors=True)
        self.path = pathlib.Path(self._folder.name)
        self.path.chmod(0o777)
        self.volume = f"cti-image-{uuid.uuid4().hex}"
        docker("volume", "create", self.volume)

    def close(self) -> None:
        """Removes both; where root does not run the tests, files of the container's user stay."""
        docker("volume", "rm", "--force", self.volume, check=False)
        self._folder.cleanup()

    @property
    def mounts(self) -> tuple[str, ...]:
        """Options that mount both, and the samples at /samples."""
        return (
            "--volume", f"{self.path}:/data",
            "--volume", f"{SAMPLES}:/samples:ro",
            "--volume", f"{self.volume}:/spill",
        )

    def run(self, *arguments: str, options: tuple[str, ...] = ()) -> Ended:
        """Runs a container with the mounts to its end."""
        with Container(*arguments, options=(*self.mounts, *options)) as container:
            return container.wait()

    def files(self, pattern: str) -> list[pathlib.Path]:
        """What is in the data folder."""
        return sorted(self.path.rglob(pattern))

    def write_events(self, name: str, rows: int) -> None:
        """Writes valid events of one month, all different."""
        with open(self.path / name, "w", encoding="utf-8") as file:
            file.write("id,timestamp,email,country,ip,uri,action,tags\n")
            for row in range(rows):
                file.write(f"{row:08x}-b062-49a7-a856-74c89dcab4a4,2021-04-02 10:00:00,user{row}@mail{row % 997}.example,Palau,192.0.2.{row % 250},page/{row},visit,\"['Mr', 'eat']\"\n")
