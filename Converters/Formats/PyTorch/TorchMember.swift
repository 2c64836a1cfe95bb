import ZooTensors

/// A member of a zip archive, as far as PyTorch uses them.
struct TorchMember: Sendable {
  let name: String
  /// The bytes; not verified yet.
  let region: ByteRegion
  /// The CRC-32 that the archive states.
  let checksum: UInt32
}
