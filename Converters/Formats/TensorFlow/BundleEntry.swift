import ZooTensors

/// What a bundle's index says of one tensor or of one slice.
///
/// Source: `BundleEntryProto`.
struct BundleEntry: Sendable {
  private(set) var type = 0
  private(set) var shape: Shape
  private(set) var shard = 0
  private(set) var offset = 0
  private(set) var byteCount = 0
  private(set) var checksum = MaskedCRC32C(stored: 0)
  /// The parts of a partitioned variable; its bytes are in entries of their own.
  private(set) var slices: [TensorSlice] = []
  /// Where the entry is in the index file.
  let position: Int

  /// Reads an entry.
  init(_ region: ByteRegion, at position: Int, limits: ParsingLimits) throws(FormatError) {
    self.position = position
    shape = try Shape([])
    var message = ProtoCursor(region.bytes, origin: position, name: "BundleEntryProto")
    while let field = try message.next() {
      switch field.number {
      case 1: type = try message.count(field, "the element type")
      case 2:
        var part = try message.nested(field, "TensorShapeProto")
        shape = try TensorFlowShape.read(&part, limits: limits)
      case 3: shard = try message.count(field, "the number of a data file")
      case 4: offset = try message.count(field, "the offset")
      case 5: byteCount = try message.count(field, "the size")
      case 6: checksum = MaskedCRC32C(stored: try message.fixed32(field))
      case 7:
        var part = try message.nested(field, "TensorSliceProto", isRepeated: true)
        slices.append(try TensorSlice(&part, limits: limits))
      default: try message.skip(field)
      }
    }
  }
}
