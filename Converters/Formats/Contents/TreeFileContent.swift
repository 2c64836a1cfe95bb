import ZooTensors

/// A part of a file that is opened when its bytes are asked for.
///
/// A checkpoint may have a file for each tensor, and each open file holds a descriptor, so that they
/// are not kept open for the life of the reader.
struct TreeFileContent: TensorContent {
  private let path: String
  private let tree: any SourceTree
  private let fileByteCount: Int
  private let offset: Int
  private let count: Int

  /// The `count` bytes from `offset` on of a file that had `fileByteCount` bytes when it was looked
  /// at.
  init(_ path: String, in tree: any SourceTree, fileByteCount: Int, offset: Int, count: Int) {
    self.path = path
    self.tree = tree
    self.fileByteCount = fileByteCount
    self.offset = offset
    self.count = count
  }

  /// - Throws: ``FormatError`` where the file cannot be opened or has another size now.
  func region() throws(FormatError) -> ByteRegion {
    try tree.open(path, expecting: fileByteCount).part(offset: offset, count: count)
  }
}
