import ZooTensors

/// The bytes of one tensor or slice in a bundle's data file, verified when they are first asked for.
final class BundleContent: TensorContent {
  private let shard: BundleShard
  private let range: Range<Int>
  private let checksum: MaskedCRC32C
  private let verdict = Verdict()

  /// `entry` must lie inside the file.
  init(_ entry: BundleEntry, in shard: BundleShard) {
    self.shard = shard
    range = entry.offset..<(entry.offset + entry.byteCount)
    checksum = entry.checksum
  }

  /// The bytes as they lie in the file.
  ///
  /// Complexity: O(bytes) at the first call, which computes the checksum.
  func region() throws(FormatError) -> ByteRegion {
    let file = try shard.region()
    let region = try file.part(offset: range.lowerBound, count: range.count)
    try verdict.check { () throws(FormatError) in
      let found = MaskedCRC32C(try region.crc32c())
      guard found == checksum else {
        throw FormatError(
          .inconsistent,
          "the \(range.count) bytes of the tensor are damaged: expected the checksum "
            + "\(checksum.stored), found \(found.stored); fetch the file again",
          at: range.lowerBound,
          in: shard.path
        )
      }
    }
    return region
  }
}
