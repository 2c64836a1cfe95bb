import Foundation
import ZooFormats
import ZooTensors

/// The checkpoint that a command names.
enum LocalSource {
  /// Opens a file, a directory or an archive of this machine.
  ///
  /// - Throws: ``ZooError`` with code `usage` for an address of the network; else `FormatError`.
  static func open(_ path: String) throws -> (tree: any SourceTree, focus: String?) {
    if path.contains("://"), !FileManager.default.fileExists(atPath: path) {
      throw ZooError(
        .usage,
        "'\(path)' is an address, not a file of this machine; download it first, or see with "
          + "`zoo search \(path)` whether `zoo fetch` knows it by a name"
      )
    }
    let source = try SourceTrees.open(path: path)
    return (source.tree, source.focus)
  }
}
