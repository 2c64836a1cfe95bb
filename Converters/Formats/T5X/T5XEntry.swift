import ZooTensors

/// The kinds of files that a checkpoint of arrays in directories is entered by.
enum T5XEntry {
  /// A MessagePack file with references to arrays.
  case stateDict
  /// The file `_METADATA` of Orbax.
  case orbaxMetadata
  /// The file `.zarray` of an array.
  case array
  /// The manifest of a database.
  case database

  /// Decides by the content of a file; those that mean something only by their place must have
  /// their name as well.
  init?(_ probe: FileProbe) {
    let name = probe.path.split(separator: "/").last ?? ""
    if probe.starts(with: [0x0c, 0xdb, 0x3a, 0x2a]) {
      self = .database
    } else if name == ".zarray", Self.isObject(probe, with: "zarr_format") {
      self = .array
    } else if name == OrbaxMetadata.fileName, Self.isObject(probe, with: OrbaxMetadata.key) {
      self = .orbaxMetadata
    } else if FlaxProbe.verdict(probe.region) == .references {
      self = .stateDict
    } else {
      return nil
    }
  }

  private static func isObject(_ probe: FileProbe, with key: String) -> Bool {
    probe.head.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) } == 0x7b
      && String(decoding: probe.head, as: UTF8.self).contains("\"\(key)\"")
  }

  /// Why a database is not opened.
  static let refusal = FormatError(
    .unsupported,
    "the arrays of this Orbax checkpoint are in one database (OCDBT), which is not read here; save "
      + "it again with 'PyTreeCheckpointHandler(use_ocdbt=False)', or as a Flax msgpack file"
  )

  /// The other files of the checkpoint.
  func parts(of probe: FileProbe) -> [String] {
    let root = ZarrFiles.parent(of: probe.path)
    switch self {
    case .database:
      return probe.tree.entries.map(\.path).filter { ZarrFiles.contains(root, $0) }
    case .array:
      return ZarrFiles.files(of: probe.tree, in: ZarrCheckpoint.arrays(with: probe).directories)
    case .orbaxMetadata:
      // What cannot be read names no files; opening it says why.
      let leaves = (try? OrbaxMetadata(probe.region, limits: .default))?.leaves ?? []
      let directories = leaves.map { ZarrFiles.join(root, $0.directory) }
      return ZarrFiles.files(of: probe.tree, in: Set(directories))
    case .stateDict:
      let directories = Self.directories(probe)
      return ZarrFiles.files(of: probe.tree, in: Set(directories.map { ZarrFiles.join(root, $0) }))
        + [ZarrFiles.join(root, OrbaxMetadata.fileName)]
    }
  }

  /// The directories that a state dict refers to, as far as it can be read; opening it says what is
  /// wrong.
  private static func directories(_ probe: FileProbe) -> [String] {
    guard let tree = try? FlaxParser.parse(probe.region, limits: .default) else { return [] }
    return tree.leaves(isLeaf: TensorStoreSpec.isSpec).compactMap { leaf in
      TensorStoreSpec.isSpec(leaf.node)
        ? try? TensorStoreSpec.directory(of: leaf.node, in: probe.region)
        : (try? OrbaxPlaceholder.directory(leaf.node, in: probe.region)) ?? nil
    }
  }
}
