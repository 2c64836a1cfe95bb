import ZooTensors

/// The variables of a V1 checkpoint, gathered from its tables.
struct SavedVariables {
  private struct Variable {
    let first: SavedTensor
    var parts: [(slice: TensorSlice, record: SavedRecord)] = []
  }

  private let limits: ParsingLimits
  private var variables: [String: Variable] = [:]

  init(_ limits: ParsingLimits) { self.limits = limits }

  /// Takes the variables that one table lists, with their records.
  ///
  /// - Throws: ``FormatError`` where the list and the records are not the same slices, or where two
  ///   tables say different things of one variable.
  mutating func add(_ table: SSTable) throws(FormatError) {
    guard let first = table.entries.first, first.key.isEmpty else {
      throw FormatError(
        .invalidValue,
        "the table has no record \"\" that lists the variables"
      )
    }
    var records: [[UInt8]: SavedRecord] = [:]
    for entry in table.entries.dropFirst() {
      records[entry.key] = try SavedRecord(entry, limits: limits)
    }
    var names: Set<String> = []
    for tensor in try SavedTensor.list(try first.value, at: first.position, limits: limits) {
      guard names.insert(tensor.name).inserted else {
        throw FormatError(
          .inconsistent,
          "the variable '\(tensor.name)' is listed twice",
          at: tensor.position
        )
      }
      guard !tensor.slices.isEmpty else {
        throw FormatError(
          .inconsistent,
          "the variable '\(tensor.name)' is listed without slices",
          at: tensor.position
        )
      }
      var variable = variables[tensor.name] ?? Variable(first: tensor)
      guard variable.first.type == tensor.type, variable.first.shape == tensor.shape else {
        throw FormatError(
          .inconsistent,
          "the variable '\(tensor.name)' is of type \(variable.first.type) and shape "
            + "\(variable.first.shape) in one file, \(tensor.type) and \(tensor.shape) in another",
          at: tensor.position
        )
      }
      for slice in tensor.slices {
        guard let record = records.removeValue(forKey: slice.key(of: tensor.name)) else {
          throw FormatError(
            .inconsistent,
            "a slice of the variable '\(tensor.name)' is listed and has no record, or is listed twice",
            at: tensor.position
          )
        }
        variable.parts.append((slice, record))
      }
      variables[tensor.name] = variable
    }
    if let left = records.values.min(by: { $0.entry.position < $1.entry.position }) {
      throw FormatError(
        .inconsistent,
        "a record of '\(left.name)' is not listed",
        at: left.entry.position
      )
    }
  }

  /// The variables as tensors, sorted by name, and what was left out.
  func tensors() throws(FormatError) -> (tensors: [StoredTensor], notes: [String]) {
    var tensors: [StoredTensor] = []
    var notes: [String] = []
    var coverage = SliceCoverage(limits: limits)
    for name in variables.keys.sorted(by: { $0.precedesInUTF8($1) }) {
      guard let variable = variables[name] else { continue }
      do throws(FormatError) {
        switch try TensorFlowType(number: variable.first.type) {
        case .elements(let dtype):
          tensors.append(try tensor(variable, dtype, &coverage))
        case .unreadable(let type):
          notes.append("left out '\(name)': elements of type \(type) are not read")
        }
      } catch {
        throw FormatError(
          error.code,
          "tensor '\(name)': \(error.message)",
          at: error.offset ?? variable.first.position
        )
      }
    }
    return (tensors, notes)
  }

  private func tensor(
    _ variable: Variable,
    _ dtype: DType,
    _ coverage: inout SliceCoverage
  ) throws(FormatError) -> StoredTensor {
    let shape = variable.first.shape
    var boxes: [SliceBox] = []
    var contents: [any TensorContent] = []
    for (slice, record) in variable.parts {
      let box = try SliceBox(slice, in: shape)
      boxes.append(box)
      if dtype == .string {
        guard record.textCount == box.shape.elementCount, record.values == nil else {
          throw FormatError(
            .inconsistent,
            "a record has \(record.textCount) texts, its slice has \(box.shape.elementCount)",
            at: record.entry.position
          )
        }
        contents.append(SavedTextContent(block: record.entry.block))
      } else {
        contents.append(try SavedContent(record, dtype, shape: box.shape))
      }
    }
    try coverage.check(boxes, of: shape)
    let content: any TensorContent =
      if contents.count == 1 {
        contents[0]
      } else if let width = dtype.byteWidth {
        SlicedContent(
          zip(boxes, contents).map { SlicedContent.Piece(box: $0, content: $1) },
          shape: shape,
          width: width,
          name: variable.first.name
        )
      } else {
        SlicedTextContent(parts: contents)
      }
    return StoredTensor(name: variable.first.name, dtype: dtype, shape: shape, content: content)
  }
}
