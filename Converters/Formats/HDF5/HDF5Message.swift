import ZooTensors

/// One message of an object header: what it says of its object, not yet read.
struct HDF5Message: Sendable {
  /// What a message is about.
  enum Kind: UInt16, Sendable {
    case nothing = 0x00
    case dataspace = 0x01
    case linkInformation = 0x02
    case datatype = 0x03
    case oldFillValue = 0x04
    case fillValue = 0x05
    case link = 0x06
    case externalFiles = 0x07
    case layout = 0x08
    case groupInformation = 0x0a
    case filters = 0x0b
    case attribute = 0x0c
    case comment = 0x0d
    case oldModificationTime = 0x0e
    case sharedMessages = 0x0f
    case continuation = 0x10
    case symbolTable = 0x11
    case modificationTime = 0x12
    case treeCapacities = 0x13
    case driverInformation = 0x14
    case attributeInformation = 0x15
    case referenceCount = 0x16
    case fileSpace = 0x17
  }

  /// What it is about; `nil` for messages of later versions that may be passed over.
  let kind: Kind?
  /// Whether the content is elsewhere in the file.
  let isShared: Bool
  /// The content.
  let body: HDF5Block

  init(type: UInt16, flags: UInt8, body: HDF5Block) throws(FormatError) {
    kind = Kind(rawValue: type)
    isShared = flags & 0b10 != 0
    self.body = body
    guard kind != nil || flags & 0b1000_0000 == 0 else {
      throw FormatError(
        .unsupported,
        "a header message of type \(type) must be understood, and is not",
        at: body.position
      )
    }
  }
}
