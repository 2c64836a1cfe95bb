public import ZooConvert
import ZooPackage
public import ZooStore
public import ZooTensors

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Writes prepared conversions: into the store, or into a directory of the user's choice.
public struct Installer: Sendable {
  private let store: LocalStore

  /// Creates an installer for a store.
  public init(store: LocalStore) { self.store = store }

  /// Converts into the store and installs under the package's name and further names.
  ///
  /// - Returns: the report and the path of the installed package.
  /// - Throws: ``ZooError``; nothing is installed then, and nothing is left behind.
  public func install(
    _ prepared: PreparedConversion,
    aliases: [String],
    progress: (Int, Int) throws(ZooError) -> Void = { _, _ in }
  ) throws(ZooError) -> (report: ConversionReport, path: String) {
    let staged = try store.makeStagingDirectory()
    do throws(ZooError) {
      let report = try prepared.write(to: staged, progress: progress)
      let package = try store.install(staged: staged, aliases: aliases)
      return (report, "\(store.layout.home)/\(package.relativePath)")
    } catch {
      try discard(staged, after: error)
      throw error
    }
  }

  /// Converts into a new directory and installs nothing.
  ///
  /// The directory appears whole: it is written beside its place and renamed.
  /// - Throws: ``ZooError`` with code `cannotCreate` where the directory exists already.
  public func write(
    _ prepared: PreparedConversion,
    to directory: String,
    progress: (Int, Int) throws(ZooError) -> Void = { _, _ in }
  ) throws(ZooError) -> (report: ConversionReport, path: String) {
    let target = try StoreLocation(directory).path
    guard unsafe access(target, F_OK) != 0 else {
      throw ZooError(
        .cannotCreate,
        "'\(directory)' exists already; choose another directory or remove it",
        path: target
      )
    }
    let staged = "\(target).\(getpid()).new"
    guard unsafe mkdir(staged, 0o755) == 0 else {
      throw ZooError(
        .cannotCreate,
        FormatError.system("cannot create the directory '\(staged)'", errno).message,
        path: target
      )
    }
    do throws(ZooError) {
      let report = try prepared.write(to: staged, progress: progress)
      try store.publish(staged, as: target)
      return (report, target)
    } catch {
      try discard(staged, after: error)
      throw error
    }
  }

  private func discard(_ staged: String, after error: ZooError) throws(ZooError) {
    do throws(ZooError) {
      try store.discardStaging(staged)
    } catch {
      // The first error is the one to report; `zoo gc` removes what is left.
    }
  }
}
