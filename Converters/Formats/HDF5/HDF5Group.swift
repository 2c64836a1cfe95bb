import ZooTensors

/// The names in a group, however they are kept.
enum HDF5Group {
  /// Whether a header is that of a group.
  static func isGroup(_ header: HDF5ObjectHeader) -> Bool {
    header.messages.contains {
      [.symbolTable, .linkInformation, .link, .groupInformation].contains($0.kind)
    }
  }

  /// The links of a group, sorted by the UTF-8 bytes of their names.
  ///
  /// - Throws: ``FormatError`` where a table is damaged, where a name occurs twice, or for a link to
  ///   another file.
  static func links(
    of header: HDF5ObjectHeader,
    in file: HDF5File
  ) throws(FormatError) -> [HDF5Link] {
    var links: [HDF5Link] = []
    for message in header.messages {
      var body = message.body.cursor
      switch message.kind {
      case .symbolTable:
        let tree = try body.readDefinedAddress(file.offsetWidth, "the tree of a group")
        let heap = try body.readDefinedAddress(file.offsetWidth, "the names of a group")
        links += try HDF5SymbolTable(tree: tree, heap: heap, in: file).links()
      case .link: links.append(try HDF5Link(&body, in: file))
      case .linkInformation: links += try denseLinks(&body, in: file)
      default: continue
      }
    }
    links.sort { $0.name.precedesInUTF8($1.name) }
    for (one, next) in zip(links, links.dropFirst()) where one.name.hasSameUTF8(as: next.name) {
      throw FormatError(
        .inconsistent,
        "the name '\(printable(one.name))' occurs twice in a group",
        at: file.position(header.address)
      )
    }
    return links
  }

  /// The links of a group with many, which are in a heap.
  ///
  /// Source: the HDF5 File Format Specification 3.0, section IV.A.2.c.
  private static func denseLinks(
    _ body: inout ByteCursor,
    in file: HDF5File
  ) throws(FormatError) -> [HDF5Link] {
    try body.readVersion(0, "the information on links")
    let flags = try body.read(UInt8.self)
    if flags & 1 != 0 { try body.skip(8) }
    guard let heapAddress = try body.readAddress(file.offsetWidth) else { return [] }
    let tree = try body.readDefinedAddress(file.offsetWidth, "the tree of a group's names")
    let heap = try HDF5FractalHeap(in: file, at: heapAddress)
    var links: [HDF5Link] = []
    try HDF5RecordTree(in: file, at: tree, type: 5).forEach { (record) throws(FormatError) in
      // A hash of the name, then where the link is in the heap.
      let id = try record.part(offset: 4, count: heap.idByteCount)
      let object = try heap.object(id)
      var cursor = object.cursor
      links.append(try HDF5Link(&cursor, in: file))
    }
    return links
  }
}
