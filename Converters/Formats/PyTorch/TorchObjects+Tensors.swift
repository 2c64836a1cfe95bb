import ZooTensors

extension TorchObjects {
  /// The tensor that a node of role ``Role/tensor`` stands for, or the array of NumPy.
  ///
  /// - Throws: ``FormatError`` naming `name` where it has no plain elements, or where any number
  ///   reaches outside its storage.
  mutating func tensor(_ ref: PickleRef, named name: String) throws(FormatError) -> TorchValue {
    if let array = try arrays.array(ref, named: name) { return .array(array) }
    do throws(FormatError) {
      return .tensor(try tensor(ref))
    } catch {
      throw error.aboutTensor(name)
    }
  }

  private mutating func tensor(_ ref: PickleRef) throws(FormatError) -> TorchTensor {
    if let known = tensors[ref] { return known }
    guard case .call(let call) = graph[ref], let arguments = graph.tuple(call.arguments) else {
      throw FormatError(.invalidValue, "expected a tensor, found something else")
    }
    let function = try names[call.function]
    let parts = Array(arguments)
    guard call.items.isEmpty, call.entries.isEmpty else {
      throw FormatError(.invalidValue, "items were set in a tensor")
    }
    switch function {
    case .typedTensor(let type): return try pickledByItself(type, parts, state: call.state)
    case .parameter: return try parameter(parts, state: call.state)
    default:
      guard call.state == nil else {
        throw FormatError(.invalidValue, "a state was given to a tensor")
      }
      return try rebuilt(function, parts)
    }
  }

  /// The result of one of the functions in `torch._utils`.
  private mutating func rebuilt(
    _ function: TorchName,
    _ parts: [PickleRef]
  ) throws(FormatError) -> TorchTensor {
    switch function {
    case .rebuildTensor:
      try require(parts, 4...4)
      return try view(parts[0], parts[1], parts[2], parts[3], dtype: nil)
    case .rebuildTensorV2:
      try require(parts, 6...7)
      try checkGradient(parts[4], hooks: parts[5])
      var tensor = try view(parts[0], parts[1], parts[2], parts[3], dtype: nil)
      if parts.count == 7 { try applySigns(parts[6], to: &tensor) }
      return tensor
    case .rebuildTensorV3:
      try require(parts, 7...8)
      try checkGradient(parts[4], hooks: parts[5])
      guard case .dtype(let dtype) = try names[parts[6]] else {
        throw FormatError(
          .unsupported,
          "elements of type \(try names.title(parts[6])) are not read"
        )
      }
      var tensor = try view(parts[0], parts[1], parts[2], parts[3], dtype: dtype)
      if parts.count == 8 { try applySigns(parts[7], to: &tensor) }
      return tensor
    case .rebuildParameter, .rebuildParameterWithState:
      let count = function == .rebuildParameter ? 3 : 4
      try require(parts, count...count)
      try checkGradient(parts[1], hooks: parts[2])
      return try tensor(parts[0])
    case .rebuildFromType:
      try require(parts, 4...4)
      switch try names[parts[1]] {
      case .tensor, .parameter: break
      default:
        throw FormatError(
          .unsupported,
          "it is of the class \(try names.title(parts[1])), which is not read"
        )
      }
      guard let arguments = graph.tuple(parts[2]) else {
        throw FormatError(.invalidValue, "its arguments are not a tuple")
      }
      return try rebuilt(try names[parts[0]], Array(arguments))
    case .unsupportedTensor(let kind):
      throw FormatError(
        .unsupported,
        "it is \(kind); save a plain dense tensor instead"
      )
    default:
      throw FormatError(.unsupported, "it is made by a function that is not read")
    }
  }

  /// A `Parameter` or `Variable` of the releases before 0.4.
  private mutating func parameter(
    _ parts: [PickleRef],
    state: PickleRef?
  ) throws(FormatError) -> TorchTensor {
    try require(parts, 1...2)
    if let state {
      guard let elements = graph.tuple(state), elements.count == 3 else {
        throw FormatError(.invalidValue, "its state is not (requires_grad, volatile, hooks)")
      }
    }
    return try tensor(parts[0])
  }

