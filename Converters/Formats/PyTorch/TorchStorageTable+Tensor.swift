import ZooTensors

extension TorchStorageTable {
  /// A tensor over a part of a storage, with every number proven to lie inside of it.
  func tensor(
    over view: TorchStorageView,
    offset: Int,
    shape dimensions: [Int],
    strides: [Int],
    dtype given: DType?,
    limits: ParsingLimits
  ) throws(FormatError) -> TorchTensor {
    let record = records[view.storage]
    let dtype: DType
    switch record.type {
    case .typed(let own): dtype = given ?? own
    case .untyped: dtype = given ?? .u8
    case .quantized(let name, _):
      throw FormatError(.unsupported, "its storage is quantized (\(name)); save a plain tensor")
    }
    guard let width = dtype.byteWidth else {
      throw FormatError(.unsupported, "elements of type \(dtype) are not read")
    }
    let shape = try Shape(dimensions, limits: limits)
    guard strides.count == dimensions.count else {
      throw FormatError(
        .inconsistent,
        "its size has \(dimensions.count) axes and its stride \(strides.count)"
      )
    }
    if let negative = strides.first(where: { $0 < 0 }) {
      throw FormatError(.invalidValue, "its stride \(negative) is negative")
    }
    guard offset >= 0 else {
      throw FormatError(.invalidValue, "its offset \(offset) is negative")
    }
    let extent = try extent(shape, strides)
    let available = view.count * record.type.byteWidth / width
    guard offset <= available, extent <= available - offset else {
      throw FormatError(
        .inconsistent,
        "it needs \(extent) elements from \(offset) on, its storage '\(record.key)' has \(available)"
      )
    }
    let logical = try dtype.byteCount(ofElements: shape.elementCount)
    guard logical <= max(extent * width, limits.inflatedBytes) else {
      throw .limit(
        "bytes of an expanded tensor",
        logical,
        limits.inflatedBytes,
        "ParsingLimits.inflatedBytes"
      )
    }
    return TorchTensor(
      dtype: dtype,
      shape: shape,
      strides: strides,
      storage: view.storage,
      byteOffset: view.start * record.type.byteWidth + offset * width,
      byteCount: extent * width
    )
  }

  /// The elements from the first to the last, both included.
  private func extent(_ shape: Shape, _ strides: [Int]) throws(FormatError) -> Int {
    guard shape.elementCount > 0 else { return 0 }
    var last = 0
    for (dimension, stride) in zip(shape.dimensions, strides) {
      last = try last.adding(
        try (dimension - 1).multiplied(by: stride, "its stride"),
        "its extent"
      )
    }
    return try last.adding(1, "its extent")
  }
}
