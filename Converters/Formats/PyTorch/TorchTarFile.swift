import ZooTensors

/// The container of PyTorch 0.1.9 and before: a tar archive of four members.
///
/// `storages` and `tensors` mix pickles and raw numbers; `pickle` is the object, in which a
/// persistent id is the number of a tensor or storage.
/// Source: `torch/serialization.py`, `legacy_load`.
struct TorchTarFile {
  static let memberNames: Set<String> = ["sys_info", "pickle", "tensors", "storages"]
  private static let version = 1000

  let members: [String: ByteRegion]
  let limits: ParsingLimits
  var table = TorchStorageTable()
  var storages: [TorchStorage] = []
  /// Storages and parts of storages, by their numbers.
  var views: [String: TorchStorageView] = [:]
  var tensors: [String: TorchTensor] = [:]

  static func read(
    _ members: [String: ByteRegion],
    limits: ParsingLimits
  ) throws(FormatError) -> TorchFile {
    var file = try TorchTarFile(members, limits: limits)
    try file.inFile("storages") { (file, region) throws(FormatError) in
      try file.readStorages(region)
    }
    try file.inFile("tensors") { (file, region) throws(FormatError) in
      try file.readTensors(region)
    }
    return try file.readObject()
  }

  private init(_ members: [String: ByteRegion], limits: ParsingLimits) throws(FormatError) {
    self.members = members
    self.limits = limits
    for name in Self.memberNames.sorted() where members[name] == nil {
      throw FormatError(.invalidValue, "expected a member '\(name)' in the archive, found none")
    }
    for name in members.keys where !Self.memberNames.contains(name) {
      throw FormatError(
        .inconsistent,
        "the archive has an unexpected member '\(printable(name))'"
      )
    }
    try inFile("sys_info") { (_, region) throws(FormatError) in
      try TorchLegacyFile.checkSystem(
        try Pickle.parse(whole: region, limits: limits),
        version: Self.version,
        at: 0
      )
    }
  }

  private mutating func inFile(
    _ name: String,
    _ body: (inout TorchTarFile, ByteRegion) throws(FormatError) -> Void
  ) throws(FormatError) {
    guard let region = members[name] else { return }
    do throws(FormatError) {
      try body(&self, region)
    } catch {
      throw error.inFile(name)
    }
  }
}
