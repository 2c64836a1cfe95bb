import CZooKernels
import ZooTensors

extension ByteRegion {
  /// How much is held in memory while bytes are checked or rewritten; a multiple of every width.
  private static var chunkByteCount: Int { 1 << 20 }

  /// Reads everything in chunks, without making the mapping resident.
  func forEachChunk(
    _ body: (UnsafeMutableRawBufferPointer, Int) throws(FormatError) -> Void
  ) throws(FormatError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: Swift.max(Swift.min(byteCount, Self.chunkByteCount), 1),
      alignment: 64
    )
    defer { unsafe buffer.deallocate() }
    var offset = 0
    while offset < byteCount {
      let chunk = unsafe UnsafeMutableRawBufferPointer(
        rebasing: buffer[..<Swift.min(buffer.count, byteCount - offset)]
      )
      unsafe try read(into: chunk, at: offset)
      unsafe try body(chunk, offset)
      offset += chunk.count
    }
  }

  /// The same bytes in a scratch file, changed chunk by chunk; a chunk begins at a multiple of 16.
  func rewritten(
    _ change: (UnsafeMutableRawBufferPointer) -> Void
  ) throws(FormatError) -> ByteRegion {
    var scratch = try ScratchFile(byteCount: byteCount, name: name)
    try unsafe forEachChunk { (bytes, offset) throws(FormatError) in
      unsafe change(bytes)
      unsafe try scratch.write(UnsafeRawBufferPointer(bytes), at: offset)
    }
    return ByteRegion(try scratch.finish())
  }

  /// The same numbers of `width` bytes in the other byte order, in a scratch file.
  func swapped(width: Int) throws(FormatError) -> ByteRegion {
    guard width > 1 else { return self }
    // Safe: the function changes `count` bytes in place; a chunk begins at a number's first byte.
    return try unsafe rewritten { bytes in
      unsafe zoo_swap_bytes(bytes.baseAddress, bytes.count, width)
    }
  }
}
