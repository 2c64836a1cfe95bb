import Synchronization
package import ZooFormats
import ZooRegistry
package import ZooTensors

/// All mappings that are known: the embedded ones, and those of a directory laid over them.
public final class MappingCatalog: Sendable {
  private struct Source: Sendable {
    let file: String
    let bytes: @Sendable () throws(ZooError) -> [UInt8]
  }

  /// The mappings that are part of the program.
  public static let builtIn = MappingCatalog(
    EmbeddedFiles.paths(in: "Converters/Mappings").map { path in
      (path, { () throws(ZooError) -> [UInt8] in EmbeddedFiles.bytes(path) ?? [] })
    }
  )

  private let sources: [String: Source]
  private let parsed = Mutex<[String: Mapping]>([:])

  private init(_ files: [(String, @Sendable () throws(ZooError) -> [UInt8])]) {
    var sources: [String: Source] = [:]
    for (file, bytes) in files {
      let name = file.split(separator: "/").last.map(String.init) ?? file
      guard name.hasSuffix(".yaml") else { continue }
      sources[String(name.dropLast(5))] = Source(file: file, bytes: bytes)
    }
    self.sources = sources
  }

  /// The built-in mappings with those of a tree added; a mapping of the same name replaces one.
  package convenience init(overlaying tree: any SourceTree) {
    var files: [(String, @Sendable () throws(ZooError) -> [UInt8])] = []
    for source in MappingCatalog.builtIn.sources.values {
      files.append((source.file, source.bytes))
    }
    for entry in tree.entries {
      files.append(
        (
          entry.path,
          { () throws(ZooError) -> [UInt8] in
            do throws(FormatError) {
              return try tree.open(entry.path).array(limit: ParsingLimits.default.sideFileBytes)
            } catch {
              throw ZooError(error)
            }
          }
        )
      )
    }
    self.init(files)
  }

  /// The names of all mappings, `<architecture>.<layout>`, sorted.
  public var names: [String] { sources.keys.sorted() }

  /// The dialects of an architecture, sorted.
  public func layouts(of architecture: String) -> [String] {
    names.filter { $0.hasPrefix(architecture + ".") }
      .map { String($0.dropFirst(architecture.count + 1)) }
      .filter { !$0.contains(".") }
  }

  /// One mapping, parsed when it is first asked for.
  ///
  /// - Throws: ``ZooError`` where there is none of this name or where its file is wrong.
  package func mapping(named name: String) throws(ZooError) -> Mapping {
    if let mapping = parsed.withLock({ $0[name] }) { return mapping }
    guard let source = sources[name] else {
      throw ZooError(
        .configuration,
        "there is no mapping '\(name)'; mappings are files named <architecture>.<layout>.yaml"
      )
    }
    do throws(RegistryProblem) {
      let mapping = try Mapping(decoding: try bytes(source), file: source.file)
      parsed.withLock { $0[name] = mapping }
      return mapping
    } catch {
      throw ZooError(.configuration, "\(error)")
    }
  }

  private func bytes(_ source: Source) throws(RegistryProblem) -> [UInt8] {
    do throws(ZooError) {
      return try source.bytes()
    } catch {
      throw RegistryProblem(.syntax, error.message, file: source.file)
    }
  }
}
