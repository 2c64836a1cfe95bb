extension SafetensorsHeader {
  /// The order in which a native package stores tensors, so that each is aligned without padding.
  ///
  /// First those of at least 1 MiB that fill whole pages of 16 KiB, then those that fill whole lines
  /// of 64 bytes (empty ones too), then the rest by the largest power of two that divides their byte
  /// count, the largest first. Within each group the order is that of the names' UTF-8 bytes.
  public static func nativeOrder(_ specs: [TensorSpec]) -> [TensorSpec] {
    specs.sorted(by: precedes)
  }

  /// Whether a tensor lies before another in ``nativeOrder(_:)``.
  static func precedes(_ left: TensorSpec, _ right: TensorSpec) -> Bool {
    let (leftRank, rightRank) = (rank(left), rank(right))
    return leftRank == rightRank ? left.name.precedesInUTF8(right.name) : leftRank < rightRank
  }

  /// 0 for whole pages, 1 for whole lines, then 2 for 32 bytes down to 7 for single bytes.
  private static func rank(_ spec: TensorSpec) -> Int {
    let count = spec.byteCount
    if count >= 1 << 20, count % pageBytes == 0 { return 0 }
    return count % alignment == 0 ? 1 : 7 - count.trailingZeroBitCount
  }

  /// The first bytes of a native file: the length, the canonical JSON, and spaces up to the data.
  ///
  /// The data that follows holds the tensors one after another in the order given.
  /// - Parameter specs: The tensors in the order of ``nativeOrder(_:)``.
  /// - Returns: A multiple of 16,384 bytes.
  /// - Throws: ``FormatError`` where a name is unusable or occurs twice, or a sum overflows.
  public static func encode(_ specs: [TensorSpec]) throws(FormatError) -> [UInt8] {
    var json: [UInt8] = []
    json.reserveCapacity(64 + specs.count * 128)
    json += #"{"__metadata__":{"format":"pt"}"#.utf8
    var position = 0
    var names: Set<String> = []
    for spec in specs {
      try TensorName.check(spec.name)
      guard spec.name != "__metadata__", names.insert(spec.name).inserted else {
        throw FormatError(.invalidValue, "the tensor name '\(spec.name)' cannot be used here twice")
      }
      let end = try position.adding(spec.byteCount, "size of the weights")
      json.append(0x2c)
      JSONWriter.write(spec.name, into: &json)
      json += #":{"dtype":"\#(spec.dtype.rawValue)","shape":["#.utf8
      for (axis, dimension) in spec.shape.dimensions.enumerated() {
        if axis > 0 { json.append(0x2c) }
        json += String(dimension).utf8
      }
      json += #"],"data_offsets":[\#(position),\#(end)]}"#.utf8
      position = end
    }
    json.append(0x7d)
    let padded = (8 + json.count + pageBytes - 1) / pageBytes * pageBytes
    _ = try padded.adding(position, "size of the weights")
    let count = UInt64(padded - 8)
    var header: [UInt8] = []
    header.reserveCapacity(padded)
    for shift in stride(from: 0, to: 64, by: 8) {
      header.append(UInt8(truncatingIfNeeded: count >> UInt64(shift)))
    }
    header += json
    header.append(contentsOf: repeatElement(0x20, count: padded - header.count))
    return header
  }
}
