import ZooTensors

/// The attributes of a group or dataset, by name.
struct HDF5Attributes {
  private let attributes: [HDF5Attribute]

  /// Finds the attributes of an object; their values are not read.
  ///
  /// - Throws: ``FormatError`` where a message or the heap of an object with many is damaged.
  init(of header: HDF5ObjectHeader, in file: HDF5File) throws(FormatError) {
    var attributes: [HDF5Attribute] = []
    for message in header.messages {
      switch message.kind {
      case .attribute:
        let target = try header.resolved(message)
        attributes.append(try HDF5Attribute(target.body, in: file))
      case .attributeInformation:
        try Self.readDense(message.body, in: file, &attributes)
      default: continue
      }
    }
    self.attributes = attributes
  }

  /// The attributes of an object with many, which are in a heap.
  ///
  /// Source: the HDF5 File Format Specification 3.0, section IV.A.2.v.
  private static func readDense(
    _ body: HDF5Block,
    in file: HDF5File,
    _ attributes: inout [HDF5Attribute]
  ) throws(FormatError) {
    var cursor = body.cursor
    try cursor.readVersion(0, "the information on attributes")
    if try cursor.read(UInt8.self) & 1 != 0 { try cursor.skip(2) }
    guard let heapAddress = try cursor.readAddress(file.offsetWidth) else { return }
    let tree = try cursor.readDefinedAddress(file.offsetWidth, "the tree of attributes")
    let heap = try HDF5FractalHeap(in: file, at: heapAddress)
    var found: [HDF5Attribute] = []
    try HDF5RecordTree(in: file, at: tree, type: 8).forEach { (record) throws(FormatError) in
      var fields = record.cursor
      try fields.skip(heap.idByteCount)
      guard try fields.read(UInt8.self) & 0b10 == 0 else {
        throw FormatError(
          .unsupported,
          "an attribute is kept in a shared table, which is not read; save the file with h5repack",
          at: record.position
        )
      }
      let id = try record.part(offset: 0, count: heap.idByteCount)
      found.append(try HDF5Attribute(heap.object(id), in: file))
    }
    attributes += found
  }

  /// The texts of an attribute, or of its parts `NAME0`, `NAME1` and so on, into which Keras splits
  /// lists above 64,512 bytes; `nil` where there is none.
  ///
  /// - Throws: ``FormatError`` where the attribute holds something else than texts.
  func texts(_ name: String) throws(FormatError) -> [String]? {
    if let attribute = attributes.first(where: { $0.name == name }) {
      return try Self.texts(of: attribute)
    }
    var all: [String]?
    var number = 0
    while let part = attributes.first(where: { $0.name == "\(name)\(number)" }) {
      all = (all ?? []) + (try Self.texts(of: part))
      number += 1
    }
    return all
  }

  private static func texts(of attribute: HDF5Attribute) throws(FormatError) -> [String] {
    guard let texts = try attribute.texts() else {
      throw FormatError(
        .invalidValue,
        "the attribute '\(printable(attribute.name))' holds no texts"
      )
    }
    return texts
  }
}
