#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A new directory that is removed with everything in it when the last reference goes away.
public final class TemporaryDirectory: Sendable {
  /// The absolute path, without symbolic links.
  public let path: String

  /// Creates a directory.
  public init() throws {
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    let url = base.appending(path: "zoo-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    let path = url.path(percentEncoded: false)
    self.path = path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  deinit {
    // A directory that cannot be removed is no reason to fail a test that passed.
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The absolute path of something in the directory.
  public func path(_ relative: String) -> String { "\(path)/\(relative)" }

  /// Writes a file, with the directories that it needs; returns its absolute path.
  @discardableResult
  public func write(_ bytes: [UInt8], to relative: String) throws -> String {
    let url = URL(filePath: path(relative))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(bytes).write(to: url)
    return path(relative)
  }

  /// Makes a symbolic link to a target, which need not exist.
  public func link(_ target: String, at relative: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: path(relative),
      withDestinationPath: target
    )
  }

  /// Reads a file.
  public func read(_ relative: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path(relative))))
  }

  /// Moves a file or directory, with the directories that its new place needs.
  public func move(_ from: String, to target: String) throws {
    let url = URL(filePath: path(target))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try FileManager.default.moveItem(at: URL(filePath: path(from)), to: url)
  }
}

extension TemporaryDirectory {
  /// The names directly inside, sorted.
  public func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}
