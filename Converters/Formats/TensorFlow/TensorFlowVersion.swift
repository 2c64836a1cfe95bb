import ZooTensors

/// The version that a checkpoint states, and whether readers of today may read it.
enum TensorFlowVersion {
  /// The version of both checkpoint formats; neither ever had another.
  private static let current = 1

  /// Reads a `VersionDef` and requires that it allows version 1.
  static func check(_ message: inout ProtoCursor) throws(FormatError) {
    while let field = try message.next() {
      switch field.number {
      case 1: _ = try message.count(field, "the producer")
      case 2:
        let consumer = try message.count(field, "the consumer")
        guard consumer <= current else {
          throw FormatError(
            .unsupported,
            "the checkpoint asks for readers of version \(consumer), this one has \(current)",
            at: field.position
          )
        }
      case 3: try refuse(&message, field)
      default: try message.skip(field)
      }
    }
  }

  /// Reads versions that must not read the checkpoint, packed or one by one.
  private static func refuse(
    _ message: inout ProtoCursor,
    _ field: ProtoField
  ) throws(FormatError) {
    let isBad: Bool
    if field.wireType == .bytes {
      isBad = try message.packedVarints(field).contains(UInt64(current))
    } else {
      isBad = try message.integer(field, isRepeated: true) == current
    }
    if isBad {
      throw FormatError(
        .unsupported,
        "the checkpoint forbids readers of version \(current); a later TensorFlow wrote it",
        at: field.position
      )
    }
  }
}
