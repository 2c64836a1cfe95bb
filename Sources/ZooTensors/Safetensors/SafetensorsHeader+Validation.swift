extension SafetensorsHeader {
  /// Sorts entries by offset and proves that they cover the data exactly.
  static func validate(
    _ parsed: [ParsedEntry],
    dataByteCount: Int
  ) throws(FormatError) -> [Entry] {
    let sorted = parsed.sorted {
      let (left, right) = ($0.entry.range, $1.entry.range)
      if left.lowerBound != right.lowerBound { return left.lowerBound < right.lowerBound }
      if left.upperBound != right.upperBound { return left.upperBound < right.upperBound }
      return $0.place < $1.place
    }
    guard !sorted.isEmpty || dataByteCount == 0 else {
      throw FormatError(
        .inconsistent,
        "the header lists no tensor but \(dataByteCount) bytes of data follow it"
      )
    }
    var position = 0
    var previous = ""
    for (entry, place) in sorted.lazy.map({ ($0.entry, $0.place) }) {
      let name = entry.spec.name
      guard entry.range.upperBound <= dataByteCount else {
        throw FormatError(
          .truncated,
          "'\(name)' ends at byte \(entry.range.upperBound) of the data, which has "
            + "\(dataByteCount); the file is truncated or its header is wrong",
          at: place
        )
      }
      guard entry.range.lowerBound <= position else {
        throw FormatError(
          .inconsistent,
          "no tensor owns the \(entry.range.lowerBound - position) bytes before '\(name)', "
            + "from byte \(position) of the data",
          at: place
        )
      }
      guard entry.range.lowerBound == position else {
        throw FormatError(
          .inconsistent,
          entry.range.isEmpty
            ? "the empty tensor '\(name)' lies at byte \(entry.range.lowerBound) of the data, "
              + "inside '\(previous)'"
            : "'\(name)' at byte \(entry.range.lowerBound) of the data overlaps '\(previous)', "
              + "which ends at \(position)",
          at: place
        )
      }
      if !entry.range.isEmpty { previous = name }
      position = entry.range.upperBound
    }
    guard position == dataByteCount else {
      throw FormatError(
        .inconsistent,
        "no tensor owns the last \(dataByteCount - position) bytes of the data, "
          + "from byte \(position)"
      )
    }
    return sorted.map(\.entry)
  }

  /// Requires the native profile; `header` is the file up to the data.
  func requireNativeProfile(header: RawSpan) throws(FormatError) {
    guard dataOffset % Self.pageBytes == 0 else {
      throw FormatError(
        .invalidValue,
        "the data begins at byte \(dataOffset), expected a multiple of \(Self.pageBytes)",
        at: 0
      )
    }
    for entry in entries where entry.spec.byteCount % Self.alignment == 0 {
      guard entry.range.lowerBound % Self.alignment == 0 else {
        throw FormatError(
          .invalidValue,
          "'\(entry.spec.name)' begins at byte \(entry.range.lowerBound) of the data, expected a "
            + "multiple of \(Self.alignment)",
          at: dataOffset + entry.range.lowerBound
        )
      }
    }
    for (previous, entry) in zip(entries, entries.dropFirst())
    where !Self.precedes(previous.spec, entry.spec) {
      throw FormatError(
        .invalidValue,
        "'\(entry.spec.name)' must not lie after '\(previous.spec.name)' in a native package",
        at: dataOffset + entry.range.lowerBound
      )
    }
    let canonical = try Self.encode(entries.map(\.spec))
    let difference = unsafe header.withUnsafeBytes { found in
      if unsafe found.elementsEqual(canonical) { return nil as Int? }
      return unsafe zip(found, canonical).enumerated().first { $0.element.0 != $0.element.1 }?
        .offset
        ?? min(found.count, canonical.count)
    }
    if let difference {
      throw FormatError(
        .invalidValue,
        "the header is not in the canonical spelling of a native package",
        at: difference
      )
    }
  }

  /// Requires every byte of the `BOOL` tensors to be 0 or 1.
  ///
  /// Complexity: O(bytes of `BOOL` tensors).
  /// - Throws: ``FormatError`` with the place of the first other byte.
  public func checkBooleans(in file: ByteRegion) throws(FormatError) {
    for entry in entries where entry.spec.dtype == .bool {
      let region = try region(of: entry, in: file)
      let position = unsafe region.bytes.withUnsafeBytes { unsafe $0.firstIndex { $0 > 1 } }
      if let position {
        throw FormatError(
          .invalidValue,
          "'\(entry.spec.name)' is BOOL but has a byte that is neither 0 nor 1",
          at: dataOffset + entry.range.lowerBound + position,
          in: file.name
        )
      }
    }
  }
}
