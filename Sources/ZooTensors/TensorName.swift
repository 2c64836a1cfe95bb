/// The rules that every tensor name keeps, in whatever file it is read.
package enum TensorName {
  /// Requires a name that is not empty, not too long, and free of control characters.
  package static func check(
    _ name: String,
    limits: ParsingLimits = .default,
    at offset: Int? = nil
  ) throws(FormatError) {
    guard !name.isEmpty else {
      throw FormatError(.invalidValue, "a tensor name is empty", at: offset)
    }
    let count = name.utf8.count
    try limits.checkNameLength(count, at: offset)
    if hasControlCharacter(name) {
      throw FormatError(
        .invalidValue,
        "the tensor name \(name.debugDescription) has a control character",
        at: offset
      )
    }
  }

  /// Whether a text has a character of the ranges U+0000–001F or U+007F–009F.
  package static func hasControlCharacter(_ text: String) -> Bool {
    var previous: UInt8 = 0
    for byte in text.utf8 {
      // U+0080–009F are spelled C2 80 to C2 9F.
      if byte < 0x20 || byte == 0x7f || (previous == 0xc2 && byte < 0xa0) { return true }
      previous = byte
    }
    return false
  }
}
