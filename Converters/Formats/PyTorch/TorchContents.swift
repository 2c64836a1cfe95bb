import ZooTensors

/// What one file of any of the containers holds.
struct TorchContents: Sendable {
  let tensors: [StoredTensor]
  let notes: [String]

  /// The tensors of several files, each file's below a name of its own.
  init(joining parts: [(name: String, contents: TorchContents)]) throws(FormatError) {
    tensors = try Self.sorted(
      parts.flatMap { part in
        part.contents.tensors.map { tensor in
          StoredTensor(
            name: tensor.name.isEmpty ? part.name : "\(part.name).\(tensor.name)",
            dtype: tensor.dtype,
            shape: tensor.shape,
            strides: tensor.strides,
            content: tensor.content
          )
        }
      }
    )
    notes = parts.flatMap { part in part.contents.notes.map { "\(part.name): \($0)" } }
  }

  /// The weights of a file, as ``TorchSelection`` finds them.
  init(_ file: TorchFile, limits: ParsingLimits) throws(FormatError) {
    let selection = try TorchSelection(file.objects, limits: limits)
    try self.init(
      selection.tensors,
      storages: file.storages,
      notes: file.notes + selection.notes,
      isTensor: selection.isTensor,
      limits: limits
    )
  }

  /// Gives each tensor the bytes of its storage; one that was saved alone has no name.
  init(
    _ named: [(name: String, value: TorchValue)],
    storages: [TorchStorage],
    notes: [String],
    isTensor: Bool = false,
    limits: ParsingLimits
  ) throws(FormatError) {
    var tensors: [StoredTensor] = []
    tensors.reserveCapacity(named.count)
    for (name, value) in named {
      if !isTensor { try TensorName.check(name, limits: limits) }
      tensors.append(StoredTensor(name, value, storages))
    }
    self.tensors = try Self.sorted(tensors)
    self.notes = notes
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
  /// A tensor over its storage, or an array of NumPy.
  init(_ name: String, _ value: TorchValue, _ storages: [TorchStorage]) {
    switch value {
    case .array(let array): self = array.stored(as: name)
    case .tensor(let tensor):
      self.init(
        name: name,
        dtype: tensor.dtype,
        shape: tensor.shape,
        strides: tensor.strides,
        content: Self.content(tensor, storages[tensor.storage])
      )
    }
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
