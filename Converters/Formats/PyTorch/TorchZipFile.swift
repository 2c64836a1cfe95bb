import ZooTensors

/// The container of PyTorch 1.6 and later, and of TorchScript since 1.2: a zip archive with one root
/// directory, storages as they are.
///
/// `data.pkl` is the object, `data/<key>` one storage each, `byteorder` the order of their bytes. An
/// archive of TorchScript has code beside them, which is never read.
/// Source: `torch/serialization.py`, `_save` and `_load`; `torch/csrc/jit/serialization/export.cpp`
/// and `import.cpp`; `caffe2/serialize/inline_container.cc`.
struct TorchZipFile {
  /// Members that are written beside the object and the storages.
  private static let oddments: Set<String> = [
    "data.pkl", "version", "byteorder", ".format_version", ".storage_alignment",
    ".data/serialization_id",
  ]
  private let archive: TorchArchive
  private let limits: ParsingLimits

  init(_ archive: TorchArchive, limits: ParsingLimits) {
    self.archive = archive
    self.limits = limits
  }

  /// The weights of the file.
  func read() throws(FormatError) -> TorchContents {
    let contents = try TorchContents(try open(), limits: limits)
    if archive.kind == .script { try requireNames(contents) }
    return contents
  }

  /// The object and its storages.
  func open() throws(FormatError) -> TorchFile {
    let isScript = archive.kind == .script
    let isBigEndian = try readByteOrder()
    try archive.checkVersion()
    let graph = try archive.pickle("data.pkl", limits: limits)
    var names = TorchNames(graph)
    let table = try TorchStorageTable(&names, isScript ? .script : .zip)
    return TorchFile(
      objects: TorchObjects(names: names, storages: table, limits: limits),
      storages: try storages(table, isBigEndian),
      notes: archive.notes { name in isUsed(name, table, isScript: isScript) }
    )
  }

  private func storages(
    _ table: TorchStorageTable,
    _ isBigEndian: Bool
  ) throws(FormatError) -> [TorchStorage] {
    var storages: [TorchStorage] = []
    storages.reserveCapacity(table.records.count)
    for record in table.records {
      guard let member = archive.members["data/\(record.key)"] else {
        throw FormatError(
          .inconsistent,
          "storage '\(record.key)' is not in the archive; the file is incomplete"
        )
      }
      guard member.byteCount == record.byteCount || !member.isStored else {
        throw FormatError(
          .inconsistent,
          "storage '\(record.key)' has \(member.byteCount) bytes, expected "
            + "\(record.byteCount): \(record.count) elements of \(record.type.byteWidth) bytes",
          in: member.name
        )
      }
      storages.append(try archive.storage(member, isBigEndian: isBigEndian))
    }
    return storages
  }

  private func isUsed(_ name: String, _ table: TorchStorageTable, isScript: Bool) -> Bool {
    if Self.oddments.contains(name) { return true }
    if isScript, name.hasPrefix("code/") || name == "constants.pkl" { return true }
    return name.hasPrefix("data/") && table.numbers[String(name.dropFirst(5))] != nil
  }

  /// Refuses a module whose weights became constants of its code, which have no names.
  private func requireNames(_ contents: TorchContents) throws(FormatError) {
    guard contents.tensors.isEmpty else { return }
    guard archive.members.keys.contains(where: { $0.hasPrefix("constants/") }) else { return }
    throw FormatError(
      .unsupported,
      "the TorchScript module has no parameters; it was frozen, which makes weights nameless "
        + "constants of its code. Save it before torch.jit.freeze"
    )
  }

  private func readByteOrder() throws(FormatError) -> Bool {
    switch try archive.word("byteorder") {
    case nil, "little": return false
    case "big": return true
    case let other?:
      throw FormatError(
        .invalidValue,
        "expected the byte order 'little' or 'big', found '\(printable(other))'"
      )
    }
  }
}
