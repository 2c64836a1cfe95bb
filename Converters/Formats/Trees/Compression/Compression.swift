/// How bytes are compressed, and what surrounds them.
package enum Compression: Sendable {
  /// Deflate with nothing around it, as in zip.
  case deflate
  /// Deflate with a zlib header and an Adler-32.
  case zlib
  /// One or more gzip members, optionally followed by zeros.
  case gzip
  /// One or more bzip2 streams, optionally followed by zeros.
  case bzip2

  /// What a file is compressed with, by its first bytes; `nil` where it is none of these.
  init?(head: [UInt8]) {
    if head.starts(with: [0x1f, 0x8b, 8]) {
      self = .gzip
    } else if head.starts(with: Bzip2Stream.signature) {
      self = .bzip2
    } else {
      return nil
    }
  }

  /// The name of one stream, where several may follow each other in a file.
  var member: String? {
    switch self {
    case .deflate, .zlib: nil
    case .gzip: "gzip member"
    case .bzip2: "bzip2 stream"
    }
  }

  /// The endings of compressed files' names, and what they become without the compression.
  static let endings = [
    (".gz", ""), (".tgz", ".tar"), (".bz2", ""), (".tbz2", ".tar"), (".tbz", ".tar"),
  ]
}
