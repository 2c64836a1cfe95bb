import ZooTensors

/// The text that Orbax writes in place of an array: `PLACEHOLDER://` and the name of its directory.
///
/// Source: `google/orbax`, `orbax/checkpoint/utils.py`.
enum OrbaxPlaceholder {
  static let prefix = "PLACEHOLDER://"

  /// The directory that a node stands for, or `nil` where it is no placeholder.
  ///
  /// - Throws: ``FormatError`` where the name is no path beside the checkpoint.
  static func directory(_ node: FlaxNode, in region: ByteRegion) throws(FormatError) -> String? {
    guard case .text(let range) = node, range.count <= 4096 else { return nil }
    let text = try FlaxNode.text(range, in: region)
    guard text.hasPrefix(prefix) else { return nil }
    return try TensorStoreSpec.directory(String(text.dropFirst(prefix.count)))
  }
}
