import ZooTensors

/// Turns any model name or alias into one file name, and back.
///
/// Lower-case ASCII letters, digits, `.`, `_` and `-` stay; every other byte of the UTF-8 text
/// becomes `%` and two upper-case hexadecimal digits, and so does a `.` at the beginning. Capitals
/// are encoded too, so that two names never meet on a disk that ignores case.
public enum StoreName {
  /// The longest encoded name; file systems allow 255 bytes, and temporary names add some.
  public static let maximumByteCount = 200

  /// The file name, or `nil` where the name is empty or too long.
  public static func encode(_ name: String) -> String? {
    let digits = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    for byte in name.utf8 {
      let isPlain =
        switch byte {
        case 0x61...0x7a, 0x30...0x39, 0x2d, 0x5f: true
        case 0x2e: !encoded.isEmpty
        default: false
        }
      if isPlain {
        encoded.append(byte)
      } else {
        encoded += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    guard !encoded.isEmpty, encoded.count <= maximumByteCount else { return nil }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// The name, or `nil` where the file name is not one that ``encode(_:)`` gives.
  public static func decode(_ file: String) -> String? {
    var bytes: [UInt8] = []
    var rest = file.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == 0x25 else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst(), let low = rest.popFirst(), high != 0x2b,
        let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(value)
    }
    guard let name = String(validating: bytes, as: UTF8.self), let again = encode(name),
      again.hasSameUTF8(as: file)
    else { return nil }
    return name
  }
}
