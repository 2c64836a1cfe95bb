import ZooTensors

/// One variable as fluid stores it: a header, then row-major little-endian elements.
///
/// The layout: a version (u32, 0), the number of levels of detail (u64) and for each its size (u64)
/// and offsets (u64 each), a version of the tensor (u32, 0), the size of a `TensorDesc` (i32) and
/// that message, then the elements, whose size follows from type and shape.
///
/// Source: Paddle, `SerializeToStream` in `framework/lod_tensor.cc`, `TensorToStream` in
/// `framework/tensor_util.cc`, and `framework.proto`.
struct PaddleVariable: Hashable {
  /// More levels of detail than any program nests sequences.
  private static let levelLimit: UInt64 = 16

  /// The element type.
  let dtype: DType
  /// The shape.
  let shape: Shape
  /// The levels of detail, which say how rows belong to sequences; parameters have none.
  let levelCount: Int
  /// Where the header begins in the file.
  let start: Int
  /// Where the elements are in the file; the file may end before.
  let range: Range<Int>

  /// Reads the header at an offset of a file.
  ///
  /// - Throws: ``FormatError`` where there is no such header or a size overflows. Whether the
  ///   elements exist is not looked at.
  init(_ file: ByteRegion, at start: Int = 0, limits: ParsingLimits) throws(FormatError) {
    var cursor = ByteCursor(file.bytes)
    try cursor.seek(to: start)
    let descriptor = try Self.descriptor(&cursor)
    let size = descriptor.end - descriptor.start
    // Two bytes of type, and at most eleven for each dimension.
    let cap = 64 + 11 * min(limits.rank, 1 << 20)
    guard size <= cap else {
      throw .limit(
        "size of the description of a tensor",
        size,
        cap,
        "ParsingLimits.rank",
        at: descriptor.start
      )
    }
    var message = ProtoCursor(
      try cursor.readBytes(size),
      origin: descriptor.start,
      name: "TensorDesc"
    )
    (dtype, shape) = try Self.tensor(&message, at: descriptor.start, limits: limits)
    let byteCount = try dtype.byteCount(ofElements: shape.elementCount)
    range =
      descriptor.end..<(try descriptor.end.adding(byteCount, "the end of the elements"))
    levelCount = descriptor.levelCount
    self.start = start
  }

  /// Whether a header stands at an offset, judged by everything but the message in it.
  static func mayStart(_ file: ByteRegion, at start: Int = 0) -> Bool {
    var cursor = ByteCursor(file.bytes)
    do throws(FormatError) {
      try cursor.seek(to: start)
      let descriptor = try Self.descriptor(&cursor)
      // The message begins with field 1, the type.
      let first = try cursor.peek()
      return descriptor.end - descriptor.start >= 2 && first == 0x08
    } catch {
      return false
    }
  }

  /// Moves to the `TensorDesc`, and says where it is.
  private static func descriptor(
    _ cursor: inout ByteCursor
  ) throws(FormatError) -> (start: Int, end: Int, levelCount: Int) {
    let place = cursor.position
    let version = try cursor.read(UInt32.self)
    guard version == 0 else {
      throw FormatError(
        .invalidValue,
        "expected a variable of version 0, found version \(version)",
        at: place
      )
    }
    let levelCount = try cursor.read(UInt64.self)
    guard levelCount <= levelLimit else {
      throw FormatError(
        .invalidValue,
        "expected at most \(levelLimit) levels of detail, found \(levelCount)",
        at: place
      )
    }
    for _ in 0..<levelCount {
      let position = cursor.position
      let byteCount = try cursor.readLength("the size of a level of detail")
      guard byteCount % 8 == 0 else {
        throw FormatError(
          .invalidValue,
          "a level of detail of \(byteCount) bytes does not hold whole offsets of 8 bytes",
          at: position
        )
      }
      try cursor.skip(byteCount)
    }
    let position = cursor.position
    let tensorVersion = try cursor.read(UInt32.self)
    guard tensorVersion == 0 else {
      throw FormatError(
        .invalidValue,
        "expected a tensor of version 0, found version \(tensorVersion)",
        at: position
      )
    }
    let size = try cursor.read(Int32.self)
    guard size > 0 else {
      throw FormatError(
        .invalidValue,
        "expected the description of a tensor, found one of \(size) bytes",
        at: position
      )
    }
    try cursor.require(Int(size))
    return (cursor.position, cursor.position + Int(size), Int(levelCount))
  }

  /// Reads a `TensorDesc`: the element type in field 1, the dimensions in field 2.
  static func tensor(
    _ message: inout ProtoCursor,
    at position: Int,
    limits: ParsingLimits
  ) throws(FormatError) -> (dtype: DType, shape: Shape) {
    let description = try PaddleDescription(&message, limits: limits)
    guard let type = description.type else {
      throw FormatError(.invalidValue, "the description of a tensor has no type", at: position)
    }
    do throws(FormatError) {
      return (
        try PaddleType.dtype(type, at: position), try Shape(description.dimensions, limits: limits)
      )
    } catch {
      throw FormatError(error.code, error.message, at: error.offset ?? position)
    }
  }
}
