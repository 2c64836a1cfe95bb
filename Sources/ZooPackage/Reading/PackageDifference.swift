public import ZooTensors

/// How two packages differ, tensor by tensor.
public struct PackageDifference: Sendable {
  /// A tensor that both have, with other bytes.
  public struct Change: Sendable, Hashable {
    /// The name.
    public let name: String
    /// What it is in the first package and in the second.
    public let first: TensorSpec
    /// What it is in the second package.
    public let second: TensorSpec
    /// The largest absolute difference of two elements, where both are F32 of one shape.
    public let largestDifference: Float?
    /// The number of elements that differ, where both are F32 of one shape.
    public let differingElements: Int?
  }

  /// Names that only the first package has, sorted.
  public let onlyInFirst: [String]
  /// Names that only the second package has, sorted.
  public let onlyInSecond: [String]
  /// Tensors that differ, sorted by name.
  public let changes: [Change]
  /// The number of tensors with equal bytes.
  public let equalCount: Int

  /// Whether both packages have the same weights.
  public var isEmpty: Bool { onlyInFirst.isEmpty && onlyInSecond.isEmpty && changes.isEmpty }

  /// Compares two packages; reads weights only where the digests differ.
  ///
  /// - Throws: ``FormatError`` where a weight file cannot be read.
  public init(_ first: PackageReader, _ second: PackageReader) throws(FormatError) {
    let left = Dictionary(
      first.manifest.tensors.map { ($0.spec.name, $0) },
      uniquingKeysWith: { a, _ in a }
    )
    let right = Dictionary(
      second.manifest.tensors.map { ($0.spec.name, $0) },
      uniquingKeysWith: { a, _ in a }
    )
    onlyInFirst = left.keys.filter { right[$0] == nil }.sorted { $0.precedesInUTF8($1) }
    onlyInSecond = right.keys.filter { left[$0] == nil }.sorted { $0.precedesInUTF8($1) }
    var changes: [Change] = []
    var equal = 0
    for (name, one) in left.sorted(by: { $0.key.precedesInUTF8($1.key) }) {
      guard let other = right[name] else { continue }
      if one.sha256 == other.sha256, one.spec == other.spec {
        equal += 1
        continue
      }
      var numbers: (Float, Int)?
      if one.spec.dtype == .f32, other.spec.dtype == .f32, one.spec.shape == other.spec.shape {
        numbers = Self.compare(try first.region(of: one), try second.region(of: other))
      }
      changes.append(
        Change(
          name: name,
          first: one.spec,
          second: other.spec,
          largestDifference: numbers?.0,
          differingElements: numbers?.1
        )
      )
    }
    self.changes = changes
    equalCount = equal
  }

  private static func compare(_ first: ByteRegion, _ second: ByteRegion) -> (Float, Int) {
    unsafe first.bytes.withUnsafeBytes { left in
      unsafe second.bytes.withUnsafeBytes { right in
        var largest: Float = 0
        var count = 0
        for offset in stride(from: 0, to: min(left.count, right.count) / 4 * 4, by: 4) {
          let a = unsafe left.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
          let b = unsafe right.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
          guard a != b else { continue }
          count += 1
          let distance = abs(
            Float(bitPattern: UInt32(littleEndian: a)) - Float(bitPattern: UInt32(littleEndian: b))
          )
          if !(distance <= largest) { largest = distance }
        }
        return (largest, count)
      }
    }
  }
}
