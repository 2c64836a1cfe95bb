import ZooTensors

/// A tensor of texts in a bundle's data file: its structure is checked, its bytes are not lent.
///
/// Layout: a varint length for each element; the masked checksum of the lengths, each taken as a
/// u32 (u64 from 2^32); the bytes of all elements.
final class BundleTextContent: TensorContent {
  private let shard: BundleShard
  private let range: Range<Int>
  private let elementCount: Int
  private let checksum: MaskedCRC32C
  private let verdict = Verdict()

  /// `entry` must lie inside the file.
  init(_ entry: BundleEntry, in shard: BundleShard) {
    self.shard = shard
    range = entry.offset..<(entry.offset + entry.byteCount)
    elementCount = entry.shape.elementCount
    checksum = entry.checksum
  }

  /// Always throws: the reason why the text is damaged, or that text has no elements of fixed width.
  func region() throws(FormatError) -> ByteRegion {
    try check()
    throw Self.refusal
  }

  /// The error for text that is as it should be.
  static let refusal = FormatError(
    .unsupported,
    "the tensor holds text, which has no elements of a fixed width"
  )

  /// Verifies lengths and checksums, once.
  func check() throws(FormatError) {
    try verdict.check { () throws(FormatError) in
      do throws(FormatError) {
        try verify(try shard.region().part(offset: range.lowerBound, count: range.count))
      } catch {
        throw error.inFile(shard.path)
      }
    }
  }

  private func verify(_ region: ByteRegion) throws(FormatError) {
    var cursor = ByteCursor(region.bytes, origin: range.lowerBound)
    var sum: UInt32 = 0
    var total = 0
    var fixed: [UInt8] = []
    for index in 0..<elementCount {
      let length = try cursor.readVarint()
      total = try total.adding(try Int(checking: length, "text length"), "text lengths")
      let width = length > UInt64(UInt32.max) ? 8 : 4
      for byte in 0..<width { fixed.append(UInt8(truncatingIfNeeded: length >> UInt64(8 * byte))) }
      if fixed.count > 8192 || index == elementCount - 1 {
        sum = Self.extend(sum, fixed)
        fixed.removeAll(keepingCapacity: true)
      }
    }
    let place = cursor.position
    let lengths = MaskedCRC32C(stored: try cursor.read(UInt32.self))
    guard lengths == MaskedCRC32C(sum) else {
      throw FormatError(
        .inconsistent,
        "the lengths of a text tensor do not match their checksum",
        at: place
      )
    }
    guard total == cursor.remaining else {
      throw FormatError(
        .inconsistent,
        "the texts of a tensor have \(total) bytes by their lengths, \(cursor.remaining) are there",
        at: place
      )
    }
    // The checksum of the whole covers the checksum of the lengths as it is stored.
    sum = Self.extend(sum, (0..<4).map { UInt8(truncatingIfNeeded: lengths.stored >> ($0 * 8)) })
    sum = try region.part(offset: cursor.offset, count: total).crc32c(continuing: sum)
    guard MaskedCRC32C(sum) == checksum else {
      throw FormatError(
        .inconsistent,
        "the bytes of a text tensor are damaged: expected the checksum \(checksum.stored), found "
          + "\(MaskedCRC32C(sum).stored); fetch the file again",
        at: range.lowerBound
      )
    }
  }

  private static func extend(_ sum: UInt32, _ bytes: [UInt8]) -> UInt32 {
    unsafe bytes.withUnsafeBufferPointer {
      unsafe RawSpan(_unsafeElements: $0).crc32c(continuing: sum)
    }
  }
}

/// A partitioned tensor of texts: every part is checked.
struct SlicedTextContent: TensorContent {
  let parts: [any TensorContent]

  /// Always throws; see ``BundleTextContent/region()``.
  func region() throws(FormatError) -> ByteRegion {
    for part in parts {
      do throws(FormatError) {
        _ = try part.region()
      } catch  where error != BundleTextContent.refusal {
        throw error
      } catch {}
    }
    throw BundleTextContent.refusal
  }
}
