import ZooTensors

/// The elements of a variable in a file of its own, which is opened when they are asked for: a
/// folder may have more files than a process may keep open.
struct PaddleContent: TensorContent {
  private let tree: any SourceTree
  private let path: String
  private let byteCount: Int
  private let range: Range<Int>

  init(_ variable: PaddleVariable, of file: FileProbe) {
    tree = file.tree
    path = file.path
    byteCount = file.region.byteCount
    range = variable.range
  }

  /// The bytes as they lie in the file.
  func region() throws(FormatError) -> ByteRegion {
    try tree.open(path, expecting: byteCount).part(offset: range.lowerBound, count: range.count)
  }
}
