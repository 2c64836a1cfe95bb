import ZooTensors

extension FormatError {
  /// The error for bzip2 that breaks a rule of its format; `place` is a byte of the compressed data.
  static func bzip2(_ what: String, at place: Int, _ code: Code = .invalidValue) -> FormatError {
    FormatError(code, "\(what); the bzip2 data is damaged, fetch the file again", at: place)
  }

  /// The error for a checksum that is not the one that is stated.
  static func bzip2CRC(
    of what: String,
    _ found: UInt32,
    stated: UInt32,
    at place: Int
  ) -> FormatError {
    let (found, stated) = (String(found, radix: 16), String(stated, radix: 16))
    return .bzip2(
      "the CRC-32 of \(what) is \(found), but \(stated) is stated",
      at: place,
      .inconsistent
    )
  }
}
