import ZooTensors

/// What one file of any of the three containers holds.
struct TorchContents: Sendable {
  let tensors: [StoredTensor]
  let notes: [String]

  /// Gives each tensor of a selection the bytes of its storage.
  init(
    _ objects: TorchObjects,
    storages: [TorchStorage],
    notes: [String] = [],
    limits: ParsingLimits
  ) throws(FormatError) {
    let selection = try TorchSelection(objects, limits: limits)
    var tensors: [StoredTensor] = []
    tensors.reserveCapacity(selection.tensors.count)
    for (name, tensor) in selection.tensors {
      if !selection.isTensor { try TensorName.check(name, limits: limits) }
      tensors.append(StoredTensor(name, tensor, storages[tensor.storage]))
    }
    self.tensors = try Self.sorted(tensors)
    self.notes = notes + selection.notes
  }

  /// The tensors in the order of their names' bytes, proven unique.
  private static func sorted(_ tensors: [StoredTensor]) throws(FormatError) -> [StoredTensor] {
    var seen: Set<String> = []
    seen.reserveCapacity(tensors.count)
    for tensor in tensors where !seen.insert(tensor.name).inserted {
      throw FormatError(
        .invalidValue,
        "the name '\(printable(tensor.name))' belongs to two tensors"
      )
    }
    return tensors.sorted { $0.name.precedesInUTF8($1.name) }
  }
}

extension StoredTensor {
  /// A tensor over its storage.
  init(_ name: String, _ tensor: TorchTensor, _ storage: TorchStorage) {
    self.init(
      name: name,
      dtype: tensor.dtype,
      shape: tensor.shape,
      strides: tensor.strides,
      content: Self.content(tensor, storage)
    )
  }

  private static func content(
    _ tensor: TorchTensor,
    _ storage: TorchStorage
  ) -> any TensorContent {
    let isComplex = tensor.dtype == .c64 || tensor.dtype == .c128
    let plain = TorchTensorContent(
      storage: storage,
      offset: tensor.byteCount > 0 ? tensor.byteOffset : 0,
      count: tensor.byteCount,
      numberWidth: tensor.numberWidth
    )
    guard tensor.isConjugate || tensor.isNegative else { return plain }
    let second = isComplex ? tensor.isNegative != tensor.isConjugate : tensor.isNegative
    return TorchSignedContent(plain, flips: (tensor.isNegative, second))
  }
}
