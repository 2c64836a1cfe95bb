import ZooTensors

/// The members of a PyTorch zip archive, which lie below one root directory.
///
/// Source: `caffe2/serialize/inline_container.cc`.
struct TorchArchive: Sendable {
  /// What an archive holds.
  enum Kind: Sendable {
    /// `data.pkl`: an object that `torch.save` wrote.
    case object
    /// `data.pkl` beside `constants.pkl` or `code/`: a TorchScript module of 1.2 and later.
    case script
    /// `model.json` beside `tensors/`: a TorchScript module of 1.0 and 1.1.
    case scriptModel
  }

  let kind: Kind
  /// The members by their names below the root.
  let members: [String: TorchMember]
  /// Whether the writer left all checksums out, which newer releases can be told to do.
  let hasChecksums: Bool

  init(_ list: [TorchMember]) throws(FormatError) {
    let names = list.map(\.name)
    let root = try Self.root(names)
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
    let hasCode = members.keys.contains { $0 == "constants.pkl" || $0.hasPrefix("code/") }
    kind = members["data.pkl"] == nil ? .scriptModel : hasCode ? .script : .object
  }

  /// The directory of `data.pkl` or `model.json`, with its slash.
  private static func root(_ names: [String]) throws(FormatError) -> String {
    let objects = names.filter(isObject)
    guard objects.count <= 1 else {
      throw FormatError(
        .inconsistent,
        "the archive has \(objects.count) objects, '\(printable(objects[0]))' and "
          + "'\(printable(objects[1]))'; expected one"
      )
    }
    if let object = objects.first { return String(object.dropLast(8)) }
    guard let model = scriptModel(among: names) else {
      throw FormatError(
        .invalidValue,
        "expected a member 'data.pkl' in the archive's directory, found none"
      )
    }
    return String(model.dropLast(10))
  }

  /// Whether a member is the pickled object: `data.pkl` one directory deep.
  static func isObject(_ name: String) -> Bool {
    name.hasSuffix("/data.pkl") && name.split(separator: "/").count == 2
  }

  /// Whether an archive with these members is one of PyTorch.
  static func recognizes(_ names: [String]) -> Bool {
    names.contains(where: isObject) || scriptModel(among: names) != nil
  }

  /// The description of a module of 1.0 and 1.1: `model.json` one directory deep beside `version`.
  private static func scriptModel(among names: [String]) -> String? {
    let model = names.first { name in
      name.hasSuffix("/model.json") && name.split(separator: "/").count == 2
    }
    return model.flatMap { names.contains("\($0.dropLast(10))version") ? $0 : nil }
  }

  // MARK: - Reading

  /// A member that must be there.
  func member(_ name: String) throws(FormatError) -> TorchMember {
    guard let member = members[name] else {
      throw FormatError(
        .inconsistent,
        "the archive has no member '\(printable(name))'; the file is incomplete"
      )
    }
    return member
  }

  /// The bytes of a small member, checked; for objects and descriptions.
  func bytes(_ name: String) throws(FormatError) -> ByteRegion {
    try storage(try member(name), isBigEndian: false).region(width: 1)
  }

  /// The bytes of a member as a storage, whose checksum is verified at first use.
  func storage(_ member: TorchMember, isBigEndian: Bool) throws(FormatError) -> TorchStorage {
    TorchStorage(
      try member.bytes(),
      checksum: hasChecksums ? member.checksum : nil,
      isBigEndian: isBigEndian
    )
  }

  /// A pickle that is a member by itself.
  func pickle(_ name: String, limits: ParsingLimits) throws(FormatError) -> PickleGraph {
    let bytes = try bytes(name)
    do throws(FormatError) {
      return try Pickle.parse(whole: bytes, limits: limits)
    } catch {
      throw error.inFile(name)
    }
  }

  /// The text of a member of a word or a number, or `nil` where there is no such member.
  func word(_ name: String) throws(FormatError) -> String? {
    guard let member = members[name] else { return nil }
    guard member.byteCount <= 64 else {
      throw FormatError(
        .invalidValue,
        "expected a word, found \(member.byteCount) bytes",
        in: member.name
      )
    }
    return String(decoding: try bytes(name).prefix(64), as: UTF8.self)
  }

  /// Requires that `version`, where there is one, is a number.
  func checkVersion() throws(FormatError) {
    guard let version = try word("version") else { return }
    guard let number = Int(version.filter { !$0.isNewline }), (1...99).contains(number) else {
      throw FormatError(
        .invalidValue,
        "expected a number as the version, found '\(printable(version))'"
      )
    }
  }

  // MARK: - Notes

  /// What a user should know of checksums and of members that were not used.
  func notes(isUsed: (String) -> Bool) -> [String] {
    var notes: [String] = []
    if !hasChecksums, members.values.contains(where: { $0.byteCount > 0 }) {
      notes.append("the file was saved without checksums, so damage to it cannot be detected")
    }
    let unused = members.keys.filter { !isUsed($0) }
    if !unused.isEmpty {
      let shown = unused.sorted { $0.precedesInUTF8($1) }.prefix(8).map { "'\(printable($0))'" }
      notes.append(
        "left out \(unused.count) members that belong to no tensor: "
          + shown.joined(separator: ", ") + (unused.count > 8 ? ", …" : "")
      )
    }
    return notes
  }
}
