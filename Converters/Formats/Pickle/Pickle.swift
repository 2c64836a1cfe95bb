package import ZooTensors

/// Reads pickles as data, without any of the powers that Python gives them.
package enum Pickle {
  /// A pickle and where it ended.
  package struct Parsed: Sendable {
    /// The nodes.
    package let graph: PickleGraph
    /// The offset of the first byte after the pickle.
    package let end: Int
  }

  /// Reads one pickle that starts at `offset`; bytes may follow it.
  ///
  /// Complexity: O(*n*) in the bytes of the pickle, in time and memory; nothing behind it is read.
  /// - Throws: ``FormatError`` with the offset of the instruction that is wrong.
  package static func parse(
    _ region: ByteRegion,
    at offset: Int = 0,
    limits: ParsingLimits = .default,
    allowsTextPersistentIDs: Bool = false
  ) throws(FormatError) -> Parsed {
    var machine = PickleMachine(
      region.bytes,
      of: region,
      at: offset,
      limits: limits,
      allowsTextPersistentIDs: allowsTextPersistentIDs
    )
    try machine.run()
    return Parsed(graph: machine.graph, end: machine.scanner.offset)
  }

  /// Reads a file that is one pickle and nothing else.
  ///
  /// - Throws: ``FormatError`` also where bytes follow the pickle.
  package static func parse(
    whole region: ByteRegion,
    limits: ParsingLimits = .default
  ) throws(FormatError) -> PickleGraph {
    let parsed = try parse(region, limits: limits)
    guard parsed.end == region.byteCount else {
      throw FormatError(
        .inconsistent,
        "\(region.byteCount - parsed.end) bytes follow the end of the pickle",
        at: parsed.end
      )
    }
    return parsed.graph
  }
}
