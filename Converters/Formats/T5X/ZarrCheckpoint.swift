import ZooTensors

/// The tensors of a checkpoint whose arrays lie in zarr directories, collected one by one.
struct ZarrCheckpoint {
  private let root: String
  private let tree: any SourceTree
  private let limits: ParsingLimits
  private let index: ZarrFiles
  private var directories: Set<String> = []
  private var found: [StoredTensor] = []
  private var used: Set<String> = []
  private var differing: [String] = []
  private var reinterpreted: [String] = []
  private var others: [String] = []

  /// Every tensor, sorted by name.
  private(set) var tensors: [StoredTensor] = []

  private init(_ root: String, _ tree: any SourceTree, limits: ParsingLimits) {
    self.root = root
    self.tree = tree
    self.limits = limits
    index = ZarrFiles(tree, below: root)
  }

  /// The descriptions and chunks of all arrays, sorted.
  var files: [String] { used.sorted { $0.precedesInUTF8($1) } }

  /// What a user should know.
  var notes: [String] {
    var notes = others
    if let first = differing.first {
      notes.append(
        "the entry file and '.zarray' differ in chunks or compressor of \(differing.count) arrays, "
          + "the first '\(printable(first))'; '.zarray' is taken"
      )
    }
    if let first = reinterpreted.first {
      notes.append(
        "\(reinterpreted.count) arrays of uint16 are bfloat16, as T5X stored them before version 3; "
          + "the first is '\(printable(first))'"
      )
    }
    return notes
  }

  // MARK: - Entries

  /// A MessagePack file with arrays and references to arrays.
  init(stateDict probe: FileProbe, limits: ParsingLimits) throws(FormatError) {
    self.init(ZarrFiles.parent(of: probe.path), probe.tree, limits: limits)
    let node = try FlaxParser.parse(probe.region, limits: limits)
    guard case .map = node else {
      throw FormatError(.invalidValue, "expected a map of names, found \(node.kind)", at: 0)
    }
    let version = node["optimizer"]?.members == nil ? nil : node["version"]?.integer
    let wrapper =
      version != nil ? "optimizer" : node["_optimizer"]?.members.map { _ in "_optimizer" }
    var inline = FlaxTensors(probe.region, limits: limits)
    for (path, leaf) in node.leaves(isLeaf: TensorStoreSpec.isSpec) {
      if path == "version", version != nil { continue }
      let name =
        wrapper.flatMap { path.hasPrefix($0 + "/") ? String(path.dropFirst($0.count + 1)) : nil }
        ?? path
      try Self.naming(name) { () throws(FormatError) in
        if TensorStoreSpec.isSpec(leaf) {
          let spec = try TensorStoreSpec(leaf, in: probe.region)
          try add(name, at: spec.directory, spec, version: version)
        } else if let directory = try OrbaxPlaceholder.directory(leaf, in: probe.region) {
          try add(name, at: directory)
        } else {
          try inline.add(name, leaf)
        }
      }
    }
    found += inline.tensors
    others += inline.notes
    try finish()
  }

  /// The list of leaves that Orbax writes.
  init(orbaxMetadata probe: FileProbe, limits: ParsingLimits) throws(FormatError) {
    self.init(ZarrFiles.parent(of: probe.path), probe.tree, limits: limits)
    for leaf in try OrbaxMetadata(probe.region, limits: limits).leaves where !leaf.isEmpty {
      if leaf.type == "string" {
        others.append("left out '\(printable(leaf.name))', which is text")
        continue
      }
      try Self.naming(leaf.name) { () throws(FormatError) in try add(leaf.name, at: leaf.directory)
      }
    }
    try finish()
  }

  /// The arrays of a directory without a list.
  init(arraysWith probe: FileProbe, limits: ParsingLimits) throws(FormatError) {
    let (root, directories) = Self.arrays(with: probe)
    self.init(root, probe.tree, limits: limits)
    for directory in directories.sorted(by: { $0.precedesInUTF8($1) }) {
      let name = String(root.isEmpty ? directory[...] : directory.dropFirst(root.count + 1))
      try Self.naming(name) { () throws(FormatError) in try add(name, at: name) }
    }
    try finish()
  }

