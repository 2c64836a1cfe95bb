import Crypto

/// Computes a SHA-256 digest of bytes that come in pieces.
public struct SHA256Hasher: Sendable {
  private var state = SHA256()

  /// Starts with no bytes.
  public init() {}

  /// Adds bytes.
  public mutating func update(_ bytes: [UInt8]) { state.update(data: bytes) }

  /// Adds borrowed bytes.
  public mutating func update(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { unsafe state.update(bufferPointer: $0) }
  }

  /// Adds bytes behind a pointer.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    unsafe state.update(bufferPointer: bytes)
  }

  /// The digest of everything added so far; more may be added afterwards.
  public func finish() -> SHA256Digest {
    // A digest of this function always has 32 bytes; the zero digest is never used.
    SHA256Digest(bytes: Array(state.finalize())) ?? .zero
  }
}

extension SHA256Digest {
  /// 32 zero bytes.
  static let zero = SHA256Digest(words: (0, 0, 0, 0))
}
