import Synchronization
import ZooTensors

/// How many bytes of tables a task may still read.
///
/// Each table is read once or a few times, so that a task needs no more than a small multiple of the
/// file's size. Tables that refer to each other, or overlap, would otherwise cost any time.
final class HDF5Allowance: Sendable {
  private static let multiple = 8
  private let remaining: Mutex<Int>

  /// What one task may read of a file.
  init(for region: ByteRegion) {
    let (bytes, overflow) = region.byteCount.multipliedReportingOverflow(by: Self.multiple)
    remaining = Mutex(overflow ? .max : max(bytes, 1 << 20))
  }

  /// Takes bytes from the allowance.
  func spend(_ count: Int) throws(FormatError) {
    let isWithin = remaining.withLock { remaining in
      guard count >= 0, count <= remaining else { return false }
      remaining -= count
      return true
    }
    guard isWithin else {
      throw FormatError(
        .inconsistent,
        "the tables of the file are larger than \(Self.multiple) times the file: they overlap or "
          + "refer to each other in circles"
      )
    }
  }
}
