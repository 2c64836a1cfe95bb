import ZooTensors

/// What the entry "" of a bundle's index says.
///
/// Source: `BundleHeaderProto`.
struct BundleHeader: Hashable, Sendable {
  /// The number of data files.
  let shardCount: Int

  /// Reads the header and refuses what cannot be read here.
  init(_ region: ByteRegion, at position: Int, limits: ParsingLimits) throws(FormatError) {
    var shardCount = 0
    var message = ProtoCursor(region.bytes, origin: position, name: "BundleHeaderProto")
    while let field = try message.next() {
      switch field.number {
      case 1: shardCount = try message.integer(field)
      case 2:
        guard try message.varint(field) == 0 else {
          throw FormatError(
            .unsupported,
            "the checkpoint is big-endian; save it again on a little-endian machine",
            at: field.position
          )
        }
      case 3:
        var version = try message.nested(field, "VersionDef")
        try TensorFlowVersion.check(&version)
      default: try message.skip(field)
      }
    }
    guard shardCount > 0 else {
      throw FormatError(
        .invalidValue,
        "the checkpoint has \(shardCount) data files, expected at least 1",
        at: position
      )
    }
    try limits.checkShardCount(shardCount, of: "the number of data files", at: position)
    self.shardCount = shardCount
  }
}
