import ZooTensors

/// The map that T5X writes in place of an array that lies in a zarr directory of its own.
///
/// Source: `google-research/t5x`, `t5x/checkpoints.py`, `_get_spec`; TensorStore, driver `zarr`.
struct TensorStoreSpec {
  /// The key that tells a specification from a subtree.
  static let key = "kvstore"

  /// The directory of the array, as a path beside the checkpoint's entry file.
  let directory: String
  /// The shape, element type, chunks and compressor that the specification states, as members of
  /// `.zarray`.
  private let stated: JSONObject

  /// The keys that say where and what an array is, and those that only steer TensorStore.
  private static let keys: Set<String> = [
    "driver", "dtype", "kvstore", "path", "metadata", "context", "open", "create",
    "delete_existing", "recheck_cached_data", "recheck_cached_metadata", "rank", "transform",
    "store_data_equal_to_fill_value", "cache_pool",
  ]

  /// Whether a node is a specification.
  static func isSpec(_ node: FlaxNode) -> Bool { node[key]?.members != nil }

  /// Reads a specification.
  ///
  /// The path is inside `kvstore`, or beside it in files of 2021. Its bucket does not matter: T5X
  /// itself replaces it by the directory that the checkpoint is in.
  /// - Throws: ``FormatError`` where the driver is another, where the path leads elsewhere, or where
  ///   the specification selects a part of its array.
  init(_ node: FlaxNode, in region: ByteRegion) throws(FormatError) {
    guard let spec = try node.json(in: region).objectValue,
      let store = spec[Self.key]?.objectValue
    else { throw FormatError(.invalidValue, "expected a specification of an array") }
    guard spec["driver"] == "zarr" || spec["driver"] == "zarr2" else {
      throw FormatError(
        .unsupported,
        "expected an array of the driver 'zarr', found \(Self.shown(spec["driver"]))"
      )
    }
    let drivers: [JSONValue?] = ["file", "gfile", "gcs"]
    guard drivers.contains(store["driver"]) else {
      throw FormatError(
        .unsupported,
        "expected an array in files, found the driver \(Self.shown(store["driver"]))"
      )
    }
    if let key = spec.keys.first(where: { !Self.keys.contains($0) }) {
      throw FormatError(
        .unsupported,
        "the specification has the member '\(printable(key))', which is not known here"
      )
    }
    directory = try Self.directory(spec)
    var stated = spec["metadata"]?.objectValue ?? JSONObject()
    if let dtype = spec["dtype"] {
      if let inner = stated["dtype"]?.stringValue, let outer = dtype.stringValue,
        try ZarrType(inner).dtype != ZarrType(outer).dtype
      {
        throw FormatError(
          .inconsistent,
          "the specification states the element types '\(printable(outer))' and "
            + "'\(printable(inner))'"
        )
      }
      if stated["dtype"] == nil { stated["dtype"] = dtype }
    }
    if let transform = spec["transform"] {
      guard Self.isWhole(transform, of: stated["shape"]) else {
        throw FormatError(
          .unsupported,
          "the specification selects or moves a part of its array, which is not read here"
        )
      }
    }
    self.stated = stated
  }

  /// The array without a `.zarray`: everything must be stated.
  func metadata(limits: ParsingLimits) throws(FormatError) -> ZarrMetadata {
    var object = stated
    let defaults: [(String, JSONValue)] = [("zarr_format", 2), ("order", "C"), ("filters", .null)]
    for (key, value) in defaults where object[key] == nil { object[key] = value }
    // An array without elements has no chunks, and TensorStore does not state any.
    if object["chunks"] == nil, let shape = object["shape"]?.arrayValue, shape.contains(0) {
      object["chunks"] = object["shape"]
    }
    return try ZarrMetadata(object, limits: limits)
  }

  /// Requires that a `.zarray` describes the array that is specified here.
  ///
  /// - Returns: What differs in how the array is stored, which `.zarray` decides, as T5X does.
  /// - Throws: ``FormatError`` where shape or element type differ.
  func compare(with file: ZarrMetadata) throws(FormatError) -> [String] {
    let shape = stated["shape"]?.arrayValue?.map(\.intValue)
    if let shape, shape != file.shape.dimensions.map(Optional.some) {
      let text = "[" + shape.map { $0.map(String.init) ?? "?" }.joined(separator: ", ") + "]"
      throw FormatError(
        .inconsistent,
        "the checkpoint states the shape \(text), '.zarray' the shape \(file.shape)"
      )
    }
    if let name = stated["dtype"]?.stringValue {
      let dtype = try ZarrType(name).dtype
      guard dtype == file.type.dtype else {
        throw FormatError(
          .inconsistent,
          "the checkpoint states the element type \(dtype), '.zarray' \(file.type.dtype)"
        )
      }
    }
    var differences: [String] = []
    if let chunks = stated["chunks"]?.arrayValue?.map(\.intValue),
      chunks != file.chunk.dimensions.map(Optional.some)
    {
      differences.append("chunks")
    }
    if let compressor = stated["compressor"] {
      let id = compressor.objectValue?["id"]?.stringValue ?? "none"
      if id != file.codec.rawValue { differences.append("compressor") }
    }
    return differences
  }

  /// Whether a transform is the array itself: from 0 to its shape along every axis.
  ///
  /// TensorStore writes that where a specification leaves nothing open.
  private static func isWhole(_ transform: JSONValue, of shape: JSONValue?) -> Bool {
    guard let members = transform.objectValue?.members,
      let extents = shape?.arrayValue?.map(\.intValue)
    else { return false }
    return members.allSatisfy { member in
      // An implicit bound stands in brackets of its own.
      let bounds = member.value.arrayValue?.map { ($0.arrayValue?.first ?? $0).intValue }
      return switch member.key {
      case "input_rank": member.value.intValue == extents.count
      case "input_inclusive_min": bounds == extents.map { _ in 0 }
      case "input_exclusive_max", "input_shape": bounds == extents
      default: false
      }
    }
  }

  /// The directory of a specification, whatever else it says.
  static func directory(of node: FlaxNode, in region: ByteRegion) throws(FormatError) -> String {
    try directory(try node.json(in: region).objectValue ?? JSONObject())
  }

  private static func directory(_ spec: JSONObject) throws(FormatError) -> String {
    let inner = spec[key]?.objectValue?["path"]
    guard let path = (inner ?? spec["path"])?.stringValue, inner == nil || spec["path"] == nil
    else {
      throw FormatError(.invalidValue, "expected one path in a specification")
    }
    return try directory(path)
  }

  /// The path of a directory beside the entry file, checked component by component.
  ///
  /// - Throws: ``FormatError`` where it is empty, absolute, an address, or leads out.
  static func directory(_ path: String) throws(FormatError) -> String {
    let text = path.hasSuffix("/") ? String(path.dropLast()) : path
    let components = text.split(separator: "/", omittingEmptySubsequences: false)
    let forbidden: Set<Character> = ["\\", "\0", ":"]
    let isPlain = components.allSatisfy { component in
      !component.isEmpty && component != "." && component != ".."
        && !component.contains(where: forbidden.contains)
    }
    guard isPlain, !TensorName.hasControlCharacter(text) else {
      throw FormatError(
        .invalidValue,
        "'\(printable(path))' is not the path of a directory beside the checkpoint, so it is not "
          + "opened"
      )
    }
    return text
  }

  private static func shown(_ value: JSONValue?) -> String {
    value?.stringValue.map { "'\(printable($0))'" } ?? value?.kind ?? "none"
  }
}
