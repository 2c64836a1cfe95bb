import ZooTensors

/// The checksum at the end of a file that was saved with `crc_check=True`, verified once, when bytes
/// of a tensor are first asked for: it covers the whole file, which opening does not read.
///
/// Layout: `crc_num` in ASCII, then ten bytes of a big-endian number, the CRC-32 of everything
/// before.
final class MindSporeChecksum: Sendable {
  private static let magic = Array("crc_num".utf8)
  private static let byteCount = 17

  private let messages: ByteRegion
  private let stored: UInt32
  private let path: String
  private let verdict = Verdict()

  private init(_ messages: ByteRegion, stored: UInt32, path: String) {
    self.messages = messages
    self.stored = stored
    self.path = path
  }

  /// Splits a file into its messages and its checksum, if it has one.
  ///
  /// - Throws: ``FormatError`` where the number has more than 32 bits.
  static func split(
    _ file: ByteRegion,
    path: String
  ) throws(FormatError) -> (messages: ByteRegion, checksum: MindSporeChecksum?) {
    guard file.byteCount >= byteCount else { return (file, nil) }
    let end = file.byteCount - byteCount
    let suffix = try file.part(offset: end, count: byteCount).prefix(byteCount)
    guard suffix.starts(with: magic) else { return (file, nil) }
    let digits = suffix.dropFirst(magic.count)
    guard digits.prefix(6).allSatisfy({ $0 == 0 }) else {
      throw FormatError(
        .invalidValue,
        "the number after 'crc_num' at the end has more than 32 bits",
        at: end
      )
    }
    let stored = digits.suffix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let messages = try file.part(offset: 0, count: end)
    return (messages, MindSporeChecksum(messages, stored: stored, path: path))
  }

  /// Verifies the file.
  ///
  /// Complexity: O(bytes of the file) at the first call.
  /// - Throws: ``FormatError`` where the file is damaged.
  func verify() throws(FormatError) {
    try verdict.check { () throws(FormatError) in
      let found = try CRC32.of(messages)
      guard found == stored else {
        throw FormatError(
          .inconsistent,
          "the file is damaged: expected the CRC-32 \(stored), found \(found); fetch it again",
          in: path
        )
      }
    }
  }
}

/// Bytes of a file with a checksum.
struct MindSporeContent: TensorContent {
  let bytes: any TensorContent
  let checksum: MindSporeChecksum

  /// The bytes, after the file was verified once.
  func region() throws(FormatError) -> ByteRegion {
    try checksum.verify()
    return try bytes.region()
  }
}
