import ZooTensors

extension TokenTable {
  /// A SentencePiece model: a protocol-buffer message whose field 1 is repeated for each piece.
  ///
  /// Complexity: O(bytes).
  static func sentencePiece(_ bytes: [UInt8]) throws(FormatError) -> TokenTable {
    var builder = TokenTableBuilder(.sentencePiece)
    builder.hasScores = true
    try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(FormatError) in
      // Safe: the span is used only inside this closure.
      let span = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(buffer))
      var cursor = ByteCursor(span)
      while !cursor.isAtEnd {
        let place = cursor.position
        let key = try cursor.readVarint()
        guard key >> 3 == 1, key & 7 == 2 else {
          try skipValue(key, &cursor, place)
          continue
        }
        let end = try endOfValue(&cursor)
        try readPiece(&cursor, end, &builder, place)
      }
    }
    return try builder.build()
  }

  /// Text (1), score (2) and type (3) of a piece; further fields are passed over.
  private static func readPiece(
    _ cursor: inout ByteCursor,
    _ end: Int,
    _ builder: inout TokenTableBuilder,
    _ place: Int
  ) throws(FormatError) {
    var piece: [UInt8]?
    var score: Float = 0
    var role = Role.normal
    while cursor.offset < end {
      let fieldPlace = cursor.position
      let key = try cursor.readVarint()
      switch (key >> 3, key & 7) {
      case (1, 2):
        let count = try endOfValue(&cursor) - cursor.offset
        piece = try cursor.readArray(count)
      case (2, 5): score = Float(bitPattern: try cursor.read(UInt32.self))
      case (3, 0): role = try Self.role(ofType: try cursor.readVarint(), fieldPlace)
      default: try skipValue(key, &cursor, fieldPlace)
      }
    }
    guard cursor.offset == end else {
      throw FormatError(.invalidValue, "a piece is longer than it says", at: place)
    }
    guard let piece else {
      throw FormatError(.invalidValue, "expected a piece with text; is it a model?", at: place)
    }
    try builder.add(piece, id: builder.count, role: role, score: score, at: place)
  }

  private static func role(ofType type: UInt64, _ place: Int) throws(FormatError) -> Role {
    switch type {
    case 1: return .normal
    case 2: return .unknown
    case 3: return .special
    case 4: return .added
    case 5: return .unused
    case 6: return .byte
    default:
      throw FormatError(
        .unsupported,
        "expected a type of pieces from 1 to 6, found \(type)",
        at: place
      )
    }
  }

  private static func endOfValue(_ cursor: inout ByteCursor) throws(FormatError) -> Int {
    let place = cursor.position
    let length = try cursor.readVarint()
    guard let count = Int(exactly: length), count <= cursor.remaining else {
      throw FormatError(
        .truncated,
        "expected \(length) more bytes, found \(cursor.remaining)",
        at: place
      )
    }
    return cursor.offset + count
  }

  private static func skipValue(
    _ key: UInt64,
    _ cursor: inout ByteCursor,
    _ place: Int
  ) throws(FormatError) {
    switch key & 7 {
    case 0 where key >> 3 > 0: _ = try cursor.readVarint()
    case 1 where key >> 3 > 0: try cursor.skip(8)
    case 2 where key >> 3 > 0: try cursor.seek(to: try endOfValue(&cursor))
    case 5 where key >> 3 > 0: try cursor.skip(4)
    default:
      throw FormatError(
        .invalidValue,
        "expected a SentencePiece model, found other bytes",
        at: place
      )
    }
  }
}
