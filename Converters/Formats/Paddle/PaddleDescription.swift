import ZooTensors

/// A `TensorDesc`: the number of an element type and the dimensions, which a program may leave open
/// (-1).
///
/// Source: Paddle, `framework.proto`. Dimensions are written one by one; packed ones are the same to
/// any reader of protocol buffers.
struct PaddleDescription {
  private(set) var type: Int?
  private(set) var dimensions: [Int] = []

  init(_ message: inout ProtoCursor, limits: ParsingLimits) throws(FormatError) {
    while let field = try message.next() {
      switch field.number {
      case 1: type = try message.integer(field)
      case 2:
        try message.appendDimensions(field, to: &dimensions, mayBeOpen: true, limits: limits)
      default: try message.skip(field)
      }
    }
  }
}
