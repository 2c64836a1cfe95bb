public import ZooTensors

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Opens whatever a user names as a tree of files.
public enum SourceTrees {
  /// Opens a directory, or a file with its siblings.
  ///
  /// - Returns: the tree, and the file in it that was named, if one was.
  /// - Throws: ``FormatError`` where there is nothing at the path or it cannot be read.
  public static func open(
    path: String
  ) throws(FormatError) -> (tree: any SourceTree, focus: String?) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw .system("cannot open '\(path)'", errno) }
    if status.st_mode & S_IFMT == S_IFDIR { return (try DirectoryTree(path), nil) }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return (try DirectoryTree(besides: path), name)
  }
}
