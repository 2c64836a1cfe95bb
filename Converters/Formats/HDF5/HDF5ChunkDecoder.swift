import CZooKernels
import ZooTensors

/// Undoes the filters of one chunk.
struct HDF5ChunkDecoder {
  private let filters: [HDF5Filters.Filter]
  /// The size of a chunk without filters.
  private let byteCount: Int
  private let limits: ParsingLimits

  init(_ filters: HDF5Filters, byteCount: Int, limits: ParsingLimits) {
    self.filters = filters.steps
    self.byteCount = byteCount
    self.limits = limits
  }

  /// The elements of a chunk.
  ///
  /// - Parameters:
  ///   - stored: The chunk's bytes as they are in the file.
  ///   - mask: A bit for each filter that was left out.
  /// - Returns: As many bytes as a chunk has elements for.
  /// - Throws: ``FormatError`` where a checksum is wrong or the size is not that of a chunk.
  func elements(of stored: HDF5Block, mask: UInt32) throws(FormatError) -> [UInt8] {
    let active = filters.enumerated().filter { mask & (1 << UInt32($0.offset)) == 0 }.map(\.element)
    var size = byteCount
    // The size after each filter, as far as it is known: checksums add four bytes.
    var sizes: [Int] = []
    for filter in active {
      sizes.append(size)
      if filter == .fletcher32 { size += 4 }
    }
    // Without deflate the stored size follows, which bounds what is read into memory.
    guard active.contains(.deflate) || stored.count == size else {
      throw FormatError(
        .inconsistent,
        "a chunk has \(stored.count) bytes, expected \(size)",
        at: stored.position
      )
    }
    var bytes = stored.region.prefix(stored.count)
    for (filter, before) in zip(active, sizes).reversed() {
      switch filter {
      case .fletcher32: try Fletcher32.verify(&bytes, at: stored.position)
      case .shuffle(let width): Self.unshuffle(&bytes, width)
      case .deflate: bytes = try inflated(bytes, before, at: stored.position)
      }
    }
    guard bytes.count == byteCount else {
      throw FormatError(
        .inconsistent,
        "a chunk has \(bytes.count) bytes without its filters, expected \(byteCount)",
        at: stored.position
      )
    }
    return bytes
  }

  /// Inflates bytes that must become `count`.
  private func inflated(
    _ bytes: [UInt8],
    _ count: Int,
    at position: Int
  ) throws(FormatError) -> [UInt8] {
    let caps = Inflation.Caps(limits, declared: count)
    try caps.check(output: count, input: bytes.count)
    var stream = try InflateStream(.zlib)
    // One byte more than expected tells a chunk that inflates to more.
    var output = [UInt8](repeating: 0, count: count + 1)
    let step: (consumed: Int, produced: Int, isAtEnd: Bool)
    do throws(FormatError) {
      step = try stream.step(bytes[...], &output)
    } catch {
      throw FormatError(error.code, "a chunk: \(error.message)", at: position)
    }
    guard step.isAtEnd, step.produced == count, step.consumed == bytes.count else {
      throw FormatError(
        .inconsistent,
        "a chunk of \(bytes.count) compressed bytes does not inflate to exactly \(count)",
        at: position
      )
    }
    output.removeLast()
    return output
  }

  /// Brings the bytes of each element together again; a rest that fills no element stays behind.
  private static func unshuffle(_ bytes: inout [UInt8], _ width: Int) {
    let count = bytes.count / width
    guard width > 1, count > 1 else { return }
    var result = bytes
    // Safe: both arrays have at least `count * width` bytes, which the strides reach exactly.
    unsafe result.withUnsafeMutableBytes { target in
      unsafe bytes.withUnsafeBytes { source in
        unsafe zoo_gather(
          target.baseAddress,
          source.baseAddress,
          1,
          2,
          [Int64(count), Int64(width)],
          [Int64(width), 1],
          [1, Int64(count)]
        )
      }
    }
    bytes = result
  }
}
