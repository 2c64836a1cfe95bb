import ZooTensors

/// One name in a group, and what it leads to.
struct HDF5Link: Sendable {
  /// Where a name leads.
  enum Target: Sendable {
    /// An object's header in this file.
    case object(Int)
    /// A path in this file, which has a name of its own there.
    case path(String)
  }

  /// The name, a single component of a path.
  let name: String
  /// What it leads to.
  let target: Target

  /// Takes a link of the newer or older kind.
  init(name: String, target: Target, at position: Int) throws(FormatError) {
    guard !name.isEmpty, name != ".", name != "..", !name.contains("/"),
      !TensorName.hasControlCharacter(name)
    else {
      throw FormatError(
        .invalidValue,
        "'\(printable(name))' is no name that an object of a group may have",
        at: position
      )
    }
    self.name = name
    self.target = target
  }

  /// Reads the message or heap object of a link.
  ///
  /// Source: the HDF5 File Format Specification 3.0, section IV.A.2.g.
  /// - Throws: ``FormatError`` for a link that leads to another file.
  init(_ cursor: inout ByteCursor, in file: HDF5File) throws(FormatError) {
    let place = cursor.position
    try cursor.readVersion(1, "a link")
    let flags = try cursor.read(UInt8.self)
    let type = flags & 0b1000 != 0 ? try cursor.read(UInt8.self) : 0
    if flags & 0b100 != 0 { try cursor.skip(8) }  // the order of creation
    if flags & 0b1_0000 != 0 { try cursor.skip(1) }  // the character set, ASCII or UTF-8
    let length = try cursor.readNumber(1 << Int(flags & 0b11), "the length of a name")
    let name = try cursor.readUTF8(length)
    let target: Target
    switch type {
    case 0: target = .object(try cursor.readDefinedAddress(file.offsetWidth, "a linked object"))
    case 1: target = .path(try cursor.readUTF8(Int(try cursor.read(UInt16.self))))
    case 64:
      throw FormatError(
        .unsupported,
        "'\(printable(name))' is an external link, which leads to another file and is not followed; "
          + "copy the object into this file",
        at: place
      )
    default:
      throw FormatError(
        .unsupported,
        "'\(printable(name))' is a link of the user-defined type \(type), which is not followed",
        at: place
      )
    }
    try self.init(name: name, target: target, at: place)
  }
}
