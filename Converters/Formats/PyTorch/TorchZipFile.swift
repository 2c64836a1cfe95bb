import ZooTensors

/// The container of PyTorch 1.6 and later: a zip archive with one root directory, all stored.
///
/// `data.pkl` is the object, `data/<key>` one storage each, `byteorder` the order of their bytes.
/// Source: `torch/serialization.py`, `_save` and `_load`; `caffe2/serialize/inline_container.cc`.
struct TorchZipFile {
  /// Members that are written beside the object and the storages.
  private static let oddments: Set<String> = [
    "version", "byteorder", ".format_version", ".storage_alignment", ".data/serialization_id",
  ]
  private let root: String
  /// The members by their names below the root.
  private let members: [String: TorchMember]
  /// Whether the writer left all checksums out, which newer releases can be told to do.
  private let hasChecksums: Bool

  init(_ list: [TorchMember]) throws(FormatError) {
    root = try Self.root(list)
    var members: [String: TorchMember] = [:]
    members.reserveCapacity(list.count)
    for member in list {
      guard member.name.hasPrefix(root) else {
        throw FormatError(
          .inconsistent,
          "'\(printable(member.name))' lies outside of the archive's only directory '\(root)'"
        )
      }
      guard members.updateValue(member, forKey: String(member.name.dropFirst(root.count))) == nil
      else {
        throw FormatError(
          .inconsistent,
          "the archive has two members called '\(printable(member.name))'"
        )
      }
    }
    self.members = members
    hasChecksums = list.contains { $0.checksum != 0 }
  }

  /// The directory of `data.pkl`, with its slash.
  private static func root(_ list: [TorchMember]) throws(FormatError) -> String {
    let objects = list.map(\.name).filter(isObject)
    guard let name = objects.first else {
      throw FormatError(
        .invalidValue,
        "expected a member 'data.pkl' in the archive's directory, found none"
      )
    }
    guard objects.count == 1 else {
      throw FormatError(
        .inconsistent,
        "the archive has \(objects.count) objects, '\(printable(objects[0]))' and "
          + "'\(printable(objects[1]))'; expected one"
      )
    }
    return String(name.dropLast(8))
  }

  /// Whether a member is the pickled object: `data.pkl` one directory deep.
  static func isObject(_ name: String) -> Bool {
    name.hasSuffix("/data.pkl") && name.split(separator: "/").count == 2
  }

  func read(limits: ParsingLimits) throws(FormatError) -> TorchFile {
    guard !members.keys.contains(where: { $0 == "constants.pkl" || $0.hasPrefix("code/") }) else {
      throw FormatError(
        .unsupported,
        "the archive is a TorchScript program, not a checkpoint; save the module's state_dict()"
      )
    }
    let isBigEndian = try readByteOrder()
    try checkVersion()
    guard let object = members["data.pkl"] else {
      throw FormatError(.invalidValue, "expected a member 'data.pkl'")
    }
    try verify(object)
    let graph: PickleGraph
    do throws(FormatError) {
      graph = try Pickle.parse(whole: object.region, limits: limits)
    } catch {
      throw error.inFile(object.name)
    }
    var names = TorchNames(graph)
    let table = try TorchStorageTable(&names, isLegacy: false)
    let objects = TorchObjects(names: names, storages: table, tensors: [:], limits: limits)
    return TorchFile(
      objects: objects,
      storages: try storages(table, isBigEndian),
      notes: notes(table)
    )
  }

  // MARK: - Storages

  private func storages(
    _ table: TorchStorageTable,
    _ isBigEndian: Bool
  ) throws(FormatError) -> [TorchStorage] {
    var storages: [TorchStorage] = []
    storages.reserveCapacity(table.records.count)
    for record in table.records {
      guard let member = members["data/\(record.key)"] else {
        throw FormatError(
          .inconsistent,
          "storage '\(record.key)' is not in the archive; the file is incomplete"
        )
      }
      guard member.region.byteCount == record.byteCount else {
        throw FormatError(
          .inconsistent,
          "storage '\(record.key)' has \(member.region.byteCount) bytes, expected "
            + "\(record.byteCount): \(record.count) elements of \(record.type.byteWidth) bytes",
          in: member.name
        )
      }
      storages.append(
        TorchStorage(
          member.region,
          checksum: hasChecksums ? member.checksum : nil,
          isBigEndian: isBigEndian
        )
      )
    }
    return storages
  }

  private func notes(_ table: TorchStorageTable) -> [String] {
    var notes: [String] = []
    if !hasChecksums, members.values.contains(where: { $0.region.byteCount > 0 }) {
      notes.append("the file was saved without checksums, so damage to it cannot be detected")
    }
    let unused = members.keys.filter { name in
      if name == "data.pkl" || Self.oddments.contains(name) { return false }
      return !name.hasPrefix("data/") || table.numbers[String(name.dropFirst(5))] == nil
    }
    if !unused.isEmpty {
      let shown = unused.sorted { $0.precedesInUTF8($1) }.prefix(8).map { "'\(printable($0))'" }
      notes.append(
        "left out \(unused.count) members that belong to no tensor: "
          + shown.joined(separator: ", ") + (unused.count > 8 ? ", …" : "")
      )
    }
    return notes
  }

  // MARK: - Small members

  private func verify(_ member: TorchMember) throws(FormatError) {
    _ = try TorchStorage(member.region, checksum: hasChecksums ? member.checksum : nil)
      .region(width: 1)
  }

  private func readByteOrder() throws(FormatError) -> Bool {
    switch try text("byteorder") {
    case nil, "little": return false
    case "big": return true
    case let other?:
      throw FormatError(
        .invalidValue,
        "expected the byte order 'little' or 'big', found '\(printable(other))'"
      )
    }
  }

  private func checkVersion() throws(FormatError) {
    guard let version = try text("version") else { return }
    guard let number = Int(version.filter { !$0.isNewline }), (1...99).contains(number) else {
      throw FormatError(
        .invalidValue,
        "expected a number as the version, found '\(printable(version))'"
      )
    }
  }

  private func text(_ name: String) throws(FormatError) -> String? {
    guard let member = members[name] else { return nil }
    guard member.region.byteCount <= 64 else {
      throw FormatError(
        .invalidValue,
        "expected a word, found \(member.region.byteCount) bytes",
        in: member.name
      )
    }
    try verify(member)
    return String(decoding: member.region.prefix(64), as: UTF8.self)
  }
}
