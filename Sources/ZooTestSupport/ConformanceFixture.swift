import Foundation
public import ZooFormats
import ZooTensors

/// A checkpoint of the repository with what its framework says is in it.
///
/// The golden `NAME.golden.json` stands beside the file or the directory `NAME`, or beside the files
/// that begin with `NAME` (a TensorFlow checkpoint).
public struct ConformanceFixture: Sendable, CustomStringConvertible {
  /// The path of `NAME` below `Tests/Fixtures`.
  public let description: String
  /// What is in it.
  public let golden: Golden
  /// Its files in memory, so that single ones can be damaged.
  public let tree: MemoryTree

  /// The fixtures of a directory, with those of its subdirectories but `refused`.
  ///
  /// - Parameters:
  ///   - directory: Below `Tests/Fixtures`.
  ///   - container: Only goldens of this container; all unless stated.
  /// - Returns: The fixtures, sorted by path.
  /// - Throws: ``SuiteFailure`` where there is none, or an error of the file system.
  public static func all(in directory: String, container: String? = nil) throws -> [Self] {
    let root = Fixtures.path(directory)
    guard let walk = FileManager.default.enumerator(atPath: root) else {
      throw SuiteFailure("no directory '\(directory)'")
    }
    var found: [Self] = []
    for case let path as String in walk where path.hasSuffix(".golden.json") {
      guard !path.split(separator: "/").contains("refused") else { continue }
      let golden = try Golden(file: "\(directory)/\(path)")
      if let container, golden.container != container { continue }
      found.append(try Self("\(directory)/\(path.dropLast(12))", golden))
    }
    guard !found.isEmpty else { throw SuiteFailure("no golden below '\(directory)'") }
    return found.sorted { $0.description < $1.description }
  }

  private init(_ path: String, _ golden: Golden) throws {
    description = path
    self.golden = golden
    var isDirectory: ObjCBool = false
    // Safe: the pointer is that of a local variable and is not kept.
    let exists = unsafe FileManager.default.fileExists(
      atPath: Fixtures.path(path),
      isDirectory: &isDirectory
    )
    var files: [String: [UInt8]] = [:]
    if exists, isDirectory.boolValue {
      let walk = FileManager.default.enumerator(atPath: Fixtures.path(path))
      for case let file as String in walk ?? .init() where walk?.isRegularFile == true {
        files[file] = try Fixtures.bytes("\(path)/\(file)")
      }
    } else {
      let parts = path.split(separator: "/")
      let directory = parts.dropLast().joined(separator: "/")
      // A sharded checkpoint's index names files of any name, so that all neighbours come along.
      let stem = path.hasSuffix(".index.json") ? "" : String(parts.last ?? "")
      for file in try Fixtures.list(directory) {
        let name = String(file.dropFirst(directory.count + 1))
        let belongs =
          stem.isEmpty ? true : exists ? name == stem : name.hasPrefix("\(stem).")
        // Directories cannot be read as files and are passed over.
        if belongs, !name.hasSuffix(".golden.json"), let bytes = try? Fixtures.bytes(file) {
          files[name] = bytes
        }
      }
    }
    guard !files.isEmpty else { throw SuiteFailure("'\(path)' has a golden but no files") }
    tree = try MemoryTree(files, name: path)
  }

  /// The entry file that a finder with all readers sees; there must be exactly one checkpoint.
  public func entry(of format: CheckpointFormat) throws -> String {
    let found = try CheckpointFinder().candidates(in: tree)
    guard found.count == 1, found[0].format == format else {
      let what = found.map { "\($0.path) (\($0.format.id))" }.joined(separator: ", ")
      throw SuiteFailure("\(self): expected one checkpoint of '\(format.id)', found [\(what)]")
    }
    return found[0].path
  }
}

extension FileManager.DirectoryEnumerator {
  fileprivate var isRegularFile: Bool {
    fileAttributes?[.type] as? FileAttributeType == .typeRegular
  }
}
