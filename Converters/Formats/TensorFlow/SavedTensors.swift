import ZooTensors

/// A variable as the record "" of a V1 table lists it.
///
/// Source: `SavedSliceMeta`.
struct SavedTensor: Sendable {
  private(set) var name = ""
  private(set) var type = 0
  private(set) var shape: Shape
  private(set) var slices: [TensorSlice] = []
  /// Where the entry is in the file.
  let position: Int

  init(_ message: inout ProtoCursor, limits: ParsingLimits) throws(FormatError) {
    position = message.position
    shape = try Shape([])
    while let field = try message.next() {
      switch field.number {
      case 1:
        name = try message.text(field, limit: limits.nameBytes, named: "ParsingLimits.nameBytes")
      case 2:
        var part = try message.nested(field, "TensorShapeProto")
        shape = try TensorFlowShape.read(&part, limits: limits)
      case 3: type = try message.count(field, "the element type")
      case 4:
        var part = try message.nested(field, "TensorSliceProto", isRepeated: true)
        slices.append(try TensorSlice(&part, limits: limits))
      default: try message.skip(field)
      }
    }
    try TensorName.check(name, limits: limits, at: position)
  }

  /// Reads the value of the key "": the variables of one table.
  static func list(
    _ region: ByteRegion,
    at position: Int,
    limits: ParsingLimits
  ) throws(FormatError) -> [SavedTensor] {
    var tensors: [SavedTensor] = []
    var hasMeta = false
    var message = ProtoCursor(region.bytes, origin: position, name: "SavedTensorSlices")
    while let field = try message.next() {
      guard field.number == 1 else {
        try message.skip(field)
        continue
      }
      hasMeta = true
      var meta = try message.nested(field, "SavedTensorSliceMeta")
      while let field = try meta.next() {
        switch field.number {
        case 1:
          var tensor = try meta.nested(field, "SavedSliceMeta", isRepeated: true)
          tensors.append(try SavedTensor(&tensor, limits: limits))
        case 2:
          var version = try meta.nested(field, "VersionDef")
          try TensorFlowVersion.check(&version)
        default: try meta.skip(field)
        }
      }
    }
    guard hasMeta else {
      throw FormatError(
        .invalidValue,
        "the record \"\" of the checkpoint does not list its variables",
        at: position
      )
    }
    return tensors
  }
}
