import Synchronization
import ZooTensors

/// The bytes of one storage, checked and brought into little-endian order when they are first
/// asked for.
final class TorchStorage: Sendable {
  private struct State {
    var outcome: Result<Void, FormatError>?
    /// The storage in little-endian order, by the width of what was swapped.
    var swapped: [Int: ByteRegion] = [:]
  }

  /// The bytes as stored.
  private let stored: ByteRegion
  /// The CRC-32 that the archive states.
  private let checksum: UInt32?
  private let isBigEndian: Bool
  private let state = Mutex(State())

  init(_ stored: ByteRegion, checksum: UInt32? = nil, isBigEndian: Bool = false) {
    self.stored = stored
    self.checksum = checksum
    self.isBigEndian = isBigEndian
  }

  var byteCount: Int { stored.byteCount }

  /// All bytes, little-endian for numbers of `width` bytes.
  ///
  /// The checksum is computed once, at the first call; every later call repeats its verdict.
  func region(width: Int) throws(FormatError) -> ByteRegion {
    try state.withLock { (state) throws(FormatError) in
      if state.outcome == nil { state.outcome = verify() }
      try state.outcome?.get()
      guard isBigEndian, width > 1 else { return stored }
      if let known = state.swapped[width] { return known }
      let swapped = try stored.swapped(width: width)
      state.swapped[width] = swapped
      return swapped
    }
  }

  private func verify() -> Result<Void, FormatError> {
    guard let checksum else { return .success(()) }
    do throws(FormatError) {
      let found = try CRC32.of(stored)
      guard found == checksum else {
        throw FormatError(
          .inconsistent,
          "the bytes of a storage are damaged: the archive states CRC-32 "
            + "\(String(checksum, radix: 16)), they have \(String(found, radix: 16)); fetch it again",
          in: stored.name
        )
      }
      return .success(())
    } catch {
      return .failure(error)
    }
  }
}
