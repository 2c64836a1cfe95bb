public import ZooTensors

/// A file of a tree that a reader recognises as a checkpoint's entry file.
public struct CheckpointCandidate: Sendable {
  /// The entry file.
  public let path: String
  /// The container.
  public let format: CheckpointFormat
  /// The bytes of the entry file.
  public let byteCount: Int
  let reader: any CheckpointReader.Type
}

/// Finds and opens the checkpoints of a source tree.
public struct CheckpointFinder: Sendable {
  private let catalog: ReaderCatalog
  private let limits: ParsingLimits

  /// Creates a finder over some readers.
  public init(catalog: ReaderCatalog = .builtIn, limits: ParsingLimits = .default) {
    self.catalog = catalog
    self.limits = limits
  }

  /// Every recognised entry file, the preferred ones first: the catalogue's order, then the path.
  ///
  /// Files that belong to a larger checkpoint (shards of an index) are left out.
  /// - Throws: ``FormatError`` where a file of the tree cannot be opened.
  public func candidates(in tree: any SourceTree) throws(FormatError) -> [CheckpointCandidate] {
    var found: [CheckpointCandidate] = []
    for entry in tree.entries where entry.byteCount >= 8 {
      let probe = try FileProbe(entry.path, in: tree)
      guard let reader = catalog.reader(for: probe) else { continue }
      found.append(
        CheckpointCandidate(
          path: entry.path,
          format: reader.format,
          byteCount: entry.byteCount,
          reader: reader
        )
      )
    }
    let shards = try shards(in: tree)
    return
      found
      .filter { !shards.contains($0.path) }
      .sorted { left, right in
        let ranks = (rank(left.format), rank(right.format))
        return ranks.0 == ranks.1 ? left.path < right.path : ranks.0 < ranks.1
      }
  }

  /// Opens one candidate.
  public func open(
    _ candidate: CheckpointCandidate,
    in tree: any SourceTree
  ) throws(FormatError) -> any CheckpointReader {
    do throws(FormatError) {
      return try candidate.reader.init(opening: candidate.path, in: tree, limits: limits)
    } catch {
      throw error.inFile(candidate.path)
    }
  }

  private func rank(_ format: CheckpointFormat) -> Int {
    catalog.readers.firstIndex { $0.format == format } ?? .max
  }

  /// The files that shard indexes name.
  private func shards(in tree: any SourceTree) throws(FormatError) -> Set<String> {
    var result: Set<String> = []
    for entry in tree.entries where entry.name.hasSuffix(".index.json") {
      let region = try tree.open(entry.path)
      guard
        case .object(let root) = try StrictJSON.parse(
          region.array(limit: limits.sideFileBytes),
          limits: limits
        ),
        case .object(let map)? = root["weight_map"]
      else { continue }
      for value in map.values {
        if case .string(let name) = value, let path = try? tree.siblingPath(name, of: entry.path) {
          // A name that is not plain is reported by the reader that opens the index.
          result.insert(path)
        }
      }
    }
    return result
  }
}
