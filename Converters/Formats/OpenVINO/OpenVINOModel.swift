import ZooTensors

/// What an IR's XML says that concerns weights: the name, the version and the constants.
struct OpenVINOModel {
  let name: String
  /// All constants, in the order of the document.
  private(set) var constants: [OpenVINOConstant] = []

  /// A layer that is open.
  private struct Layer {
    let element: XMLElement
    /// The name, after those of the layers around it.
    let path: String
    let isConstant: Bool
    /// The number of elements that are open inside it.
    let depth: Int
    var hasData = false
  }

  /// Reads a whole document.
  ///
  /// - Throws: ``FormatError`` where it is no XML, no IR, or of a version that is not read.
  init(_ document: [UInt8], limits: ParsingLimits) throws(FormatError) {
    var scanner = XMLScanner(document, limits: limits)
    guard case .start(let root) = try scanner.next(), root.name == "net" else {
      throw FormatError(.invalidValue, "expected the root element 'net' of an OpenVINO IR", at: 0)
    }
    name = root.attributes["name"] ?? ""
    try Self.checkVersion(root)
    var layers: [Layer] = []
    /// The names of the open elements.
    var path = ["net"]
    while true {
      switch try scanner.next() {
      case .finished: return
      case .end:
        path.removeLast()
        if let layer = layers.last, layer.depth > path.count {
          layers.removeLast()
          guard !layer.isConstant || layer.hasData else {
            throw FormatError(
              .invalidValue,
              "constant '\(printable(layer.path))' lacks the element 'data'",
              at: layer.element.offset
            )
          }
        }
      case .start(let element):
        let parent = path.last
        path.append(element.name)
        if element.name == "rt_info" {
          // Whatever tools left there has no meaning for the weights.
          try Self.skipElement(&scanner)
          path.removeLast()
        } else if element.name == "layer", parent == "layers" {
          layers.append(try Self.layer(element, path, in: layers.last))
        } else if element.name == "data", let layer = layers.last, layer.isConstant,
          layer.depth == path.count - 1
        {
          guard !layer.hasData else {
            throw FormatError(
              .invalidValue,
              "constant '\(printable(layer.path))' has the element 'data' twice",
              at: element.offset
            )
          }
          layers[layers.count - 1].hasData = true
          try add(layer, element, limits)
        }
      }
    }
  }

  private mutating func add(
    _ layer: Layer,
    _ data: XMLElement,
    _ limits: ParsingLimits
  ) throws(FormatError) {
    try limits.checkTensorCount(constants.count + 1, of: "number of constants", at: data.offset)
    try limits.checkNameLength(
      layer.path.utf8.count,
      of: "length of a name",
      at: layer.element.offset
    )
    let id = try layer.element.required("id")
    guard Int(digits: id) != nil else {
      throw FormatError(
        .invalidValue,
        "expected a number as the 'id' of a layer, found '\(printable(id))'",
        at: layer.element.offset
      )
    }
    guard !layer.path.isEmpty, !TensorName.hasControlCharacter(layer.path) else {
      throw FormatError(
        .invalidValue,
        "expected the name of a constant, found '\(printable(layer.path))'",
        at: layer.element.offset
      )
    }
    constants.append(
      try OpenVINOConstant(name: layer.path, id: id, data: data, limits: limits)
    )
  }

  /// A layer; one in the body of another (of a loop or a condition) is called after it.
  private static func layer(
    _ element: XMLElement,
    _ path: [String],
    in outer: Layer?
  ) throws(FormatError) -> Layer {
    let name = try element.required("name")
    // Below the outer layer are its body, `layers`, and this layer.
    let body = outer.map { path.count > $0.depth ? "\($0.path)/\(path[$0.depth])/" : "" } ?? ""
    return Layer(
      element: element,
      path: body + name,
      isConstant: try element.required("type") == "Const",
      depth: path.count
    )
  }

  private static func checkVersion(_ root: XMLElement) throws(FormatError) {
    switch try root.count("version") {
    case 10, 11: return
    case let version where version < 10:
      throw FormatError(
        .unsupported,
        "this is an IR of version \(version), whose weights have no layers of their own; versions 10 "
          + "and 11, of OpenVINO 2020.1 and later, are read",
        at: root.offset
      )
    case let version:
      throw FormatError(
        .unsupported,
        "this is an IR of version \(version); versions 10 and 11 are read",
        at: root.offset
      )
    }
  }

  /// Passes over everything in the element that was just opened.
  private static func skipElement(_ scanner: inout XMLScanner) throws(FormatError) {
    var depth = 1
    while depth > 0 {
      switch try scanner.next() {
      case .start: depth += 1
      case .end: depth -= 1
      case .finished: return
      }
    }
  }
}
