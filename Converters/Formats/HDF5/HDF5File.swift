import ZooTensors

/// An HDF5 file: its bytes by address, and how wide addresses and sizes are.
struct HDF5File: Sendable {
  /// The bytes that addresses count in: all from the superblock on.
  let region: ByteRegion
  /// Where `region` begins in the file, for messages.
  let base: Int
  /// The width of an address.
  let offsetWidth: Int
  /// The width of a size.
  let lengthWidth: Int
  /// The address of the root group.
  let root: Int
  let limits: ParsingLimits
  private let allowance: HDF5Allowance

  /// Opens a file; only the superblock and its extension are read.
  init(_ whole: ByteRegion, limits: ParsingLimits) throws(FormatError) {
    let superblock = try HDF5Superblock(whole)
    base = superblock.base
    region = try whole.part(offset: base, count: whole.byteCount - base)
    offsetWidth = superblock.offsetWidth
    lengthWidth = superblock.lengthWidth
    root = superblock.root
    self.limits = limits
    allowance = HDF5Allowance(for: region)
    guard let address = superblock.extensionAddress else { return }
    for message in try HDF5ObjectHeader(in: self, at: address).messages {
      switch message.kind {
      case .sharedMessages:
        throw FormatError(
          .unsupported,
          "the file keeps messages in a shared table, which is not read; save it with h5repack",
          at: message.body.position
        )
      case .driverInformation:
        throw FormatError(
          .unsupported,
          "the file is one of a family of files; merge them with h5repart",
          at: message.body.position
        )
      default: continue
      }
    }
  }

  private init(_ other: HDF5File, _ allowance: HDF5Allowance) {
    region = other.region
    base = other.base
    offsetWidth = other.offsetWidth
    lengthWidth = other.lengthWidth
    root = other.root
    limits = other.limits
    self.allowance = allowance
  }

  /// The same file for a new task, which may read all tables again.
  var forAnotherTask: HDF5File { HDF5File(self, HDF5Allowance(for: region)) }

  /// Bytes of a table or header.
  ///
  /// - Throws: ``FormatError`` where they are outside the file, or where tables are read so often
  ///   that they must refer to each other in circles.
  func block(_ address: Int, _ count: Int, _ what: String) throws(FormatError) -> HDF5Block {
    try allowance.spend(count)
    return HDF5Block(region: try data(address, count, what), position: position(address))
  }

  /// Bytes of elements.
  func data(_ address: Int, _ count: Int, _ what: String) throws(FormatError) -> ByteRegion {
    guard address >= 0, count >= 0, address <= region.byteCount,
      count <= region.byteCount - address
    else {
      throw FormatError(
        .truncated,
        "\(what): \(count) bytes at address \(address) are outside the file",
        at: position(address)
      )
    }
    return try region.part(offset: address, count: count)
  }

  /// The place of an address in the file, for messages.
  func position(_ address: Int) -> Int { address.addingReportingOverflow(base).partialValue }

  /// The bytes from an address to the end of the file, at most `limit`, for structures that state
  /// their size only inside.
  func start(_ address: Int, _ limit: Int, _ what: String) throws(FormatError) -> HDF5Block {
    let room = address < 0 ? 0 : max(0, region.byteCount - min(address, region.byteCount))
    return try block(address, min(limit, room), what)
  }
}
