import ZooTensors

/// A small named value of a group or dataset.
///
/// Source: the HDF5 File Format Specification 3.0, section IV.A.2.m.
struct HDF5Attribute: Sendable {
  /// The name.
  let name: String
  private let file: HDF5File
  private let type: HDF5Block
  private let isTypeShared: Bool
  private let space: HDF5Block
  private let data: HDF5Block

  /// Reads the message or heap object of an attribute; its type is not looked at yet.
  init(_ block: HDF5Block, in file: HDF5File) throws(FormatError) {
    self.file = file
    var cursor = block.cursor
    let version = try cursor.read(UInt8.self)
    guard (1...3).contains(version) else {
      throw FormatError(.unsupported, "an attribute of version \(version)", at: block.position)
    }
    let flags = try cursor.read(UInt8.self)
    isTypeShared = version > 1 && flags & 1 != 0
    guard version == 1 || flags & 0b10 == 0 else {
      throw FormatError(.unsupported, "an attribute with a shared dataspace", at: block.position)
    }
    var sizes: [Int] = []
    for _ in 0..<3 { sizes.append(Int(try cursor.read(UInt16.self))) }
    if version == 3 { try cursor.skip(1) }  // the character set of the name, ASCII or UTF-8
    var parts: [HDF5Block] = []
    for size in sizes {
      parts.append(try block.part(offset: cursor.offset, count: size))
      // Parts were padded to multiples of eight bytes in version 1.
      try cursor.skip(version == 1 ? (size + 7) / 8 * 8 : size)
    }
    let nameBlock = parts[0]
    var text = nameBlock.cursor
    name = try text.readUTF8(until: 0, limit: nameBlock.count)
    type = parts[1]
    space = parts[2]
    data = try block.part(offset: cursor.offset, count: cursor.remaining)
  }

  /// The texts of the attribute in order; `nil` where its elements are no texts.
  ///
  /// - Throws: ``FormatError`` where a text is outside its heap, or longer than a name may be.
  func texts() throws(FormatError) -> [String]? {
    var cursor = type.cursor
    let datatype =
      isTypeShared
      ? try HDF5Datatype(HDF5SharedMessage(&cursor, in: file).target(.datatype).body)
      : try HDF5Datatype(&cursor)
    guard let dimensions = try HDF5Dataspace(space, in: file).dimensions else { return [] }
    let count = try Shape(dimensions, limits: file.limits).elementCount
    let size = try count.multiplied(by: datatype.byteCount, "the size of an attribute")
    switch datatype.kind {
    case .fixedText, .variableText:
      guard size <= data.count else {
        throw FormatError(
          .truncated,
          "the attribute '\(printable(name))' has \(data.count) bytes, \(size) are stated",
          at: data.position
        )
      }
    default: return count == 0 ? [] : nil
    }
    var texts: [String] = []
    var heap = HDF5GlobalHeap(in: file)
    for index in 0..<count {
      let element = try data.part(offset: index * datatype.byteCount, count: datatype.byteCount)
      if case .variableText = datatype.kind {
        texts.append(try heap.text(element))
      } else {
        texts.append(try Self.fixed(element, limits: file.limits))
      }
    }
    return texts
  }

  /// A text that ends with zeros, or with spaces, or nowhere.
  private static func fixed(
    _ element: HDF5Block,
    limits: ParsingLimits
  ) throws(FormatError) -> String {
    let bytes = element.region.prefix(element.count).prefix { $0 != 0 }
    try checkLength(bytes.count, limits, at: element.position)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FormatError(.invalidValue, "a text is not valid UTF-8", at: element.position)
    }
    return text
  }

  /// Requires that a text is no longer than a name may be.
  static func checkLength(
    _ count: Int,
    _ limits: ParsingLimits,
    at position: Int
  ) throws(FormatError) {
    try limits.checkNameLength(count, of: "the length of a name in an attribute", at: position)
  }
}
