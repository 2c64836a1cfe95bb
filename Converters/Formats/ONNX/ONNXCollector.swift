import ZooTensors

/// Finds the tensors of a graph, its subgraphs and its functions: initializers, and the values of
/// `Constant` nodes, where exporters store weights that they transposed or merged.
///
/// A tensor of a subgraph is named by its path, `<first output of the node>/<attribute>/<name>`, one
/// of a function `<domain>.<function>/<name>`.
struct ONNXCollector {
  /// A tensor with the name that it is listed under.
  struct Found: Sendable {
    let name: String
    let tensor: ONNXTensor
  }

  /// What a node is called and does.
  private struct Node {
    var output: String?
    var name = ""
    var operation = ""
    var domain = ""
    var isConstant: Bool { operation == "Constant" && ["", "ai.onnx"].contains(domain) }
    /// The first output, which is unique in a graph, or the name.
    var title: String { output.flatMap { $0.isEmpty ? nil : $0 } ?? name }
  }

  private let limits: ParsingLimits
  /// The tensors in the order of the file.
  private(set) var found: [Found] = []
  /// What is left out.
  var omissions = Omissions()

  init(_ limits: ParsingLimits) { self.limits = limits }

  /// Reads a `GraphProto`; `path` is put before the names and ends with a slash unless empty.
  ///
  /// - Throws: ``FormatError`` where the graph has sparse initializers, or is nested too deeply.
  mutating func readGraph(
    _ graph: inout ProtoCursor,
    path: String = "",
    depth: Int = 0
  ) throws(FormatError) {
    try limits.checkNesting(depth + 1, of: "the depth of graphs", at: graph.position)
    while let field = try graph.next() {
      switch field.number {
      case 1:
        var node = try graph.nested(field, "NodeProto", isRepeated: true)
        try readNode(&node, path, depth)
      case 5:
        var message = try graph.nested(field, "TensorProto", isRepeated: true)
        let tensor = try ONNXTensor(&message, limits: limits)
        try add(path + tensor.name, tensor, isNamed: !tensor.name.isEmpty)
      case 15: throw Self.sparse("an initializer", field)
      default: try graph.skip(field)
      }
    }
  }

  /// Reads a `FunctionProto`.
  mutating func readFunction(_ function: inout ProtoCursor) throws(FormatError) {
    var facts = function
    var name = ""
    var domain = ""
    while let field = try facts.next() {
      switch field.number {
      case 1: name = try facts.text(field, limit: limits.stringBytes)
      case 10: domain = try facts.text(field, limit: limits.stringBytes)
      default: try facts.skip(field)
      }
    }
    let path = domain.isEmpty ? "\(name)/" : "\(domain).\(name)/"
    while let field = try function.next() {
      switch field.number {
      case 7:
        var node = try function.nested(field, "NodeProto", isRepeated: true)
        try readNode(&node, path, 0)
      case 11:
        var attribute = try function.nested(field, "AttributeProto", isRepeated: true)
        _ = try readAttribute(&attribute, of: Node(name: "default"), path, 0)
      default: try function.skip(field)
      }
    }
  }

  private mutating func readNode(
    _ message: inout ProtoCursor,
    _ path: String,
    _ depth: Int
  ) throws(FormatError) {
    var facts = message
    var node = Node()
    while let field = try facts.next() {
      switch field.number {
      case 2:
        let output = try facts.text(field, limit: limits.stringBytes, isRepeated: true)
        if node.output == nil { node.output = output }
      case 3: node.name = try facts.text(field, limit: limits.stringBytes)
      case 4: node.operation = try facts.text(field, limit: limits.stringBytes)
      case 7: node.domain = try facts.text(field, limit: limits.stringBytes)
      default: try facts.skip(field)
      }
    }
    var hasTensor = false
    while let field = try message.next() {
      guard field.number == 5 else {
        try message.skip(field)
        continue
      }
      var attribute = try message.nested(field, "AttributeProto", isRepeated: true)
      if try readAttribute(&attribute, of: node, path, depth) { hasTensor = true }
    }
    if node.isConstant, !hasTensor {
      omissions.add(path + node.title, because: "constants of plain numbers or texts are not read")
    }
  }

  /// Reads an `AttributeProto`; says whether it is the tensor of a constant.
  private mutating func readAttribute(
    _ attribute: inout ProtoCursor,
    of node: Node,
    _ path: String,
    _ depth: Int
  ) throws(FormatError) -> Bool {
    var facts = attribute
    var name = ""
    while let field = try facts.next() {
      if field.number == 1 {
        name = try facts.text(field, limit: limits.stringBytes)
      } else {
        try facts.skip(field)
      }
    }
    let inner = "\(path)\(node.title)/\(name)"
    var isTensor = false
    var graphCount = 0
    while let field = try attribute.next() {
      switch field.number {
      case 5 where node.isConstant && name == "value":
        var message = try attribute.nested(field, "TensorProto")
        let tensor = try ONNXTensor(&message, limits: limits)
        try add(path + node.title, tensor, isNamed: !node.title.isEmpty)
        isTensor = true
      case 5, 10:
        _ = try attribute.range(field, isRepeated: field.number == 10)
        omissions.add(inner, because: "tensors in attributes of other operators are not read")
      case 6:
        var graph = try attribute.nested(field, "GraphProto")
        try readGraph(&graph, path: "\(inner)/", depth: depth + 1)
      case 11:
        var graph = try attribute.nested(field, "GraphProto", isRepeated: true)
        try readGraph(&graph, path: "\(inner).\(graphCount)/", depth: depth + 1)
        graphCount += 1
      case 22, 23: throw Self.sparse("an attribute", field)
      default: try attribute.skip(field)
      }
    }
    return isTensor
  }

  private mutating func add(
    _ name: String,
    _ tensor: ONNXTensor,
    isNamed: Bool
  ) throws(FormatError) {
    guard isNamed else {
      throw FormatError(
        .invalidValue,
        "a tensor has no name, so nothing can refer to it",
        at: tensor.position
      )
    }
    try limits.checkTensorCount(found.count + 1, at: tensor.position)
    try TensorName.check(name, limits: limits, at: tensor.position)
    found.append(Found(name: name, tensor: tensor))
  }

  private static func sparse(_ what: String, _ field: ProtoField) -> FormatError {
    FormatError(
      .unsupported,
      "\(what) is a sparse tensor, which is not read; export the model without sparse tensors",
      at: field.position
    )
  }
}
