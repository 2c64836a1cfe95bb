import ZooTensors

/// The arrays in a `.npy` file: one, or several one after the other.
enum NumPyFile {
  /// One array: its header, and where its elements are.
  struct Array {
    let header: NumPyHeader
    let offset: Int
    let byteCount: Int
  }

  /// Whether a file, or what is compressed in it, begins with an array.
  static func recognizes(_ probe: FileProbe) -> Bool {
    if probe.starts(with: NumPyHeader.magic) { return true }
    let count = NumPyHeader.magic.count
    return CompressedFile.start(of: probe.region, count: count) == NumPyHeader.magic
  }

  /// Reads all headers; no element is read.
  ///
  /// - Throws: ``FormatError`` where a header is malformed, or the bytes are not those of whole
  ///   arrays.
  static func arrays(
    in file: ByteRegion,
    limits: ParsingLimits
  ) throws(FormatError) -> [Array] {
    var found: [Array] = []
    var offset = 0
    repeat {
      let rest = try file.part(offset: offset, count: file.byteCount - offset)
      let start = rest.prefix(NumPyHeader.startByteCount)
      let head = rest.prefix(NumPyHeader.byteCount(stated: start, limits: limits))
      guard found.isEmpty || head.starts(with: NumPyHeader.magic) else {
        throw FormatError(
          .inconsistent,
          "\(rest.byteCount) bytes follow the array",
          at: offset
        )
      }
      let header: NumPyHeader
      do throws(FormatError) {
        header = try NumPyHeader(head, limits: limits)
      } catch {
        throw FormatError(error.code, error.message, at: offset + (error.offset ?? 0))
      }
      let room = rest.byteCount - header.byteCount
      // Text is not measured, so that it must be the last array.
      let count = try header.elementByteCount() ?? room
      guard count <= room else {
        throw FormatError(
          .truncated,
          "an array of shape \(header.shape) needs \(count) bytes, \(room) are there",
          at: offset + header.byteCount
        )
      }
      found.append(
        Array(header: header, offset: offset + header.byteCount, byteCount: count)
      )
      try limits.checkTensorCount(found.count)
      offset += header.byteCount + count
    } while offset < file.byteCount
    return found
  }

  /// Adds the arrays of a file: the name of one is that of the file without `.npy`, several are
  /// numbered below it.
  static func read(
    _ path: String,
    in tree: any SourceTree,
    into contents: inout NumPyContents,
    limits: ParsingLimits
  ) throws(FormatError) {
    do throws(FormatError) {
      let file = try tree.open(path)
      let inflated = try CompressedFile.inflate(file, limits: limits)
      let arrays = try arrays(in: inflated ?? file, limits: limits)
      for (index, array) in arrays.enumerated() {
        let name = arrays.count == 1 ? stem(path) : "\(stem(path))/\(index)"
        let content: any TensorContent =
          if let inflated {
            try inflated.part(offset: array.offset, count: array.byteCount)
          } else {
            TreeFileContent(
              path,
              in: tree,
              fileByteCount: file.byteCount,
              offset: array.offset,
              count: array.byteCount
            )
          }
        try contents.add(array.header, named: name, content: content)
      }
    } catch {
      throw error.inFile(path)
    }
  }

  /// The file's name without `.npy`, also with a compression behind it.
  private static func stem(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    for ending in [".npy", ".npy.gz", ".npy.bz2"]
    where name.hasSuffix(ending) && name.count > ending.count {
      return String(name.dropLast(ending.count))
    }
    return String(name)
  }
}
