import ZooTensors

/// Where the elements of a dataset are.
///
/// Source: the HDF5 File Format Specification 3.0, section IV.A.2.i; version 5, which HDF5 2.0 writes,
/// differs from 4 in the width of chunks' sizes, which their indexes state.
enum HDF5Layout: Sendable {
  /// In the header itself.
  case compact(ByteRegion)
  /// In one piece; `address` is `nil` where nothing was written. `byteCount` is what the file states.
  case contiguous(address: Int?, byteCount: Int?)
  /// In boxes of one size.
  case chunked(HDF5Chunking)

  /// Reads a layout.
  ///
  /// - Throws: ``FormatError`` for elements that are in other files, or for a later version.
  init(_ block: HDF5Block, in file: HDF5File) throws(FormatError) {
    var cursor = block.cursor
    let version = try cursor.read(UInt8.self)
    switch version {
    case 1, 2: self = try Self.old(&cursor, block, in: file)
    case 3, 4, 5: self = try Self.new(&cursor, version, block, in: file)
    default:
      throw FormatError(
        .unsupported,
        "a layout of version \(version): versions 1 to 5 are read; save the file again with "
          + "libver='v110' or earlier",
        at: block.position
      )
    }
  }

  private static func old(
    _ cursor: inout ByteCursor,
    _ block: HDF5Block,
    in file: HDF5File
  ) throws(FormatError) -> HDF5Layout {
    let rank = Int(try cursor.read(UInt8.self))
    let kind = try cursor.read(UInt8.self)
    try cursor.skip(5)
    let address = kind == 0 ? nil : try cursor.readAddress(file.offsetWidth)
    var dimensions: [Int] = []
    for _ in 0..<rank { dimensions.append(try cursor.readNumber(4, "a dimension")) }
    switch kind {
    case 0:
      let count = try cursor.readNumber(4, "the size of the elements")
      return .compact(try block.part(offset: cursor.offset, count: count).region)
    case 1: return .contiguous(address: address, byteCount: nil)
    case 2:
      return .chunked(try HDF5Chunking(dimensions, index: .tree(address), at: block.position))
    default: throw unknown(kind, block)
    }
  }

  private static func new(
    _ cursor: inout ByteCursor,
    _ version: UInt8,
    _ block: HDF5Block,
    in file: HDF5File
  ) throws(FormatError) -> HDF5Layout {
    let kind = try cursor.read(UInt8.self)
    switch kind {
    case 0:
      let count = Int(try cursor.read(UInt16.self))
      return .compact(try block.part(offset: cursor.offset, count: count).region)
    case 1:
      let address = try cursor.readAddress(file.offsetWidth)
      return .contiguous(
        address: address,
        byteCount: try cursor.readNumber(file.lengthWidth, "the size of the elements")
      )
    case 2 where version == 3:
      let rank = Int(try cursor.read(UInt8.self))
      let address = try cursor.readAddress(file.offsetWidth)
      var dimensions: [Int] = []
      for _ in 0..<rank { dimensions.append(try cursor.readNumber(4, "a dimension of a chunk")) }
      return .chunked(try HDF5Chunking(dimensions, index: .tree(address), at: block.position))
    case 2: return .chunked(try HDF5Chunking(&cursor, in: file))
    case 3:
      throw FormatError(
        .unsupported,
        "a virtual dataset, whose elements are in other files, is not read; copy it with h5py",
        at: block.position
      )
    default: throw unknown(kind, block)
    }
  }

  private static func unknown(_ kind: UInt8, _ block: HDF5Block) -> FormatError {
    FormatError(.unsupported, "a layout of class \(kind)", at: block.position)
  }
}
