/// A list of bytes from which one is taken at a time and put to the front.
struct MoveToFront {
  private var bytes: [UInt8]

  /// The list in its first order.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The byte at a place of the list, which moves to the front; `index` must be inside the list.
  @inline(__always)
  mutating func take(_ index: Int) -> UInt8 {
    let byte = bytes[index]
    // Safe: `index` was checked above, so that the bytes before it and itself are inside the list.
    unsafe bytes.withUnsafeMutableBytes { list in
      guard let start = list.baseAddress else { return }
      unsafe (start + 1).copyMemory(from: start, byteCount: index)
    }
    bytes[0] = byte
    return byte
  }
}
