"""What the layers of an image hold, each by itself: a file that a later layer hides is still there for whoever pulls the image."""

from __future__ import annotations

import json
import pathlib
import re
import tarfile
import tempfile

from engine import docker

DOCKERFILE = pathlib.Path(__file__).resolve().parents[3] / "Dockerfile"


def base() -> str:
    """The image that the last stage of the Dockerfile begins with."""
    return re.findall(r"^FROM (\S+) AS cti$", DOCKERFILE.read_text(encoding="utf-8"), re.MULTILINE)[0]


def files_beyond(image: str, base_image: str) -> list[str]:
    """The files, folders left out, of all layers of an image that are not its base image's."""
    # A builder of its own leaves no base image in the engine.
    if docker("image", "inspect", base_image, check=False).returncode != 0:
        docker("pull", "--quiet", base_image)
    known = set(json.loads(docker("image", "inspect", base_image).stdout)[0]["RootFS"]["Layers"])
    names: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/image.tar"
        docker("save", "--output", path, image)
        with tarfile.open(path) as saved:
            manifest = json.load(saved.extractfile("manifest.json"))[0]
            ids = json.load(saved.extractfile(manifest["Config"]))["rootfs"]["diff_ids"]
            for layer, diff_id in zip(manifest["Layers"], ids, strict=True):
                if diff_id not in known:
                    with tarfile.open(fileobj=saved.extractfile(layer)) as files:
                        names |= {member.name.removeprefix("./") for member in files if not member.isdir()}
    if not names:
        raise AssertionError(f"{image} holds nothing that {base_image} does not: is that its base?")
    return sorted(names)
