import ZooTensors

/// The tensors of one file, gathered from its messages.
struct MindSporeFile {
  /// A tensor whose parts are being gathered.
  private struct Variable {
    let first: MindSporeValue
    let type: String
    let dimensions: [Int]
    var parts: [Range<Int>]
  }

  private let messages: ByteRegion
  private let checksum: MindSporeChecksum?
  private let limits: ParsingLimits
  private var names: Set<String> = []
  private var current: Variable?
  private var currentMap: String?
  private var omissions = Omissions()
  /// The tensors in the order of the file.
  private(set) var tensors: [StoredTensor] = []

  /// Reads the messages one after another and passes over their bytes.
  ///
  /// Complexity: O(number of messages).
  init(_ file: ByteRegion, path: String, limits: ParsingLimits) throws(FormatError) {
    self.limits = limits
    let (messages, checksum) = try MindSporeChecksum.split(file, path: path)
    self.messages = messages
    self.checksum = checksum
    var checkpoint = ProtoCursor(messages.bytes, name: "Checkpoint")
    while let field = try checkpoint.next() {
      guard field.number == 1 else { throw MindSporeValue.unknown(field, "Checkpoint") }
      var message = try checkpoint.nested(field, "Checkpoint.Value", isRepeated: true)
      try add(try MindSporeValue(&message, limits: limits))
    }
    try finish()
  }

  /// What was left out.
  var notes: [String] { omissions.notes }

  private mutating func add(_ value: MindSporeValue) throws(FormatError) {
    guard case .tensor(let type, let dimensions, let content) = value.kind else {
      if currentMap?.hasSameUTF8(as: value.tag) == true { return }
      try start(value)
      currentMap = value.tag
      omissions.add(value.tag, because: "the hash tables of a map parameter are not read")
      return
    }
    if var variable = current, variable.first.tag.hasSameUTF8(as: value.tag) {
      guard variable.type == type, variable.dimensions == dimensions else {
        throw FormatError(
          .inconsistent,
          "a part of '\(printable(value.tag))' is \(printable(type)) \(dimensions), the first is "
            + "\(printable(variable.type)) \(variable.dimensions)",
          at: value.position
        )
      }
      if !content.isEmpty { variable.parts.append(content) }
      current = variable
      return
    }
    try start(value)
    current = Variable(
      first: value,
      type: type,
      dimensions: dimensions,
      parts: content.isEmpty ? [] : [content]
    )
  }

  /// Ends the tensor before this value.
  private mutating func start(_ value: MindSporeValue) throws(FormatError) {
    try finish()
    guard names.insert(value.tag).inserted else {
      throw FormatError(
        .inconsistent,
        "'\(printable(value.tag))' is there twice, with other tensors between",
        at: value.position
      )
    }
    try limits.checkTensorCount(names.count, at: value.position)
  }

  private mutating func finish() throws(FormatError) {
    currentMap = nil
    guard let variable = current else { return }
    current = nil
    let tag = variable.first.tag
    // Older releases store the state of their random operators as bytes of their own.
    if tag == "random_op" {
      omissions.add(tag, because: "the state of random operators is not read")
      return
    }
    do throws(FormatError) {
      switch MindSporeType(variable.type) {
      case .elements(let dtype): tensors.append(try tensor(variable, dtype))
      case .text: omissions.add(tag, because: "texts are not read")
      case .unreadable:
        omissions.add(tag, because: "elements of type \(variable.type) are not read")
      case nil:
        throw FormatError(
          .unsupported,
          "the element type '\(printable(variable.type))' is none of MindSpore's"
        )
      }
    } catch {
      throw FormatError(
        error.code,
        "tensor '\(printable(tag))': \(error.message)",
        at: error.offset ?? variable.first.position
      )
    }
  }

  private func tensor(
    _ variable: Variable,
    _ dtype: DType
  ) throws(FormatError) -> StoredTensor {
    var byteCount = 0
    for part in variable.parts {
      byteCount = try byteCount.adding(part.count, "the size of the parts")
    }
    // Releases before 2.0 write the dimensions of a scalar as [0].
    let isScalar = variable.dimensions == [0] && byteCount == dtype.byteWidth
    let shape = try Shape(isScalar ? [] : variable.dimensions, limits: limits)
    let expected = try dtype.byteCount(ofElements: shape.elementCount)
    guard byteCount == expected else {
      throw FormatError(
        .inconsistent,
        "\(dtype) \(shape) has \(expected) bytes, \(variable.parts.count) parts with \(byteCount) "
          + "are there"
      )
    }
    var parts: [ByteRegion] = []
    for part in variable.parts {
      parts.append(try messages.part(offset: part.lowerBound, count: part.count))
    }
    if parts.isEmpty { parts.append(try messages.part(offset: 0, count: 0)) }
    var content: any TensorContent =
      parts.count == 1
      ? parts[0] : JoinedContent(parts, byteCount: byteCount, name: variable.first.tag)
    if let checksum { content = MindSporeContent(bytes: content, checksum: checksum) }
    return StoredTensor(name: variable.first.tag, dtype: dtype, shape: shape, content: content)
  }
}
