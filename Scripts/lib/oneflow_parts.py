"""OneFlow's own code that saves and loads, over stand-ins for its native library.

The wheel of OneFlow 0.7.0 on PyPI holds the Python sources without the native library, so that
`import oneflow` fails. `check_point_v2.py`, which writes and reads checkpoints, is loaded from the
wheel as it is; what it takes from the library is replaced here: a tensor that is a NumPy array, the
numbers of element types, and the message `VariableMetaInfo`, whose text holds the names of fields and
types only.
"""

import importlib.util
import pathlib
import sys
import types

import numpy as np
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

# `DataType` of oneflow/core/common/data_type.proto, those that NumPy has as well.
TYPES = {
    "kFloat": (2, np.float32), "kDouble": (3, np.float64), "kInt8": (4, np.int8),
    "kInt32": (5, np.int32), "kInt64": (6, np.int64), "kUInt8": (7, np.uint8),
    "kFloat16": (9, np.float16), "kBool": (12, np.bool_),
}
NUMBERS = {np.dtype(kind): number for number, kind in TYPES.values()}
KINDS = {number: kind for number, kind in TYPES.values()}


class dtype:
    """An element type; the native class is pickled as its number."""

    def __init__(self, number=0):
        self.number = number

    def __getstate__(self):
        return self.number

    def __setstate__(self, number):
        self.number = number


class Tensor:
    """A tensor of the process itself on the CPU."""

    is_local = True
    is_cuda = False

    def __init__(self, data):
        self.array = data.array if isinstance(data, Tensor) else np.asarray(data)

    def numpy(self):
        return self.array

    shape = property(lambda self: self.array.shape)
    dtype = property(lambda self: dtype(NUMBERS[self.array.dtype]))


class placement:
    """Where a tensor of several processes lies; only its name is needed."""


def message():
    """`VariableMetaInfo` with the fields that 0.7.0 writes."""
    file = descriptor_pb2.FileDescriptorProto(name="meta.proto", package="oneflow")
    enum = file.enum_type.add(name="DataType")
    enum.value.add(name="kInvalidDataType", number=0)
    for name, (number, _) in TYPES.items():
        enum.value.add(name=name, number=number)
    shape = file.message_type.add(name="ShapeProto")
    shape.field.add(name="dim", number=1, type=3, label=3)
    info = file.message_type.add(name="VariableMetaInfo")
    info.field.add(name="shape", number=2, type=11, label=2, type_name=".oneflow.ShapeProto")
    info.field.add(name="data_type", number=3, type=14, label=2, type_name=".oneflow.DataType")
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("oneflow.VariableMetaInfo"))


def module(name, **contents):
    made = types.ModuleType(name)
    made.__dict__.update(contents)
    sys.modules[name] = made
    parent, _, last = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], last, made)
    return made


def load():
    """The module `check_point_v2` of the wheel, and the tensor that it saves."""
    root = pathlib.Path(importlib.util.find_spec("oneflow").submodule_search_locations[0])
    for kind in (dtype, Tensor, placement):
        kind.__module__ = "oneflow"
    counts = {}

    def unique(prefix):
        counts[prefix] = counts.get(prefix, -1) + 1
        return f"{prefix}{counts[prefix]}"

    def to_numpy(kind):
        return KINDS[kind.number]

    flow = module(
        "oneflow", dtype=dtype, Tensor=Tensor, tensor=lambda data, **more: Tensor(data),
        env=types.SimpleNamespace(get_rank=lambda: 0), placement=placement)
    flow.__path__ = []
    internal = module("oneflow._oneflow_internal", placement=placement, UniqueStr=unique)
    internal.deprecated = types.SimpleNamespace(GetProtoDtype4OfDtype=lambda kind: kind.number)
    for name in ["core", "core.framework", "framework", "nn", "nn.graph"]:
        module(f"oneflow.{name}").__path__ = []
    module("oneflow.core.framework.variable_meta_info_pb2", VariableMetaInfo=message())
    module(
        "oneflow.framework.dtype", convert_proto_dtype_to_oneflow_dtype=dtype,
        convert_oneflow_dtype_to_numpy_dtype=to_numpy)
    module("oneflow.framework.id_util", UniqueStr=unique)
    module("oneflow.framework.tensor", Tensor=Tensor)
    module("oneflow.nn.graph.graph", Graph=type("Graph", (), {}))
    spec = importlib.util.spec_from_file_location(
        "oneflow.framework.check_point_v2", root / "framework" / "check_point_v2.py")
    code = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(code)
    code.RegisterMethods()
    return code, Tensor
