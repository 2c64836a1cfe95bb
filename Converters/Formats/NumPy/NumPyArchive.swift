import ZooTensors

/// The arrays of an archive that `numpy.savez` writes: a zip archive of `.npy` files.
enum NumPyArchive {
  /// Whether the first file of a zip archive is an array by its name.
  static func recognizes(_ probe: FileProbe) -> Bool {
    guard probe.starts(with: [0x50, 0x4b, 3, 4]), probe.head.count > 30 else { return false }
    let length = Int(probe.head[26]) | Int(probe.head[27]) << 8
    return probe.head.dropFirst(30).prefix(length).suffix(4).elementsEqual(".npy".utf8)
  }

  /// Reads the headers of all arrays; of compressed ones only the beginning is inflated.
  ///
  /// - Parameters:
  ///   - path: The archive.
  ///   - tree: Where it is.
  ///   - contents: Where notes go.
  ///   - limits: The caps.
  ///   - add: Takes an array with its name in the archive, without `.npy`.
  /// - Throws: ``FormatError`` where the archive or a header is malformed, or where a file's size is
  ///   not that of its array.
  static func read(
    _ path: String,
    in tree: any SourceTree,
    into contents: inout NumPyContents,
    limits: ParsingLimits,
    _ add: (inout NumPyContents, String, NumPyHeader, any TensorContent) throws(FormatError) -> Void
  ) throws(FormatError) {
    do throws(FormatError) {
      let directory = try ZipDirectory(try tree.open(path), limits: limits)
      var inflated = 0
      for entry in directory.entries {
        guard entry.name.hasSuffix(".npy"), entry.name.utf8.count > 4 else {
          contents.add(note: "left out '\(printable(entry.name))' of '\(path)': it is no array")
          continue
        }
        if entry.method != .stored {
          let caps = Inflation.Caps(limits, declared: entry.byteCount, used: inflated)
          try caps.check(output: entry.byteCount, input: entry.compressedByteCount)
          inflated = try inflated.adding(entry.byteCount, "the size of the archive's files")
        }
        let member = ZipMemberContent(entry, of: directory, limits: limits)
        do throws(FormatError) {
          let header = try self.header(entry, member, limits)
          let content = PartContent(
            of: member,
            offset: header.byteCount,
            count: entry.byteCount - header.byteCount
          )
          try add(&contents, String(entry.name.dropLast(4)), header, content)
        } catch {
          throw error.inFile("\(path):\(printable(entry.name))")
        }
      }
    } catch {
      throw error.inFile(path)
    }
  }

  /// The header of a file, whose size must be that of its array.
  private static func header(
    _ entry: ZipEntry,
    _ member: ZipMemberContent,
    _ limits: ParsingLimits
  ) throws(FormatError) -> NumPyHeader {
    let start = try member.prefix(min(NumPyHeader.startByteCount, entry.byteCount))
    let count = NumPyHeader.byteCount(stated: start, limits: limits)
    let header = try NumPyHeader(try member.prefix(min(count, entry.byteCount)), limits: limits)
    guard let expected = try header.elementByteCount() else { return header }
    let found = entry.byteCount - header.byteCount
    guard found == expected else {
      throw FormatError(
        found < expected ? .truncated : .inconsistent,
        "an array of shape \(header.shape) needs \(expected) bytes, \(found) are there",
        at: header.byteCount
      )
    }
    return header
  }
}
