public import ZooTensors

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Where the store is, and why.
///
/// In this order: `ZOO_HOME`; on Apple platforms `~/Library/Application Support/zoo`; elsewhere
/// `$XDG_DATA_HOME/zoo` where that is an absolute path; else `~/.local/share/zoo`.
public struct StoreLocation: Sendable, Hashable {
  /// The absolute path of the directory, which may not exist yet.
  public let path: String
  /// What decided: `ZOO_HOME`, `XDG_DATA_HOME`, `HOME`, or `given`.
  public let origin: String

  /// A directory that the caller chose; a relative path is taken from the working directory.
  public init(_ path: String) throws(ZooError) {
    try self.init(path, origin: "given")
  }

  private init(_ path: String, origin: String) throws(ZooError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw ZooError(.configuration, "the path of the store is empty or has a NUL")
    }
    self.path = try Self.absolute(path)
    self.origin = origin
  }

  /// The location that the environment asks for.
  ///
  /// - Throws: ``ZooError`` with code `configuration` where not even a home directory is known.
  public static func current() throws(ZooError) -> StoreLocation {
    try current { name in unsafe getenv(name).map { unsafe String(cString: $0) } }
  }

  /// The location that some environment asks for.
  package static func current(
    environment: (String) -> String?
  ) throws(ZooError) -> StoreLocation {
    if let home = environment("ZOO_HOME"), !home.isEmpty {
      return try StoreLocation(home, origin: "ZOO_HOME")
    }
    #if !canImport(Darwin)
    if let data = environment("XDG_DATA_HOME"), data.hasPrefix("/") {
      return try StoreLocation("\(data)/zoo", origin: "XDG_DATA_HOME")
    }
    #endif
    guard let home = environment("HOME"), home.hasPrefix("/") else {
      throw ZooError(
        .configuration,
        "no home directory is known; set ZOO_HOME to the directory that shall hold the models"
      )
    }
    #if canImport(Darwin)
    return try StoreLocation("\(home)/Library/Application Support/zoo", origin: "HOME")
    #else
    return try StoreLocation("\(home)/.local/share/zoo", origin: "HOME")
    #endif
  }

  private static func absolute(_ path: String) throws(ZooError) -> String {
    var full = path
    if !path.hasPrefix("/") {
      guard let pointer = unsafe getcwd(nil, 0) else {
        throw ZooError(.ioError, "the working directory is not known, so '\(path)' has no meaning")
      }
      defer { unsafe free(pointer) }
      full = unsafe String(cString: pointer) + "/" + path
    }
    while full.count > 1, full.hasSuffix("/") { full.removeLast() }
    return full
  }
}

extension StoreLocation: CustomStringConvertible {
  /// The path.
  public var description: String { path }
}
