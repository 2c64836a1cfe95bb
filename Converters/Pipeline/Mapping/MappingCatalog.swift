import Synchronization
import ZooPackage
import ZooRegistry
public import ZooTensors

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

  /// These mappings with those of a registry directory added; one of the same name replaces ours.
  ///
  /// Mappings lie in the directory's `mappings` folder.
  /// - Throws: ``ZooError`` where the folder cannot be listed.
  public func overlaying(directory: String?) throws(ZooError) -> MappingCatalog {
    guard let directory, let names = DirectoryListing.names(in: "\(directory)/mappings") else {
      return self
    }
    var files: [(String, @Sendable () throws(ZooError) -> [UInt8])] = sources.values.map {
      ($0.file, $0.bytes)
    }
    for name in names where name.hasSuffix(".yaml") {
      let path = "\(directory)/mappings/\(name)"
      files.append(
        (
          path,
          { () throws(ZooError) -> [UInt8] in
            do throws(FormatError) {
              return try ByteRegion(mapping: path).array(limit: ParsingLimits.default.sideFileBytes)
            } catch {
              throw ZooError(error)
            }
          }
        )
      )
    }
    return MappingCatalog(files)
  }

  /// The names of all mappings, `<architecture>.<layout>`, sorted.
  public var names: [String] { sources.keys.sorted() }

  /// The dialects of an architecture, sorted.
  public func layouts(of architecture: String) -> [String] {
    names.filter { $0.hasPrefix(architecture + ".") }
      .map { String($0.dropFirst(architecture.count + 1)) }
      .filter { !$0.contains(".") }
  }

  /// The dialects that one name asks for: the dialect itself, else its variants (`megatron-v2` of
  /// `megatron`); empty where there is neither.
  public func layouts(of architecture: String, asked layout: String) -> [String] {
    let all = layouts(of: architecture)
    return all.contains(layout) ? [layout] : all.filter { $0.hasPrefix(layout + "-") }
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
