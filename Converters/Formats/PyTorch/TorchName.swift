import ZooTensors

/// The classes and functions of a pickle that have a meaning for tensors; everything else is opaque.
///
/// Source: `torch/_utils.py`, `torch/_tensor.py` and `torch/serialization.py`, releases 0.1 to 2.13.
enum TorchName: Sendable, Hashable {
  /// `_rebuild_tensor(storage, offset, size, stride)`.
  case rebuildTensor
  /// `_rebuild_tensor_v2(…, requires_grad, hooks[, metadata])`.
  case rebuildTensorV2
  /// `_rebuild_tensor_v3(…, requires_grad, hooks, dtype[, metadata])`.
  case rebuildTensorV3
  /// `_rebuild_parameter(tensor, requires_grad, hooks)`.
  case rebuildParameter
  /// `_rebuild_parameter_with_state(tensor, requires_grad, hooks, state)`.
  case rebuildParameterWithState
  /// `_rebuild_from_type_v2(function, type, arguments, state)` and its first version.
  case rebuildFromType
  /// A kind of tensor that has no plain elements; the words say which.
  case unsupportedTensor(String)
  /// `torch.Tensor`.
  case tensor
  /// `torch.nn.Parameter`, and the `Variable` of the first releases.
  case parameter
  /// `torch.FloatTensor` and its kin, which the first releases pickled themselves.
  case typedTensor(TorchStorageType)
  /// `torch.FloatStorage` and its kin.
  case storage(TorchStorageType)
  /// `torch.float32` and its kin.
  case dtype(DType)
  /// `torch.Size`.
  case size
  /// A dictionary class.
  case mapping
  /// A function of NumPy that makes an array.
  case array
  /// A class of TorchScript, whose objects are modules.
  case scriptClass
  /// What TorchScript wraps around a list or dictionary to state its type; the value comes first.
  case scriptContainer
  /// A class whose objects hold a plain value and no tensors.
  case plain
  /// Anything else.
  case other

  /// Recognises a name as the pickle spells it.
  init(module: String, name: String) {
    switch module {
    case "torch._utils": self = Self.utility(name)
    case "torch._tensor", "torch.tensor": self = Self.tensorModule(name)
    case "torch.nn.parameter", "torch.autograd.variable":
      self = ["Parameter", "Buffer", "Variable"].contains(name) ? .parameter : .other
    case "torch", "torch.cuda", "torch.storage": self = Self.core(module, name)
    case "torch.serialization": self = name == "_get_layout" ? .plain : .other
    case "collections":
      self = ["OrderedDict", "defaultdict"].contains(name) ? .mapping : .other
    case "builtins", "__builtin__":
      switch name {
      case "dict": self = .mapping
      case "set", "frozenset", "complex", "bytearray", "slice", "range": self = .plain
      default: self = .other
      }
    case "_codecs": self = name == "encode" ? .plain : .other
    case "torch.jit._pickle":
      self = name == "restore_type_tag" || name.hasPrefix("build_") ? .scriptContainer : .other
    case "__torch__": self = .scriptClass
    default:
      self = module.hasPrefix("__torch__.") ? .scriptClass : Self.numPy(module, name)
    }
  }

  private static func numPy(_ module: String, _ name: String) -> TorchName {
    switch NumPyName(module: module, name: name) {
    case .reconstruct, .fromBuffer: .array
    // Single numbers are what was measured, such as a loss, and no weights.
    case .scalar, .dtype: .plain
    default: .other
    }
  }

  private static func utility(_ name: String) -> TorchName {
    switch name {
    case "_rebuild_tensor": .rebuildTensor
    case "_rebuild_tensor_v2": .rebuildTensorV2
    case "_rebuild_tensor_v3": .rebuildTensorV3
    case "_rebuild_parameter": .rebuildParameter
    case "_rebuild_parameter_with_state": .rebuildParameterWithState
    case "_rebuild_sparse_tensor", "_rebuild_sparse_csr_tensor", "_rebuild_sparse_tensor_v2":
      .unsupportedTensor("sparse")
    case "_rebuild_qtensor": .unsupportedTensor("quantized")
    case "_rebuild_meta_tensor_no_storage": .unsupportedTensor("stored without its elements (meta)")
    case "_rebuild_nested_tensor": .unsupportedTensor("nested")
    default:
      name.hasPrefix("_rebuild_") ? .unsupportedTensor("of a special kind (\(name))") : .other
    }
  }

  private static func tensorModule(_ name: String) -> TorchName {
    switch name {
    case "_rebuild_from_type_v2", "_rebuild_from_type": .rebuildFromType
    case "Tensor": .tensor
    default: .other
    }
  }

  private static func core(_ module: String, _ name: String) -> TorchName {
    if name.hasSuffix("Storage"), let type = TorchStorageType(prefix: name.dropLast(7)) {
      return .storage(type)
    }
    guard module != "torch.storage" else { return .other }
    if name.hasSuffix("Tensor"), let type = TorchStorageType(prefix: name.dropLast(6)) {
      return .typedTensor(type)
    }
    guard module == "torch" else { return .other }
    if let dtype = DType(torchName: name) { return .dtype(dtype) }
    switch name {
    case "Tensor": return .tensor
    case "Size": return .size
    case "device", "per_tensor_affine", "per_channel_affine", "strided": return .plain
    default: return .other
    }
  }
}
