import ZooTensors

/// The header of a `.npy` file: what the elements are, and where they begin.
///
/// Source: `numpy/lib/_format_impl.py`, versions 1.0, 2.0 and 3.0.
struct NumPyHeader: Sendable {
  /// What an array has as elements.
  enum Elements: Sendable {
    case numbers(NumPyType)
    /// Text or dates, which are no weights; the words say what.
    case passedOver(String)
  }

  /// The first bytes of every file.
  static let magic: [UInt8] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

  let elements: Elements
  let shape: Shape
  let isFortran: Bool
  /// The bytes before the first element.
  let byteCount: Int
  /// Whether elements of two raw bytes are taken to be bfloat16.
  let isRawBFloat16: Bool

  /// The bytes before an array's length is known.
  static let startByteCount = 12

  /// The bytes of a header with its beginning, as its first ``startByteCount`` bytes state them; not
  /// more than the limits allow.
  static func byteCount(stated start: [UInt8], limits: ParsingLimits) -> Int {
    guard start.count >= startByteCount else { return start.count }
    let end = start[6] == 1 ? 10 : 12
    let length = start[8..<end].reversed().reduce(0) { $0 << 8 | Int($1) }
    return end + min(length, max(limits.numPyHeaderBytes, 0))
  }

  /// Reads a header from the first bytes of an array.
  ///
  /// - Parameters:
  ///   - head: The first bytes; ``byteCount(stated:limits:)`` says how many.
  ///   - limits: The caps.
  /// - Throws: ``FormatError`` where the header is no literal of a known form, or where elements are
  ///   Python objects or records.
  init(_ head: [UInt8], limits: ParsingLimits) throws(FormatError) {
    guard head.starts(with: Self.magic), head.count >= 10 else {
      throw FormatError(
        .invalidValue,
        "expected a NumPy array, which begins with the bytes 93 4e 55 4d 50 59; found something else",
        at: 0
      )
    }
    let (major, minor) = (head[6], head[7])
    guard (1...3).contains(major), minor == 0 else {
      throw FormatError(
        .unsupported,
        "version \(major).\(minor) of the array's header is unknown; 1.0, 2.0 and 3.0 are read",
        at: 6
      )
    }
    let start = major == 1 ? 10 : 12
    guard head.count >= start else { throw Self.truncated(start, head.count) }
    let length = head[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= limits.numPyHeaderBytes else {
      throw .limit(
        "array header of bytes",
        length,
        limits.numPyHeaderBytes,
        "ParsingLimits.numPyHeaderBytes",
        at: 8
      )
    }
    guard length <= head.count - start else { throw Self.truncated(start + length, head.count) }
    byteCount = start + length
    let fields = try Fields(Array(head[start..<(start + length)]), at: start)
    isFortran = fields.isFortran
    shape = try Shape(fields.shape, limits: limits)
    let (order, code) = (fields.type.prefix(1), fields.type.dropFirst())
    isRawBFloat16 = code == "V2"
    if isRawBFloat16 {
      elements = .numbers(try NumPyType(.bf16, byteOrder: order == "|" ? "<" : order))
    } else if let words = NumPyType.passedOver(code) {
      elements = .passedOver(words)
    } else {
      elements = .numbers(try NumPyType(code, byteOrder: order))
    }
  }

  private static func truncated(_ expected: Int, _ found: Int) -> FormatError {
    FormatError(
      .truncated,
      "the header of an array needs \(expected) bytes, \(found) are there",
      at: found
    )
  }

  /// The three entries, each there once.
  private struct Fields {
    var type = ""
    var isFortran = false
    var shape: [Int] = []

    init(_ bytes: [UInt8], at origin: Int) throws(FormatError) {
      var seen: Set<String> = []
      for (key, value) in try NumPyLiteral.entries(bytes, at: origin) {
        guard seen.insert(key).inserted else {
          throw FormatError(
            .invalidValue,
            "the header of an array has '\(printable(key))' twice",
            at: origin
          )
        }
        switch (key, value) {
        case ("descr", .text(let text)): type = text
        case ("descr", .list):
          throw FormatError(
            .unsupported,
            "its elements are records, which are no numbers that are read",
            at: origin
          )
        case ("fortran_order", .bool(let flag)): isFortran = flag
        case ("shape", .integers(let values)): shape = values
        default:
          throw FormatError(
            .invalidValue,
            "'\(printable(key))' in the header of an array is unknown or has another type",
            at: origin
          )
        }
      }
      guard seen.count == 3 else {
        throw FormatError(
          .invalidValue,
          "the header of an array needs 'descr', 'fortran_order' and 'shape', found "
            + "\(seen.count) of them",
          at: origin
        )
      }
    }
  }
}

extension NumPyHeader {
  /// The bytes of all elements; `nil` where they are passed over.
  func elementByteCount() throws(FormatError) -> Int? {
    guard case .numbers(let type) = elements else { return nil }
    return try type.dtype.byteCount(ofElements: shape.elementCount)
  }

  /// The array whose elements are these bytes; `nil` where they are passed over.
  func array(_ content: any TensorContent) -> NumPyArray? {
    guard case .numbers(let type) = elements else { return nil }
    return array(content, of: type)
  }

  /// The array whose elements are these bytes, read as another type of the same width.
  func array(_ content: any TensorContent, of type: NumPyType) -> NumPyArray {
    NumPyArray(
      type,
      shape,
      axes: isFortran ? shape.dimensions.indices.reversed() : nil,
      content: content
    )
  }
}
