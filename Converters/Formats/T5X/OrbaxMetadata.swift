import ZooTensors

/// The file `_METADATA`, in which Orbax lists the leaves of a tree.
///
/// Source: `google/orbax`, `orbax/checkpoint/metadata/tree.py`.
struct OrbaxMetadata {
  /// The name of the file.
  static let fileName = "_METADATA"
  /// The member with the leaves.
  static let key = "tree_metadata"

  /// One leaf of the tree.
  struct Leaf {
    /// The path in the tree, joined by `/`.
    let name: String
    /// The directory that an array lies in, beside the file.
    let directory: String
    /// What the leaf was in Python, for example `jax.Array` or `None`.
    let type: String
    /// Whether nothing was stored for it, because it is empty.
    let isEmpty: Bool
  }

  /// The leaves in the order of the file.
  let leaves: [Leaf]

  /// Reads the file.
  ///
  /// - Throws: ``FormatError`` where it is malformed, or where the arrays are of zarr version 3.
  init(_ file: ByteRegion, limits: ParsingLimits) throws(FormatError) {
    guard let root = try StrictJSON.parse(file, limits: limits).objectValue,
      let tree = root[Self.key]?.objectValue
    else {
      throw FormatError(.invalidValue, "expected an object with '\(Self.key)'")
    }
    guard root["use_zarr3"] ?? false == false else {
      throw FormatError(
        .unsupported,
        "the arrays are of zarr version 3, which is not read here; save it again with "
          + "'PyTreeCheckpointHandler(use_ocdbt=False, use_zarr3=False)'"
      )
    }
    try limits.checkTensorCount(tree.count)
    var leaves: [Leaf] = []
    for member in tree.members { leaves.append(try Self.leaf(member)) }
    self.leaves = leaves
  }

  private static func leaf(_ member: JSONObject.Member) throws(FormatError) -> Leaf {
    guard let value = member.value.objectValue, let path = value["key_metadata"]?.arrayValue,
      let kind = value["value_metadata"]?.objectValue, let type = kind["value_type"]?.stringValue
    else {
      throw FormatError(
        .invalidValue,
        "expected the path and the type of '\(printable(member.key))'"
      )
    }
    var components: [String] = []
    for part in path {
      let key = part.objectValue?["key"]
      guard let text = key?.stringValue ?? key?.intValue.map(String.init) else {
        throw FormatError(
          .invalidValue,
          "expected a text or a number as a part of the path of '\(printable(member.key))'"
        )
      }
      components.append(text)
    }
    return Leaf(
      name: components.joined(separator: "/"),
      directory: try TensorStoreSpec.directory(components.joined(separator: ".")),
      type: type,
      isEmpty: kind["skip_deserialize"] == true
    )
  }
}