  /// A tensor of the first releases: storage, offset, size and stride as arguments or state.
  private mutating func pickledByItself(
    _ type: TorchStorageType,
    _ parts: [PickleRef],
    state: PickleRef?
  ) throws(FormatError) -> TorchTensor {
    var numbers = parts
    if let state {
      guard parts.isEmpty, let elements = graph.tuple(state) else {
        throw FormatError(.invalidValue, "its state is not (storage, offset, size, stride)")
      }
      numbers = Array(elements)
    }
    try require(numbers, 4...4)
    let tensor = try view(numbers[0], numbers[1], numbers[2], numbers[3], dtype: nil)
    guard storages.records[tensor.storage].type == type else {
      throw FormatError(.inconsistent, "its class and the class of its storage differ")
    }
    return tensor
  }

  // MARK: - Parts

  private func require(_ parts: [PickleRef], _ counts: ClosedRange<Int>) throws(FormatError) {
    guard counts.contains(parts.count) else {
      throw FormatError(
        .invalidValue,
        "it is made of \(parts.count) values, expected \(counts.lowerBound)"
      )
    }
  }

  private mutating func checkGradient(
    _ requiresGradient: PickleRef,
    hooks: PickleRef
  ) throws(FormatError) {
    guard case .bool = graph[requiresGradient] else {
      throw FormatError(.invalidValue, "its requires_grad is not a boolean")
    }
    if case .none = graph[hooks] { return }
    guard try isMapping(hooks) else {
      throw FormatError(.invalidValue, "its hooks are not a dictionary")
    }
  }

  /// The conjugate and negative bits of newer releases.
  private mutating func applySigns(
    _ metadata: PickleRef,
    to tensor: inout TorchTensor
  ) throws(FormatError) {
    if case .none = graph[metadata] { return }
    guard case .mapping(let entries) = try role(metadata) else {
      throw FormatError(.invalidValue, "its metadata is not a dictionary")
    }
    guard entries.count <= 16 else {
      throw FormatError(
        .unsupported,
        "its metadata has \(entries.count / 2) entries, at most 2 are known"
      )
    }
    var rest = entries
    while let key = rest.popFirst(), let value = rest.popFirst() {
      guard let name = try graph.string(key), case .bool(let isSet) = graph[value] else {
        throw FormatError(.unsupported, "its metadata holds something unknown")
      }
      switch name {
      case "conj": tensor.isConjugate = isSet
      case "neg": tensor.isNegative = isSet
      default:
        throw FormatError(.unsupported, "its metadata holds '\(printable(name))', which is unknown")
      }
    }
    guard !tensor.isConjugate || tensor.dtype == .c64 || tensor.dtype == .c128 else {
      throw FormatError(.inconsistent, "it is conjugated but its elements are not complex")
    }
    guard !tensor.isNegative || tensor.isConjugatable || tensor.dtype.isFloatingPoint else {
      throw FormatError(.unsupported, "it is lazily negated but has no floating-point elements")
    }
  }

  private func view(
    _ storage: PickleRef,
    _ offset: PickleRef,
    _ size: PickleRef,
    _ stride: PickleRef,
    dtype: DType?
  ) throws(FormatError) -> TorchTensor {
    guard let view = storages.views[storage] else {
      throw FormatError(.invalidValue, "its storage is not a storage of this file")
    }
    guard let offset = graph.int(offset) else {
      throw FormatError(.invalidValue, "its offset is not an integer")
    }
    return try storages.tensor(
      over: view,
      offset: offset,
      shape: try integers(size, "size"),
      strides: try integers(stride, "stride"),
      dtype: dtype,
      limits: limits
    )
  }

  private func integers(_ ref: PickleRef, _ what: String) throws(FormatError) -> [Int] {
    guard let elements = try graph.sizes(ref) else {
      throw FormatError(.invalidValue, "its \(what) is not a tuple")
    }
    try limits.checkRank(elements.count)
    var result: [Int] = []
    for element in elements {
      guard let value = graph.int(element) else {
        throw FormatError(
          .invalidValue,
          "its \(what) holds something that is not an integer of 64 bits"
        )
      }
      result.append(value)
    }
    return result
  }
}

extension TorchTensor {
  fileprivate var isConjugatable: Bool { dtype == .c64 || dtype == .c128 }
}
