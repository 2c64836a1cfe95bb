public import ZooTensors

/// The identity of a model's weights, whatever file or framework they came from.
///
/// It is the SHA-256 digest of one line for each tensor, in the order of the names' UTF-8 bytes:
///
///     name TAB dtype TAB [d0,d1,…] TAB sha256 LF
///
/// The dtype is spelled as in safetensors, a scalar's shape is `[]`, and `sha256` is the digest of
/// the tensor's row-major little-endian bytes in 64 lower-case hexadecimal digits. Names hold no
/// control characters, so no two inventories have the same text. Aliases do not count.
public struct Fingerprint: Sendable {
  private var lines: [(name: String, text: String)] = []

  /// The fingerprint of no tensors, to be extended.
  public init() {}

  /// Adds one tensor; the order of calls does not matter.
  public mutating func add(_ spec: TensorSpec, sha256: SHA256Digest) {
    add(name: spec.name, dtype: spec.dtype, shape: spec.shape, sha256: sha256)
  }

  /// Adds one tensor by its parts.
  public mutating func add(name: String, dtype: DType, shape: Shape, sha256: SHA256Digest) {
    let dimensions = shape.dimensions.map(String.init).joined(separator: ",")
    lines.append((name, "\(name)\t\(dtype.rawValue)\t[\(dimensions)]\t\(sha256.hex)\n"))
  }

  /// The fingerprint of the tensors added so far.
  public var digest: SHA256Digest {
    var hasher = SHA256Hasher()
    hasher.update(Array(text.utf8))
    return hasher.finish()
  }

  /// The lines that are hashed.
  public var text: String {
    lines.sorted { $0.name.precedesInUTF8($1.name) }.map(\.text).joined()
  }
}
