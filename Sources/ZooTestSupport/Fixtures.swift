#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The files below `Tests/Fixtures`, found beside the sources and not in a bundle.
public enum Fixtures {
  /// The directory of the package: the nearest one above this file that has a manifest.
  public static let packageDirectory: String = {
    var directory = URL(filePath: #filePath).deletingLastPathComponent()
    while directory.path() != "/" {
      let manifest = directory.appending(path: "Package.swift").path()
      if FileManager.default.fileExists(atPath: manifest) { break }
      directory = directory.deletingLastPathComponent()
    }
    let path = directory.path(percentEncoded: false)
    return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }()

  /// The path of a fixture, for example `pytorch/zip_views.pt`.
  public static func path(_ relative: String) -> String {
    "\(packageDirectory)/Tests/Fixtures/\(relative)"
  }

  /// The location of a fixture as a URL.
  public static func url(_ relative: String) -> URL { URL(filePath: path(relative)) }

  /// The bytes of a fixture.
  public static func bytes(_ relative: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: url(relative)))
  }

  /// The fixtures of a directory whose names end so, as relative paths, sorted.
  ///
  /// An empty answer is an error: a test without cases proves nothing.
  public static func list(_ directory: String, suffix: String = "") throws -> [String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: path(directory))
    let found = names.filter { $0.hasSuffix(suffix) }.sorted().map { "\(directory)/\($0)" }
    guard !found.isEmpty else {
      throw SuiteFailure("no fixture in '\(directory)' ends with '\(suffix)'")
    }
    return found
  }
}
