import Crypto
public import ZooFormats
public import ZooTensors

/// The digest of a tensor's elements: row-major, little-endian, whatever its strides are.
///
/// It is written element by element and shares no code with the converter, so that it may judge it.
public enum TensorDigest {
  /// SHA-256 in lower-case hexadecimal.
  ///
  /// Complexity: O(bytes), in a buffer of bounded size.
  /// - Throws: ``FormatError`` where the bytes cannot be had or are fewer than shape and strides
  ///   need.
  public static func sha256(of tensor: StoredTensor) throws(FormatError) -> String {
    let region = try tensor.content.region()
    try requireExtent(of: tensor, in: region)
    var hash = SHA256()
    unsafe region.bytes.withUnsafeBytes { bytes in
      guard tensor.shape.elementCount > 0 else { return }
      guard let strides = tensor.strides else {
        var offset = 0
        while offset < tensor.byteCount {
          let count = min(8 << 20, tensor.byteCount - offset)
          let part = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)])
          unsafe hash.update(bufferPointer: part)
          offset += count
        }
        return
      }
      unsafe update(&hash, bytes, tensor.shape.dimensions, strides, tensor.dtype.bitWidth / 8)
    }
    return hex(hash.finalize())
  }

  /// SHA-256 of plain bytes in lower-case hexadecimal.
  public static func sha256(of region: ByteRegion) -> String {
    var hash = SHA256()
    unsafe region.bytes.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
    return hex(hash.finalize())
  }

  /// Requires that the last element of a tensor lies inside its region.
  static func requireExtent(of tensor: StoredTensor, in region: ByteRegion) throws(FormatError) {
    guard tensor.dtype != .string, tensor.shape.elementCount > 0 else { return }
    var needed = tensor.byteCount
    if let strides = tensor.strides {
      guard let width = tensor.dtype.byteWidth, strides.count == tensor.shape.rank else {
        throw FormatError(.inconsistent, "'\(tensor.name)' has strides that fit no element")
      }
      var last = 0
      for (extent, stride) in zip(tensor.shape.dimensions, strides) {
        guard stride >= 0 else {
          throw FormatError(.inconsistent, "'\(tensor.name)' has a negative stride")
        }
        last = try last.adding(try (extent - 1).multiplied(by: stride, "stride"), "extent")
      }
      needed = try last.adding(1, "extent").multiplied(by: width, "extent")
    }
    guard region.byteCount >= needed else {
      throw FormatError(
        .inconsistent,
        "'\(tensor.name)' needs \(needed) bytes, its region has \(region.byteCount)"
      )
    }
  }

  private static func update(
    _ hash: inout SHA256,
    _ bytes: UnsafeRawBufferPointer,
    _ shape: [Int],
    _ strides: [Int],
    _ width: Int
  ) {
    var index = [Int](repeating: 0, count: shape.count)
    var element = 0
    var buffer: [UInt8] = []
    buffer.reserveCapacity(1 << 16)
    while true {
      for byte in 0..<width { buffer.append(unsafe bytes[element * width + byte]) }
      if buffer.count >= (1 << 16) - 16 {
        hash.update(data: buffer)
        buffer.removeAll(keepingCapacity: true)
      }
      var axis = shape.count - 1
      while axis >= 0 {
        index[axis] += 1
        element += strides[axis]
        if index[axis] < shape[axis] { break }
        element -= strides[axis] * shape[axis]
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { break }
    }
    hash.update(data: buffer)
  }

  private static func hex(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef")
    return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
