import ZooTensors

/// The tensors of one `ModelProto` and what it says of itself; values are passed over.
///
/// Source: `onnx.proto`.
struct ONNXModel {
  /// The tensors in the order of the file.
  let tensors: [ONNXCollector.Found]
  /// What is left out.
  let omissions: Omissions
  /// Who wrote the model, and its metadata.
  let notes: [String]

  /// Reads a model.
  ///
  /// Complexity: O(number of nodes and tensors).
  init(_ file: ByteRegion, limits: ParsingLimits) throws(FormatError) {
    var collector = ONNXCollector(limits)
    var producer: [String] = []
    var version = 0
    var operators: [String] = []
    var properties: [String] = []
    var propertyCount = 0
    var hasGraph = false
    var model = ProtoCursor(file.bytes, name: "ModelProto")
    while let field = try model.next() {
      switch field.number {
      case 1: version = try model.count(field, "the IR version")
      case 2, 3:
        let text = try model.text(field, limit: limits.stringBytes)
        if !text.isEmpty { producer.append(printable(text)) }
      case 7:
        var graph = try model.nested(field, "GraphProto")
        hasGraph = true
        try collector.readGraph(&graph)
      case 8:
        var message = try model.nested(field, "OperatorSetIdProto", isRepeated: true)
        let text = try Self.operators(&message, limits)
        if operators.count < 8 { operators.append(text) }
      case 14:
        var message = try model.nested(field, "StringStringEntryProto", isRepeated: true)
        let entry = try ONNXExternalData.Entry(&message, limits: limits)
        propertyCount += 1
        if properties.count < 8 {
          properties.append("\(printable(entry.key)): \(printable(entry.value))")
        }
      case 20:
        _ = try model.range(field, isRepeated: true)
        collector.omissions.add("training_info", because: "graphs for training are not read")
      case 25:
        var function = try model.nested(field, "FunctionProto", isRepeated: true)
        try collector.readFunction(&function)
      default: try model.skip(field)
      }
    }
    guard hasGraph else {
      throw FormatError(.invalidValue, "the model has no graph")
    }
    tensors = collector.found
    omissions = collector.omissions
    let writer = producer.isEmpty ? "" : ", written by \(producer.joined(separator: " "))"
    var notes = [
      "IR version \(version), operators \(operators.joined(separator: ", "))\(writer)"
    ]
    if !properties.isEmpty {
      let rest = propertyCount > 8 ? " and \(propertyCount - 8) more" : ""
      notes.append("metadata \(properties.joined(separator: ", "))\(rest)")
    }
    self.notes = notes
  }

  private static func operators(
    _ message: inout ProtoCursor,
    _ limits: ParsingLimits
  ) throws(FormatError) -> String {
    var domain = ""
    var version = 0
    while let field = try message.next() {
      switch field.number {
      case 1: domain = try message.text(field, limit: limits.stringBytes)
      case 2: version = try message.integer(field)
      default: try message.skip(field)
      }
    }
    return "\(domain.isEmpty ? "ai.onnx" : printable(domain)) \(version)"
  }
}
