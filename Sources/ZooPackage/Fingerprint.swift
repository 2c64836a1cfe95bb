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
  private var tensors: [(spec: TensorSpec, sha256: SHA256Digest)] = []

  /// The fingerprint of no tensors, to be extended.
  public init() {}

  /// Adds one tensor; the order of calls does not matter.
  public mutating func add(_ spec: TensorSpec, sha256: SHA256Digest) {
    tensors.append((spec, sha256))
  }

  /// The fingerprint of the tensors added so far.
  ///
  /// Complexity: O(n log n) in the number of tensors.
  public var digest: SHA256Digest { SHA256Digest(of: lines) }

  /// The lines that are hashed.
  public var text: String { String(decoding: lines, as: UTF8.self) }

  private var lines: [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(tensors.count * 160)
    for tensor in tensors.sorted(by: { $0.spec.name.precedesInUTF8($1.spec.name) }) {
      lines += tensor.spec.name.utf8
      lines.append(0x09)
      lines += tensor.spec.dtype.rawValue.utf8
      lines += [0x09, 0x5b]
      for (axis, dimension) in tensor.spec.shape.dimensions.enumerated() {
        if axis > 0 { lines.append(0x2c) }
        lines += String(dimension).utf8
      }
      lines += [0x5d, 0x09]
      tensor.sha256.appendHex(to: &lines)
      lines.append(0x0a)
    }
    return lines
  }
}
