import ZooTensors

/// The containers of one file.
enum TorchContainer {
  case zip, legacy, tar

  /// Recognises a container by its content: archives by the names of their members, the stream
  /// by its first bytes.
  init?(_ probe: FileProbe) {
    if TorchLegacyFile.recognizes(probe.head) {
      self = .legacy
    } else if Self.isZip(probe) {
      self = .zip
    } else if Self.isTar(probe) {
      self = .tar
    } else {
      return nil
    }
  }

  /// Whether the first member is the object, or any other is.
  private static func isZip(_ probe: FileProbe) -> Bool {
    guard probe.starts(with: [0x50, 0x4b, 3, 4]), probe.head.count > 30 else { return false }
    let length = Int(probe.head[26]) | Int(probe.head[27]) << 8
    let name = String(decoding: probe.head.dropFirst(30).prefix(length), as: UTF8.self)
    if TorchArchive.isObject(name) { return true }
    // A damaged archive is for the reader of archives to report.
    guard let directory = try? ZipDirectory(probe.region) else { return false }
    return TorchArchive.recognizes(directory.entries.map(\.name))
  }

  /// Whether the first member of a tar archive is one of the four, or all are the four.
  private static func isTar(_ probe: FileProbe) -> Bool {
    guard TarDirectory.recognizes(probe.head) else { return false }
    let name = String(decoding: probe.head.prefix(100).prefix { $0 != 0 }, as: UTF8.self)
    if TorchTarFile.memberNames.contains(name) { return true }
    // Most old files have an extended header before each member.
    guard probe.head[156] == 0x78 || probe.head[156] == 0x67,
      let directory = try? TarDirectory(probe.region)
    else { return false }
    return Set(directory.entries.map(\.name)) == TorchTarFile.memberNames
  }

  /// The weights of a file, as ``TorchSelection`` finds them.
  func read(
    _ region: ByteRegion,
    named path: String,
    limits: ParsingLimits
  ) throws(FormatError) -> TorchContents {
    do throws(FormatError) {
      guard case .zip = self else {
        return try TorchContents(try open(region, named: path, limits: limits), limits: limits)
      }
      let archive = try Self.archive(region, limits)
      guard archive.kind == .scriptModel else {
        return try TorchZipFile(archive, limits: limits).read()
      }
      var model = TorchScriptModel(archive, limits: limits)
      return try model.read()
    } catch {
      throw error.inFile(path)
    }
  }

  /// A file, without choosing what of it is the weights.
  func open(
    _ region: ByteRegion,
    named path: String,
    limits: ParsingLimits
  ) throws(FormatError) -> TorchFile {
    do throws(FormatError) {
      switch self {
      case .legacy: return try TorchLegacyFile.read(region, limits: limits)
      case .zip:
        let archive = try Self.archive(region, limits)
        guard archive.kind != .scriptModel else {
          throw FormatError(
            .unsupported,
            "expected what torch.save wrote, found a TorchScript model"
          )
        }
        return try TorchZipFile(archive, limits: limits).open()
      case .tar:
        let directory = try TarDirectory(region, limits: limits)
        var members: [String: ByteRegion] = [:]
        for entry in directory.entries { members[entry.name] = try directory.open(entry) }
        return try TorchTarFile.read(members, limits: limits)
      }
    } catch {
      throw error.inFile(path)
    }
  }

  private static func archive(
    _ region: ByteRegion,
    _ limits: ParsingLimits
  ) throws(FormatError) -> TorchArchive {
    try TorchArchive(try TorchMember.all(of: try ZipDirectory(region, limits: limits)))
  }
}
