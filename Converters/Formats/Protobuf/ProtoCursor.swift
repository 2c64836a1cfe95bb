package import ZooTensors

/// Reads the fields of one protocol-buffer message, without a schema and without copying.
///
/// ```swift
/// while let field = try message.next() {
///   switch field.number {
///   case 1: count = try message.varint(field)
///   case 7: var part = try message.nested(field, isRepeated: true)
///   default: try message.skip(field)
///   }
/// }
/// ```
/// Every value must be taken or skipped before the next field. A field that is read as singular and
/// comes twice is an error, so that no two readers of one file can disagree.
package struct ProtoCursor: ~Escapable {
  private var cursor: ByteCursor
  /// The singular fields below 64 that were read.
  private var seen: UInt64 = 0
  /// The name of the message, for errors.
  private let name: StaticString

  /// Starts at the first field; `origin` is the offset of the bytes in their file.
  @_lifetime(copy bytes)
  package init(_ bytes: RawSpan, origin: Int = 0, name: StaticString) {
    cursor = ByteCursor(bytes, origin: origin)
    self.name = name
  }

  /// The place of the next byte in its file.
  package var position: Int { cursor.position }

  /// The next field, or `nil` at the end.
  ///
  /// - Throws: ``FormatError`` where the number is 0 or too large, or the wire type is a group or
  ///   unknown.
  package mutating func next() throws(FormatError) -> ProtoField? {
    guard !cursor.isAtEnd else { return nil }
    let position = cursor.position
    let key = try cursor.readVarint()
    let number = key >> 3
    guard number > 0, number < 1 << 29 else {
      throw FormatError(
        .invalidValue,
        "\(name) has a field of number \(number)",
        at: position
      )
    }
    guard let wireType = ProtoField.WireType(rawValue: Int(key & 7)) else {
      throw FormatError(
        .invalidValue,
        "field \(number) of \(name) has the wire type \(key & 7); expected 0, 1, 2 or 5",
        at: position
      )
    }
    return ProtoField(number: Int(number), wireType: wireType, position: position)
  }

  /// Passes over a field's value.
  package mutating func skip(_ field: ProtoField) throws(FormatError) {
    switch field.wireType {
    case .varint: _ = try cursor.readVarint()
    case .fixed64: try cursor.skip(8)
    case .fixed32: try cursor.skip(4)
    case .bytes: try cursor.skip(try readCount(field))
    }
  }

  // MARK: - Values

  /// An unsigned varint.
  package mutating func varint(
    _ field: ProtoField,
    isRepeated: Bool = false
  ) throws(FormatError) -> UInt64 {
    try take(field, .varint, isRepeated)
    return try cursor.readVarint()
  }

  /// An `int64` or `int32`, which a negative number makes ten bytes long.
  package mutating func integer(
    _ field: ProtoField,
    isRepeated: Bool = false
  ) throws(FormatError) -> Int {
    Int(Int64(bitPattern: try varint(field, isRepeated: isRepeated)))
  }

  /// A size, offset, count or dimension: an `int64` that must not be negative.
  package mutating func count(
    _ field: ProtoField,
    _ what: StaticString,
    isRepeated: Bool = false
  ) throws(FormatError) -> Int {
    let value = try integer(field, isRepeated: isRepeated)
    guard value >= 0 else {
      throw FormatError(
        .invalidValue,
        "\(what) \(value) of \(name) is negative",
        at: field.position
      )
    }
    return value
  }

  /// A `bool`.
  package mutating func flag(_ field: ProtoField) throws(FormatError) -> Bool {
    try varint(field) != 0
  }

  /// A `fixed32`.
  package mutating func fixed32(_ field: ProtoField) throws(FormatError) -> UInt32 {
    try take(field, .fixed32, false)
    return try cursor.read(UInt32.self)
  }

  /// A `fixed64`.
  package mutating func fixed64(_ field: ProtoField) throws(FormatError) -> UInt64 {
    try take(field, .fixed64, false)
    return try cursor.read(UInt64.self)
  }

  /// A text, which must be UTF-8 and not longer than `limit`; `limitName` is for messages.
  package mutating func text(
    _ field: ProtoField,
    limit: Int,
    named limitName: String = "ParsingLimits.stringBytes",
    isRepeated: Bool = false
  ) throws(FormatError) -> String {
    try take(field, .bytes, isRepeated)
    let count = try readCount(field)
    guard count <= limit else {
      throw .limit("the length of a text of \(name)", count, limit, limitName, at: field.position)
    }
    return try cursor.readUTF8(count)
  }

  /// The message in a field.
  @_lifetime(copy self)
  package mutating func nested(
    _ field: ProtoField,
    _ name: StaticString,
    isRepeated: Bool = false
  ) throws(FormatError) -> ProtoCursor {
    try take(field, .bytes, isRepeated)
    let count = try readCount(field)
    let origin = cursor.position
    return ProtoCursor(try cursor.readBytes(count), origin: origin, name: name)
  }

  /// Where the bytes of a field are, in offsets of the file, without touching them.
  package mutating func range(
    _ field: ProtoField,
    isRepeated: Bool = false
  ) throws(FormatError) -> Range<Int> {
    try take(field, .bytes, isRepeated)
    let count = try readCount(field)
    let start = cursor.position
    try cursor.skip(count)
    return start..<cursor.position
  }

  /// The varints of a packed field; for short lists.
  package mutating func packedVarints(_ field: ProtoField) throws(FormatError) -> [UInt64] {
    try take(field, .bytes, true)
    let count = try readCount(field)
    let end = cursor.offset + count
    var values: [UInt64] = []
    while cursor.offset < end { values.append(try cursor.readVarint()) }
    guard cursor.offset == end else { throw endsInside(field) }
    return values
  }

  /// Appends the dimensions of a repeated `int64` field, which are packed or come one by one.
  ///
  /// - Parameters:
  ///   - field: The field.
  ///   - dimensions: What was read before, to which these are added.
  ///   - mayBeOpen: Whether a dimension may be negative, which then stands for any size.
  ///   - limits: The caps, of which the rank applies.
  /// - Throws: ``FormatError`` where there are too many, or one is negative that may not be.
  package mutating func appendDimensions(
    _ field: ProtoField,
    to dimensions: inout [Int],
    mayBeOpen: Bool = false,
    limits: ParsingLimits
  ) throws(FormatError) {
    let first = dimensions.count
    if field.wireType == .bytes {
      let count = try readCount(field)
      let end = cursor.offset + count
      while cursor.offset < end {
        try limits.checkRank(dimensions.count + 1, at: field.position)
        dimensions.append(Int(Int64(bitPattern: try cursor.readVarint())))
      }
      guard cursor.offset == end else { throw endsInside(field) }
    } else {
      try limits.checkRank(dimensions.count + 1, at: field.position)
      dimensions.append(try integer(field, isRepeated: true))
    }
    guard !mayBeOpen, let negative = dimensions[first...].first(where: { $0 < 0 }) else { return }
    throw FormatError(
      .invalidValue,
      "dimension \(negative) of \(name) is negative",
      at: field.position
    )
  }

  // MARK: - Rules

  private func endsInside(_ field: ProtoField) -> FormatError {
    FormatError(
      .truncated,
      "field \(field.number) of \(name) ends inside a number",
      at: field.position
    )
  }

  private mutating func take(
    _ field: ProtoField,
    _ expected: ProtoField.WireType,
    _ isRepeated: Bool
  ) throws(FormatError) {
    guard field.wireType == expected else {
      throw FormatError(
        .invalidValue,
        "field \(field.number) of \(name): expected the wire type \(expected.rawValue), found "
          + "\(field.wireType.rawValue)",
        at: field.position
      )
    }
    guard !isRepeated, field.number < 64 else { return }
    let bit = UInt64(1) << UInt64(field.number)
    guard seen & bit == 0 else {
      throw FormatError(
        .invalidValue,
        "field \(field.number) of \(name) is there twice, expected once",
        at: field.position
      )
    }
    seen |= bit
  }

  private mutating func readCount(_ field: ProtoField) throws(FormatError) -> Int {
    let count = try cursor.readVarint()
    guard count <= UInt64(cursor.remaining) else {
      throw FormatError(
        .truncated,
        "field \(field.number) of \(name) is \(count) bytes long, \(cursor.remaining) are left",
        at: field.position
      )
    }
    return Int(count)
  }
}
