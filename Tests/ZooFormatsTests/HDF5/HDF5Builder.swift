import ZooFormats
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// An HDF5 file made by hand: superblock 2, headers of version 2, groups with links in messages.
///
/// Only what is wanted is right; everything may be made wrong.
struct HDF5Builder {
  /// A header message: its type, flags and content.
  struct Message {
    var type: UInt8
    var flags: UInt8 = 0
    var body: [UInt8]
  }

  /// The file so far; the superblock takes the first 48 bytes.
  private(set) var bytes = [UInt8](repeating: 0, count: 48)

  /// Adds bytes and tells where they are.
  mutating func add(_ more: [UInt8]) -> Int {
    defer { bytes += more }
    return bytes.count
  }

  /// Adds a header and tells where it is.
  mutating func add(_ messages: [Message]) throws -> Int {
    add(try Self.header(messages))
  }

  /// Adds a dataset of F32 ones.
  mutating func addDataset(_ dimensions: [Int] = [2, 3], more: [Message] = []) throws -> Int {
    let count = dimensions.reduce(1, *)
    let data = add([[UInt8]](repeating: [0, 0, 0x80, 0x3f], count: count).flatMap { $0 })
    return try add(
      [.space(dimensions), .float32, .contiguous(data, 4 * count)] + more
    )
  }

  /// The file with a root group of these messages.
  func file(root messages: [Message]) throws -> [UInt8] {
    var copy = self
    let root = try copy.add(messages)
    return try copy.file(rootAddress: root)
  }

  /// The file with a root group somewhere.
  func file(
    rootAddress root: Int,
    version: UInt8 = 2,
    flags: UInt8 = 0,
    extension more: Int? = nil
  ) throws -> [UInt8] {
    var head: [UInt8] = HDF5Superblock.signature + [version, 8, 8, flags]
    head += number(0) + (more.map { number($0) } ?? [UInt8](repeating: 0xff, count: 8))
    head += number(bytes.count) + number(root)
    return try Self.sealed(head) + bytes[48...]
  }

  /// A header of version 2.
  static func header(_ messages: [Message]) throws -> [UInt8] {
    try sealed(prefix(messages) + messages.flatMap(\.bytes))
  }

  private static func prefix(_ messages: [Message]) -> [UInt8] {
    let count = messages.reduce(0) { $0 + $1.bytes.count }
    return Array("OHDR".utf8) + [2, 0b10] + number(count, 4)
  }

  /// Bytes with their checksum behind them.
  static func sealed(_ bytes: [UInt8]) throws -> [UInt8] {
    let region = ByteRegion(try ByteStore.copying(bytes, name: "sealed"))
    return bytes + number(Int(Lookup3.hash(region)), 4)
  }

  /// A little-endian number.
  static func number(_ value: Int, _ width: Int = 8) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private func number(_ value: Int) -> [UInt8] { Self.number(value) }
}

extension HDF5Builder.Message {
  /// Type, size and flags, then the content.
  var bytes: [UInt8] { [type] + HDF5Builder.number(body.count, 2) + [flags] + body }

  /// A simple dataspace of version 2.
  static func space(_ dimensions: [Int]) -> Self {
    Self(
      type: 1,
      body: [2, UInt8(dimensions.count), 0, dimensions.isEmpty ? 0 : 1]
        + dimensions.flatMap { HDF5Builder.number($0) }
    )
  }

  /// IEEE 754 in four bytes, little-endian.
  static let float32 = Self(
    type: 3,
    body: [0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0]
  )

  /// A layout in one piece; all ones for an address that is undefined.
  static func contiguous(_ address: Int, _ byteCount: Int) -> Self {
    Self(type: 8, body: [3, 1] + HDF5Builder.number(address) + HDF5Builder.number(byteCount))
  }

  /// A layout in chunks found by a tree of the older kind.
  static func chunked(_ tree: Int, _ dimensions: [Int]) -> Self {
    Self(
      type: 8,
      body: [3, 2, UInt8(dimensions.count + 1)] + HDF5Builder.number(tree)
        + (dimensions + [4]).flatMap { HDF5Builder.number($0, 4) }
    )
  }

  /// A fill value that the writer stated.
  static func fill(_ bytes: [UInt8]) -> Self {
    Self(type: 5, body: [3, 0b10_0000] + HDF5Builder.number(bytes.count, 4) + bytes)
  }

  /// A link to an object of the file.
  static func link(_ name: String, _ address: Int) -> Self {
    let text = Array(name.utf8)
    return Self(type: 6, body: [1, 0, UInt8(text.count)] + text + HDF5Builder.number(address))
  }

  /// A link of a type that is stated.
  static func link(_ name: String, type kind: UInt8, _ content: [UInt8]) -> Self {
    let text = Array(name.utf8)
    return Self(type: 6, body: [1, 0b1000, kind, UInt8(text.count)] + text + content)
  }

  /// Where a header goes on.
  static func continuation(_ address: Int, _ byteCount: Int) -> Self {
    Self(type: 16, body: HDF5Builder.number(address) + HDF5Builder.number(byteCount))
  }

  /// A group of the older kind.
  static func symbolTable(tree: Int, heap: Int) -> Self {
    Self(type: 17, body: HDF5Builder.number(tree) + HDF5Builder.number(heap))
  }

  /// An attribute of version 3 whose elements are texts of varying length.
  static func texts(_ name: String, _ references: [(count: Int, heap: Int, number: Int)]) -> Self {
    let type: [UInt8] =
      [0x19, 0x01, 1, 0, 16, 0, 0, 0] + [0x13, 0, 0, 0, 1, 0, 0, 0]
    let space = Self.space([references.count]).body
    let text = Array(name.utf8) + [0]
    let head: [UInt8] =
      [3, 0] + [text.count, type.count, space.count].flatMap { HDF5Builder.number($0, 2) } + [1]
    let data = references.flatMap {
      HDF5Builder.number($0.count, 4) + HDF5Builder.number($0.heap)
        + HDF5Builder.number($0.number, 4)
    }
    return Self(type: 12, body: head + text + type + space + data)
  }
}
