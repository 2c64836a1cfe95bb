import ZooTensors

/// The variables that a combined file holds, as a file beside it describes them.
///
/// Fluid and Paddle 2 write a `ProgramDesc` (`__model__`, `*.pdmodel`), Paddle 3 a program as JSON
/// (`*.json`).
struct PaddleProgram {
  /// The path of the description in the tree.
  let path: String
  /// The variables that outlive a run: name, and dimensions where they are stated.
  ///
  /// Sorted by UTF-8 bytes, which is the order of a combined file.
  let variables: [(name: String, dimensions: [Int]?)]

  /// Reads a description of either kind.
  ///
  /// - Throws: ``FormatError`` that names the file.
  init(_ probe: FileProbe, limits: ParsingLimits) throws(FormatError) {
    do throws(FormatError) {
      let variables =
        Self.isJSON(probe.head)
        ? try PaddleProgramText.variables(probe.region, limits: limits)
        : try PaddleProgramMessage.variables(probe.region, limits: limits)
      try limits.checkTensorCount(variables.count, of: "number of variables")
      for name in variables.keys { try TensorName.check(name, limits: limits) }
      path = probe.path
      self.variables =
        variables
        .map { (name: $0.key, dimensions: $0.value) }
        .sorted { $0.name.precedesInUTF8($1.name) }
    } catch {
      throw error.inFile(probe.path)
    }
  }

  /// Whether a file looks like a program of either kind.
  static func mayBe(_ head: [UInt8]) -> Bool {
    // Field 1 is a block, whose field 1 is its number, 0, and field 2 that of its parent, -1 or 0.
    if head.first == 0x0a {
      return head.dropFirst().drop { $0 >= 0x80 }.dropFirst().starts(with: [0x08, 0x00, 0x10])
    }
    return isJSON(head)
  }

  private static func isJSON(_ head: [UInt8]) -> Bool {
    head.first == 0x7b && String(decoding: head.prefix(256), as: UTF8.self).contains("\"pir\"")
  }
}
