import CZooKernels
public import ZooTensors

#if _endian(big)
#error("packages hold little-endian numbers, and reading them on this machine is not written yet")
#endif

extension Tensor {
  /// The elements where they lie in the mapped file, row-major; nothing is copied.
  ///
  /// ```swift
  /// let words = try model.tensor("bert.embeddings.word_embeddings.weight")
  /// let numbers = try words.elements(as: Float.self)
  /// ```
  ///
  /// Complexity: O(1).
  /// - Throws: ``ZooError`` with code `usage` where the tensor's element type is another; ``floats()``
  ///   converts.
  @_lifetime(borrow self)
  public func elements<T: TensorElement>(as type: T.Type) throws(ZooError) -> Span<T> {
    guard T.dtypes.contains(dtype) else {
      throw ZooError(
        .usage,
        "expected a tensor of \(T.dtypes.map(\.rawValue).sorted().joined(separator: " or ")) for "
          + "elements of \(T.self), found \(dtype); `floats()` converts floating-point types",
        tensor: name
      )
    }
    let raw = bytes
    let address = unsafe raw.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
    guard raw.byteCount == shape.elementCount * MemoryLayout<T>.stride,
      address % UInt(MemoryLayout<T>.alignment) == 0
    else {
      throw ZooError(
        .badData,
        "expected \(shape.elementCount) aligned elements, found \(raw.byteCount) bytes at "
          + "address \(address)",
        tensor: name
      )
    }
    // Safe: any bits are valid for T, and the lines above proved alignment and size.
    let span = Span<T>(_bytes: raw)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// A copy of the elements as `Float`, from `F16`, `BF16`, `F32`, or `F64` rounded to nearest.
  ///
  /// Complexity: O(elements).
  /// - Throws: ``ZooError`` with code `usage` for every other element type.
  public func floats() throws(ZooError) -> [Float] {
    let source: zoo_float
    switch dtype {
    case .f16: source = ZOO_F16
    case .bf16: source = ZOO_BF16
    case .f32: source = ZOO_F32
    case .f64: source = ZOO_F64
    default:
      throw ZooError(
        .usage,
        "expected a tensor of F16, BF16, F32 or F64, found \(dtype); use `elements(as:)`",
        tensor: name
      )
    }
    let count = shape.elementCount
    return unsafe [Float](unsafeUninitializedCapacity: count) { target, initialized in
      unsafe bytes.withUnsafeBytes { raw in
        guard let from = raw.baseAddress, let to = target.baseAddress else { return }
        // Safe: the package was opened only because its byte counts follow from the shapes.
        _ = unsafe zoo_cast(to, ZOO_F32, from, source, count)
        initialized = count
      }
    }
  }
}
