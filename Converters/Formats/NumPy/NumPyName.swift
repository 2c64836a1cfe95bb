import ZooTensors

/// The classes and functions of a pickle that NumPy arrays are made of; everything else is `.other`.
///
/// Source: `numpy/_core/multiarray.py`, `numpy/_core/numeric.py` (`numpy/core/` before 2.0) and
/// `numpy/_core/src/multiarray/methods.c`, `array_reduce`; `jax/_src/array.py`.
enum NumPyName: Sendable, Hashable {
  /// `_reconstruct(class, (0,), b'b')`, an empty array that a state is given to.
  case reconstruct
  /// `_frombuffer(bytes, dtype, shape, order[, axis_order])`, of protocol 5.
  case fromBuffer
  /// `_reconstruct_array(_reconstruct, arguments, state, …)`, an array of JAX around one of NumPy.
  case reconstructJAX
  /// `scalar(dtype, bytes)`, one number.
  case scalar
  /// `numpy.ndarray`, and its kin that differ in their behaviour only.
  case array
  /// `numpy.dtype`.
  case dtype
  /// An element type of `ml_dtypes`; `nil` for one that is not read.
  case extensionType(DType?)
  /// `_codecs.encode(text, 'latin1')`: bytes in the protocols that have none.
  case encode
  /// The class of bytes, which is called for empty ones in protocols that have none.
  case bytes
  /// Anything else.
  case other

  /// Recognises a name as the pickle spells it.
  init(module: String, name: String) {
    switch (module, name) {
    case ("numpy.core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "_reconstruct"):
      self = .reconstruct
    case ("numpy.core.numeric", "_frombuffer"), ("numpy._core.numeric", "_frombuffer"):
      self = .fromBuffer
    case ("jax._src.array", "_reconstruct_array"),
      ("jax._src.device_array", "reconstruct_device_array"):
      self = .reconstructJAX
    case ("numpy.core.multiarray", "scalar"), ("numpy._core.multiarray", "scalar"):
      self = .scalar
    case ("numpy", "ndarray"), ("numpy", "memmap"), ("numpy.core.memmap", "memmap"),
      ("numpy._core.memmap", "memmap"), ("numpy", "matrix"),
      ("numpy.matrixlib.defmatrix", "matrix"), ("numpy.core.defmatrix", "matrix"):
      self = .array
    case ("numpy", "dtype"): self = .dtype
    case ("ml_dtypes", _), ("ml_dtypes._ml_dtypes_ext", _), ("jaxlib.xla_extension", "bfloat16"),
      ("tensorflow", "bfloat16"), ("bfloat16", "bfloat16"):
      self = .extensionType(DType(extensionName: name))
    case ("_codecs", "encode"): self = .encode
    case ("builtins", "bytes"), ("__builtin__", "bytes"): self = .bytes
    default: self = .other
    }
  }
}
