import ZooTensors

/// The spelling of member names: UTF-8, else the code page of the format's home (IBM 437).
enum ZipText {
  private static let upper = Array(
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌"
      + "█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}"
  )

  /// The text of a name; without the UTF-8 flag it may still be UTF-8, as many tools write it.
  static func decode(
    _ bytes: [UInt8],
    isUTF8: Bool,
    at offset: Int
  ) throws(FormatError) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    guard !isUTF8 else {
      throw FormatError(.invalidValue, "a member name is not valid UTF-8", at: offset)
    }
    return String(
      bytes.map { $0 < 0x80 ? Character(Unicode.Scalar($0)) : upper[Int($0) - 0x80] }
    )
  }
}
