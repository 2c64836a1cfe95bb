import ZooTensors

/// The varints of a packed field, unpacked into elements of fixed width.
struct PackedNumbers {
  private static let chunkByteCount = 1 << 20

  private let bytes: ByteRegion
  private let position: Int
  private let allowed: ClosedRange<Int64>

  /// `position` is the place of the bytes in their file, `allowed` what an element may be.
  init(_ bytes: ByteRegion, position: Int, allowed: ClosedRange<Int64>) {
    self.bytes = bytes
    self.position = position
    self.allowed = allowed
  }

  /// Exactly `count` elements of `width` bytes, little-endian, in a scratch file.
  ///
  /// Complexity: O(bytes), in buffers of bounded size.
  func unpacked(_ count: Int, _ width: Int) throws(FormatError) -> ByteStore {
    var scratch = try ScratchFile(byteCount: count * width, name: bytes.name)
    let input = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(bytes.byteCount, Self.chunkByteCount),
      alignment: 64
    )
    defer { unsafe input.deallocate() }
    // Each varint has a byte or more, so that no chunk makes more elements than it has bytes.
    let output = UnsafeMutableRawBufferPointer.allocate(
      byteCount: input.count * width,
      alignment: 64
    )
    defer { unsafe output.deallocate() }
    var offset = 0
    var written = 0
    while offset < bytes.byteCount {
      let chunk = unsafe UnsafeMutableRawBufferPointer(
        rebasing: input[..<min(input.count, bytes.byteCount - offset)]
      )
      unsafe try bytes.read(into: chunk, at: offset)
      let (used, made) = unsafe try unpack(
        UnsafeRawBufferPointer(chunk),
        at: offset,
        isLast: offset + chunk.count == bytes.byteCount,
        into: output,
        width
      )
      guard made <= count - written else { throw miscount("more than", count) }
      unsafe try scratch.write(
        UnsafeRawBufferPointer(rebasing: output[..<(made * width)]),
        at: written * width
      )
      offset += used
      written += made
    }
    guard written == count else { throw miscount("\(written) of", count) }
    return try scratch.finish()
  }

  /// Unpacks the numbers that end inside a chunk; says how many bytes and how many numbers they are.
  ///
  /// Safe: reads are below `chunk.count`; a number is written only after a byte of its own was read,
  /// and `output` has room for `width` bytes for each byte of the chunk.
  private func unpack(
    _ chunk: UnsafeRawBufferPointer,
    at offset: Int,
    isLast: Bool,
    into output: UnsafeMutableRawBufferPointer,
    _ width: Int
  ) throws(FormatError) -> (used: Int, made: Int) {
    var used = 0
    var made = 0
    while used < chunk.count {
      var value: UInt64 = 0
      var length = 0
      var isWhole = false
      while length < min(10, chunk.count - used) {
        let byte = unsafe chunk[used + length]
        if length == 9, byte > 1 { break }
        value |= UInt64(byte & 0x7f) << UInt64(7 * length)
        length += 1
        if byte < 0x80 {
          isWhole = true
          break
        }
      }
      guard isWhole else {
        // The rest of the number is in the next chunk, unless there is none or it is too long.
        guard used + length == chunk.count, length < 10, used > 0, !isLast else {
          throw FormatError(
            .invalidValue,
            "a packed number does not end",
            at: position + offset + used
          )
        }
        break
      }
      let number = Int64(bitPattern: value)
      guard allowed.contains(number) else {
        throw FormatError(
          .invalidValue,
          "the number \(number) is not an element of its type (\(allowed.lowerBound) to "
            + "\(allowed.upperBound))",
          at: position + offset + used
        )
      }
      let place = made * width
      switch width {
      case 1: unsafe output[place] = UInt8(truncatingIfNeeded: value)
      case 2:
        unsafe output.storeBytes(
          of: UInt16(truncatingIfNeeded: value).littleEndian,
          toByteOffset: place,
          as: UInt16.self
        )
      case 4:
        unsafe output.storeBytes(
          of: UInt32(truncatingIfNeeded: value).littleEndian,
          toByteOffset: place,
          as: UInt32.self
        )
      default:
        unsafe output.storeBytes(
          of: value.littleEndian,
          toByteOffset: place,
          as: UInt64.self
        )
      }
      used += length
      made += 1
    }
    return (used, made)
  }

  private func miscount(_ found: String, _ count: Int) -> FormatError {
    FormatError(
      .inconsistent,
      "there are \(found) the \(count) packed numbers that are needed",
      at: position
    )
  }
}
