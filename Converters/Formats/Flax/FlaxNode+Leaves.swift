extension FlaxNode {
  /// The key that tells an array in chunks from a subtree.
  static let chunkMarker = "__msgpack_chunked_array__"

  /// Whether the node is an array that was cut into chunks.
  var isChunkedArray: Bool { self[Self.chunkMarker] != nil }

  /// Everything below the node that is no subtree, with the path from the node joined by "/".
  ///
  /// - Parameter isLeaf: Which further maps are leaves; arrays in chunks always are.
  /// - Returns: The leaves in the order of the file; an empty subtree gives none.
  func leaves(isLeaf: (FlaxNode) -> Bool = { _ in false }) -> [(name: String, node: FlaxNode)] {
    var found: [(name: String, node: FlaxNode)] = []
    collect("", isLeaf, &found)
    return found
  }

  private func collect(
    _ path: String,
    _ isLeaf: (FlaxNode) -> Bool,
    _ found: inout [(name: String, node: FlaxNode)]
  ) {
    guard let members, !isChunkedArray, !isLeaf(self) else {
      found.append((path, self))
      return
    }
    for (key, node) in members {
      node.collect(path.isEmpty ? key : "\(path)/\(key)", isLeaf, &found)
    }
  }
}
