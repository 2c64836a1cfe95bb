import ZooTensors

/// Reads TensorFlow's `TensorShapeProto`.
enum TensorFlowShape {
  /// The shape in a message; no dimension may be unknown.
  static func read(
    _ message: inout ProtoCursor,
    limits: ParsingLimits
  ) throws(FormatError) -> Shape {
    let place = message.position
    var dimensions: [Int] = []
    while let field = try message.next() {
      switch field.number {
      case 2:
        var dimension = try message.nested(field, "TensorShapeProto.Dim", isRepeated: true)
        try limits.checkRank(dimensions.count + 1, at: field.position)
        dimensions.append(try size(&dimension))
      case 3:
        guard try !message.flag(field) else {
          throw FormatError(
            .invalidValue,
            "a stored tensor has a shape of unknown rank",
            at: field.position
          )
        }
      default: try message.skip(field)
      }
    }
    do throws(FormatError) {
      return try Shape(dimensions, limits: limits)
    } catch {
      throw FormatError(error.code, error.message, at: place)
    }
  }

  private static func size(_ message: inout ProtoCursor) throws(FormatError) -> Int {
    var size = 0
    while let field = try message.next() {
      if field.number == 1 {
        size = try message.count(field, "dimension")
      } else {
        try message.skip(field)
      }
    }
    return size
  }
}
