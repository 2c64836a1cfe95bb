import ZooTensors

/// The reference to a message in another object header: a named type.
struct HDF5SharedMessage {
  private let address: Int
  private let file: HDF5File

  /// Reads the reference that stands in place of a content.
  ///
  /// - Throws: ``FormatError`` where it points into a shared table, which is not read.
  init(_ message: HDF5Message, in file: HDF5File) throws(FormatError) {
    var cursor = message.body.cursor
    try self.init(&cursor, in: file)
  }

  /// Reads a reference at a cursor.
  init(_ cursor: inout ByteCursor, in file: HDF5File) throws(FormatError) {
    let place = cursor.position
    let version = try cursor.read(UInt8.self)
    let type = try cursor.read(UInt8.self)
    switch version {
    case 1: try cursor.skip(6)
    case 2: break
    case 3 where type == 2: break
    default:
      throw FormatError(
        .unsupported,
        "a message is kept in a shared table (version \(version), type \(type)), which is not read; "
          + "save the file with h5repack",
        at: place
      )
    }
    address = try cursor.readDefinedAddress(file.offsetWidth, "a shared message")
    self.file = file
  }

  /// The message itself.
  func target(_ kind: HDF5Message.Kind) throws(FormatError) -> HDF5Message {
    let header = try HDF5ObjectHeader(in: file, at: address)
    guard let message = header.messages.first(where: { $0.kind == kind }), !message.isShared else {
      throw FormatError(
        .inconsistent,
        "a shared message refers to an object that has none of its kind",
        at: file.position(address)
      )
    }
    return message
  }
}
