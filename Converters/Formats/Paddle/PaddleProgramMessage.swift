import ZooTensors

/// Reads the persistable variables of a `ProgramDesc`, passing over its operations.
///
/// Source: Paddle, `framework.proto`, and `IsPersistable` in `inference/io.cc`.
enum PaddleProgramMessage {
  /// The dimensions of each variable by name, `nil` where it is no tensor.
  ///
  /// Complexity: O(bytes of variables + number of operations).
  static func variables(
    _ file: ByteRegion,
    limits: ParsingLimits
  ) throws(FormatError) -> [String: [Int]?] {
    var result: [String: [Int]?] = [:]
    var program = ProtoCursor(file.bytes, name: "ProgramDesc")
    while let field = try program.next() {
      guard field.number == 1 else {
        try program.skip(field)
        continue
      }
      var block = try program.nested(field, "BlockDesc", isRepeated: true)
      while let field = try block.next() {
        guard field.number == 3 else {
          try block.skip(field)
          continue
        }
        var message = try block.nested(field, "VarDesc", isRepeated: true)
        let variable = try Variable(&message, limits: limits)
        guard variable.isStored else { continue }
        if let known = result[variable.name], known != variable.dimensions {
          throw FormatError(
            .inconsistent,
            "two variables are called '\(printable(variable.name))'",
            at: field.position
          )
        }
        result[variable.name] = .some(variable.dimensions)
      }
    }
    return result
  }

  /// A `VarDesc`.
  private struct Variable {
    /// The kinds of variables that are passed to and from a program, and are never stored:
    /// FEED_MINIBATCH, FETCH_LIST, READER, RAW.
    private static let transient = [9, 10, 15, 17]

    private(set) var name = ""
    private(set) var dimensions: [Int]?
    private var isPersistable = false
    private var kind = 0

    /// Whether the variable is in a file of variables.
    var isStored: Bool { isPersistable && !Self.transient.contains(kind) }

    init(_ message: inout ProtoCursor, limits: ParsingLimits) throws(FormatError) {
      while let field = try message.next() {
        switch field.number {
        case 1: name = try message.text(field, limit: limits.stringBytes)
        case 2:
          var type = try message.nested(field, "VarType")
          try read(&type, limits: limits)
        case 3: isPersistable = try message.flag(field)
        default: try message.skip(field)
        }
      }
    }

    /// Reads a `VarType`: the kind in field 1, a `LoDTensorDesc` in field 3.
    private mutating func read(
      _ type: inout ProtoCursor,
      limits: ParsingLimits
    ) throws(FormatError) {
      while let field = try type.next() {
        switch field.number {
        case 1: kind = try type.integer(field)
        case 3:
          var tensor = try type.nested(field, "LoDTensorDesc")
          while let field = try tensor.next() {
            guard field.number == 1 else {
              try tensor.skip(field)
              continue
            }
            var description = try tensor.nested(field, "TensorDesc")
            dimensions = try PaddleDescription(&description, limits: limits).dimensions
          }
        default: try type.skip(field)
        }
      }
    }
  }
}
