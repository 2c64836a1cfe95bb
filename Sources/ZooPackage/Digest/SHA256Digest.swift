/// The 32 bytes of a SHA-256 digest.
public struct SHA256Digest: Sendable, Hashable {
  // Four words, first byte highest, so that the value needs no allocation.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// The number of bytes of every digest.
  public static let byteCount = 32

  init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

  /// Creates a digest of its 32 bytes; `nil` for another count.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    var parts: [UInt64] = [0, 0, 0, 0]
    for (index, byte) in bytes.enumerated() {
      parts[index / 8] = parts[index / 8] << 8 | UInt64(byte)
    }
    words = (parts[0], parts[1], parts[2], parts[3])
  }

  /// Creates a digest of its 64 lower-case hexadecimal digits; `nil` for anything else.
  public init?(hex: String) {
    guard hex.utf8.count == 2 * Self.byteCount else { return nil }
    var digits = hex.utf8.makeIterator()
    func word() -> UInt64? {
      var word: UInt64 = 0
      for _ in 0..<16 {
        switch digits.next() {
        case .some(let digit) where (0x30...0x39).contains(digit):
          word = word << 4 | UInt64(digit - 0x30)
        case .some(let digit) where (0x61...0x66).contains(digit):
          word = word << 4 | UInt64(digit - 0x61 + 10)
        default: return nil
        }
      }
      return word
    }
    guard let first = word(), let second = word(), let third = word(), let fourth = word() else {
      return nil
    }
    words = (first, second, third, fourth)
  }

  /// The digest of some bytes.
  ///
  /// Complexity: O(bytes).
  public init(of bytes: [UInt8]) {
    var hasher = SHA256Hasher()
    hasher.update(bytes)
    self = hasher.finish()
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    [words.0, words.1, words.2, words.3].flatMap { word in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
    }
  }

  /// The 64 lower-case hexadecimal digits.
  public var hex: String {
    var digits: [UInt8] = []
    digits.reserveCapacity(2 * Self.byteCount)
    appendHex(to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }

  /// Appends the 64 hexadecimal digits.
  func appendHex(to text: inout [UInt8]) {
    appendHex(words.0, to: &text)
    appendHex(words.1, to: &text)
    appendHex(words.2, to: &text)
    appendHex(words.3, to: &text)
  }

  private func appendHex(_ word: UInt64, to text: inout [UInt8]) {
    var rest = word
    for _ in 0..<16 {
      rest = rest << 4 | rest >> 60
      let digit = UInt8(truncatingIfNeeded: rest & 15)
      text.append(digit < 10 ? 0x30 + digit : 0x61 - 10 + digit)
    }
  }

  /// Whether both digests have the same bytes.
  public static func == (left: SHA256Digest, right: SHA256Digest) -> Bool {
    left.words == right.words
  }

  /// Feeds the bytes to the hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
  }
}

extension SHA256Digest: CustomStringConvertible {
  /// The hexadecimal digits.
  public var description: String { hex }
}