  /// The arrays that belong together with one: those of its outermost group, else its neighbours.
  static func arrays(with probe: FileProbe) -> (root: String, directories: Set<String>) {
    let directory = ZarrFiles.parent(of: probe.path)
    var root = ZarrFiles.parent(of: directory)
    var outer = root
    while probe.tree.contains(ZarrFiles.join(outer, ".zgroup")) {
      root = outer
      guard !outer.isEmpty else { break }
      outer = ZarrFiles.parent(of: outer)
    }
    let isAlone = directory.isEmpty
    let directories = probe.tree.entries.lazy.filter { $0.name == ".zarray" }
      .map { ZarrFiles.parent(of: $0.path) }
      .filter { isAlone ? $0.isEmpty : !$0.isEmpty && ZarrFiles.contains(root, $0) }
    return (root, Set(directories))
  }

  // MARK: - Arrays

  private mutating func add(
    _ name: String,
    at relative: String,
    _ spec: TensorStoreSpec? = nil,
    version: Int? = nil
  ) throws(FormatError) {
    // An array alone in a tree has no name, like a tensor saved alone.
    if !relative.isEmpty { try TensorName.check(name, limits: limits) }
    let directory = relative.isEmpty ? root : ZarrFiles.join(root, relative)
    guard directories.insert(directory).inserted else {
      throw FormatError(.inconsistent, "another tensor has the directory '\(printable(directory))'")
    }
    let description = ZarrFiles.join(directory, ".zarray")
    let metadata: ZarrMetadata
    if index.byteCount(of: description) != nil {
      do throws(FormatError) {
        metadata = try ZarrMetadata(try tree.open(description), limits: limits)
      } catch {
        throw error.inFile(description)
      }
      if let spec, try !spec.compare(with: metadata).isEmpty { differing.append(name) }
      used.insert(description)
    } else if let spec {
      metadata = try spec.metadata(limits: limits)
    } else if isText(directory) {
      others.append("left out '\(printable(name))', which is text")
      return
    } else {
      throw missing(directory)
    }
    let array = try ZarrArray(metadata, at: directory, in: index, limits: limits)
    used.formUnion(array.chunks.map(\.path))
    var dtype = metadata.type.dtype
    if dtype == .u16, spec != nil, let version, version < 3 {
      dtype = .bf16
      reinterpreted.append(name)
    }
    found.append(
      StoredTensor(
        name: name,
        dtype: dtype,
        shape: metadata.shape,
        content: array.content(named: name)
      )
    )
  }

  private func isText(_ directory: String) -> Bool {
    index.byteCount(of: ZarrFiles.join(directory, "_strings.json")) != nil
  }

  private func missing(_ directory: String) -> FormatError {
    if tree.contains(ZarrFiles.join(root, "manifest.ocdbt")) { return T5XEntry.refusal }
    let isThere = index.paths.contains { ZarrFiles.contains(directory, $0) }
    return FormatError(
      .inconsistent,
      isThere
        ? "'\(printable(directory))' has no '.zarray', which would say what the array is; fetch the "
          + "whole checkpoint"
        : "the directory '\(printable(directory))' is missing; give the directory of the checkpoint, "
          + "not one file of it, or fetch the whole checkpoint"
    )
  }

  private mutating func finish() throws(FormatError) {
    tensors = found.sorted { $0.name.precedesInUTF8($1.name) }
    for (one, next) in zip(tensors, tensors.dropFirst()) where one.name.hasSameUTF8(as: next.name) {
      throw FormatError(.inconsistent, "two tensors are called '\(printable(one.name))'")
    }
  }

  /// Puts the tensor's name before what is thrown.
  private static func naming(
    _ name: String,
    _ body: () throws(FormatError) -> Void
  ) throws(FormatError) {
    do throws(FormatError) {
      try body()
    } catch {
      let prefix = "tensor '"
      guard !error.message.hasPrefix(prefix) else { throw error }
      throw FormatError(
        error.code,
        "\(prefix)\(printable(name))': \(error.message)",
        at: error.offset,
        in: error.file
      )
    }
  }
}
