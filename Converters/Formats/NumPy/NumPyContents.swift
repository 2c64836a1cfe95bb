import ZooTensors

/// What was found in the files of a checkpoint of NumPy arrays.
struct NumPyContents {
  private(set) var tensors: [StoredTensor] = []
  private(set) var notes: [String] = []
  /// Whether elements of two raw bytes were taken to be bfloat16.
  private var hasRawBFloat16 = false
  private let limits: ParsingLimits

  init(_ limits: ParsingLimits) { self.limits = limits }

  /// Adds an array whose elements are `content`, or a note where they are text.
  mutating func add(
    _ header: NumPyHeader,
    named name: String,
    content: any TensorContent
  ) throws(FormatError) {
    if case .passedOver(let words) = header.elements {
      notes.append("left out '\(printable(name))': its elements are \(words)")
    }
    guard let array = header.array(content) else { return }
    hasRawBFloat16 = hasRawBFloat16 || header.isRawBFloat16
    try add(array.stored(as: name))
  }

  /// Adds a tensor.
  mutating func add(_ tensor: StoredTensor) throws(FormatError) {
    try limits.checkTensorCount(tensors.count + 1)
    tensors.append(tensor)
  }

  /// Adds something that people should know.
  mutating func add(note: String) { notes.append(note) }

  /// Sorts the tensors and requires that their names are good and differ.
  mutating func finish() throws(FormatError) {
    for tensor in tensors { try TensorName.check(tensor.name, limits: limits) }
    tensors.sort { $0.name.precedesInUTF8($1.name) }
    for (one, next) in zip(tensors, tensors.dropFirst()) where one.name.hasSameUTF8(as: next.name) {
      throw FormatError(
        .inconsistent,
        "the name '\(printable(one.name))' belongs to two arrays"
      )
    }
    guard !tensors.isEmpty else {
      throw FormatError(
        .unsupported,
        "there is no array of numbers: \(notes.joined(separator: "; "))"
      )
    }
    if hasRawBFloat16 {
      notes.append(
        "arrays of two raw bytes (V2) are taken to be bfloat16, which NumPy has no name for"
      )
    }
  }
}
