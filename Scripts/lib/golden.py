"""The expected contents of a checkpoint: names, dtypes, shapes and SHA-256 of every tensor.

The digest is taken over the tensor's logical elements in row-major order, little-endian,
whatever strides, offsets, slices or shards the container used. Pins: see ../requirements-*.txt.
"""

import hashlib
import json
import pathlib

import numpy as np

# Spellings of safetensors; what it has no spelling for keeps the framework's common name.
TORCH_DTYPES = {
    "float64": "F64", "float32": "F32", "float16": "F16", "bfloat16": "BF16",
    "int64": "I64", "int32": "I32", "int16": "I16", "int8": "I8",
    "uint64": "U64", "uint32": "U32", "uint16": "U16", "uint8": "U8",
    "bool": "BOOL", "complex64": "C64", "complex128": "C128",
    "float8_e4m3fn": "F8_E4M3", "float8_e5m2": "F8_E5M2",
    "float8_e4m3fnuz": "F8_E4M3FNUZ", "float8_e5m2fnuz": "F8_E5M2FNUZ",
    "float8_e8m0fnu": "F8_E8M0", "float4_e2m1fn_x2": "F4",
}


def torch_bytes(tensor):
    """Row-major little-endian bytes of a torch tensor of any dtype, stride and offset."""
    import torch

    dense = tensor.detach().cpu().resolve_conj().resolve_neg().contiguous()
    if dense.numel() == 0:
        return b""
    return dense.reshape(-1).clone().view(torch.uint8).numpy().tobytes()


def torch_entry(name, tensor):
    dtype = str(tensor.dtype).removeprefix("torch.")
    return entry(name, TORCH_DTYPES[dtype], tuple(tensor.shape), torch_bytes(tensor))


def numpy_entry(name, array):
    dtype = TORCH_DTYPES[array.dtype.name]
    array = np.ascontiguousarray(array).reshape(array.shape)
    if array.dtype.byteorder == ">":
        array = array.astype(array.dtype.newbyteorder("<"))
    return entry(name, dtype, array.shape, array.tobytes())


def entry(name, dtype, shape, data):
    return {
        "name": name, "dtype": dtype, "shape": [int(n) for n in shape],
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def string_entry(name, shape):
    """A string tensor has no row-major bytes, so it is listed without a digest."""
    return {"name": name, "dtype": "STRING", "shape": [int(n) for n in shape]}


def by_name(entries):
    return sorted(entries, key=lambda e: e["name"].encode("utf-8"))


def render(entries):
    lines = ",\n".join("    " + json.dumps(e, ensure_ascii=False) for e in by_name(entries))
    return "[\n" + lines + "\n  ]" if entries else "[]"


def write(path, container, entries, **more):
    """Writes `<path>.golden.json` beside the file (or directory) it describes."""
    path = pathlib.Path(path)
    names = [e["name"] for e in entries]
    assert len(set(names)) == len(names), "a tensor is listed twice"
    head = {"container": container, **more}
    text = "{\n"
    for key, value in head.items():
        text += f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)},\n"
    text += f'  "tensors": {render(entries)}\n}}\n'
    path.with_name(path.name + ".golden.json").write_text(text, encoding="utf-8")
