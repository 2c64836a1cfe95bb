import ZooTensors

/// One Flax file, with errors in its own name.
struct FlaxFile {
  /// The arrays, sorted by name.
  let tensors: [StoredTensor]
  /// What was passed over.
  let notes: [String]

  /// Reads a file whose root is a map.
  ///
  /// Complexity: O(values); no element of an array is read.
  /// - Throws: ``FormatError`` that names the file, the place and the violation.
  init(_ region: ByteRegion, _ path: String, limits: ParsingLimits) throws(FormatError) {
    do throws(FormatError) {
      let root = try FlaxParser.parse(region, limits: limits)
      guard case .map = root else {
        throw FormatError(.invalidValue, "expected a map of names, found \(root.kind)", at: 0)
      }
      var found = FlaxTensors(region, limits: limits)
      for (name, node) in root.leaves() { try found.add(name, node) }
      tensors = try found.sorted()
      notes = found.notes
    } catch {
      if let problem = FileDiagnosis.problem(of: region, named: path) {
        throw FormatError(error.code, problem, in: path)
      }
      throw error.inFile(path)
    }
  }
}
