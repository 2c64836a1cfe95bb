"""The layout of a T5X checkpoint, written and read with Flax and TensorStore.

T5X is not a package that can be installed. What it does to save is short: each array that is
partitioned goes to a zarr directory named by its path, and the MessagePack file holds TensorStore's
specification in its place (`google-research/t5x`, `t5x/checkpoints.py`, `_get_spec`, `save`).
"""

import numpy as np
import tensorstore
from flax import serialization, traverse_util


def specification(path, array, metadata):
    """What T5X makes of an array: the path relative, the type by its JAX name."""
    return {
        "driver": "zarr", "dtype": array.dtype.name, "metadata": metadata,
        "kvstore": {"driver": "file", "path": path.replace("/", ".")},
    }


def placed(spec, directory):
    """The specification with its path below a directory, where the arrays are now."""
    path = spec["kvstore"].get("path") or spec["path"]
    rest = {key: value for key, value in spec.items() if key != "path"}
    return {**rest, "kvstore": {"driver": "file", "path": f"{directory}/{path}"}}


def old(spec):
    """The form of 2021: the path beside the store, a bucket in it, the type in the metadata.

    A type in the metadata leaves nothing open, and TensorStore then states the domain as well.
    """
    code = np.dtype(spec["dtype"]).newbyteorder("<").str
    bucket = {"driver": "gcs", "bucket": "t5x-dummy-bucket", "path": spec["kvstore"]["path"]}
    found = tensorstore.Spec({
        "driver": "zarr", "kvstore": bucket, "metadata": {**spec["metadata"], "dtype": code},
    }).to_json()
    assert "transform" in found
    path = found["kvstore"].pop("path").removesuffix("/")
    return {**found, "path": path}


def save(directory, tree, chunks={}, inline=(), version=3, options={}, is_old=False):
    """Writes `checkpoint` and the arrays; `inline` names those that stay in the file."""
    directory.mkdir(parents=True, exist_ok=True)
    written = {}
    for path, value in traverse_util.flatten_dict(tree, keep_empty_nodes=True, sep="/").items():
        if not isinstance(value, (np.ndarray, np.generic)) or path in inline:
            written[path] = value
            continue
        value = np.asarray(value)
        metadata = {"compressor": {"id": "gzip"}, "shape": list(value.shape),
                    **options.get(path, {})}
        if value.size:
            metadata["chunks"] = chunks.get(path, list(value.shape))
        spec = specification(path, value, metadata)
        store = tensorstore.open(placed(spec, directory), create=True, open=True).result()
        store.write(value).result()
        written[path] = old(spec) if is_old else tensorstore.Spec(spec).to_json()
    content = {"version": version, "optimizer": traverse_util.unflatten_dict(written, sep="/")}
    (directory / "checkpoint").write_bytes(serialization.msgpack_serialize(content))


def restore(directory):
    """The arrays by their paths below `optimizer`, as T5X reads them."""
    content = serialization.msgpack_restore((directory / "checkpoint").read_bytes())
    found = {}
    def walk(node, path):
        if isinstance(node, dict) and "kvstore" in node:
            spec = placed(node, directory)
            found[path] = np.asarray(tensorstore.open(spec, open=True).result().read().result())
        elif isinstance(node, dict):
            for key, value in node.items():
                walk(value, f"{path}/{key}" if path else key)
        elif isinstance(node, (np.ndarray, np.generic)):
            found[path] = np.asarray(node)
    walk(content["optimizer"], "")
    return found
