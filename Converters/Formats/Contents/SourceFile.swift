import Synchronization
import ZooTensors

/// A file of a tree that is opened when its bytes are first needed.
final class SourceFile: Sendable {
  private struct State {
    var region: ByteRegion?
    weak var store: ByteStore?
    var range = 0..<0
  }

  /// The path in the tree.
  let path: String
  /// The size that the tree states.
  let byteCount: Int
  private let tree: any SourceTree
  private let staysOpen: Bool
  private let state = Mutex(State())

  /// `staysOpen` keeps the file open once it was opened; otherwise it is closed when nobody uses its
  /// bytes, which is for thousands of files.
  init(_ entry: SourceEntry, in tree: any SourceTree, staysOpen: Bool) {
    path = entry.path
    byteCount = entry.byteCount
    self.tree = tree
    self.staysOpen = staysOpen
  }

  /// The bytes of the file.
  ///
  /// - Throws: ``FormatError`` where it cannot be opened or has changed its size.
  func region() throws(FormatError) -> ByteRegion {
    try state.withLock { (state) throws(FormatError) in
      if let region = state.region { return region }
      if let store = state.store {
        return try ByteRegion(store).part(
          offset: state.range.lowerBound,
          count: state.range.count
        )
      }
      let region = try tree.open(path, expecting: byteCount)
      if staysOpen { state.region = region }
      state.store = region.store
      state.range = region.range
      return region
    }
  }
}

/// The bytes of a tensor in a file that is opened when they are asked for.
struct SourceFilePart: TensorContent {
  let file: SourceFile
  /// Where they are in the file.
  let range: Range<Int>

  /// The bytes as they lie.
  ///
  /// - Throws: ``FormatError`` where the file cannot be opened or has changed its size.
  func region() throws(FormatError) -> ByteRegion {
    try file.region().part(offset: range.lowerBound, count: range.count)
  }
}
