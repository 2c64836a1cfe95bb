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
  /// Files that belong to a larger checkpoint (shards of an index, ranks, one file for each tensor)
  /// are left out.
  ///
  /// Complexity: a few bytes of each file are read.
  /// - Throws: ``FormatError`` where a file of the tree cannot be opened.
  public func candidates(in tree: any SourceTree) throws(FormatError) -> [CheckpointCandidate] {
    var found: [CheckpointCandidate] = []
    var parts: Set<String> = []
    for entry in tree.entries where entry.byteCount >= 8 && !parts.contains(entry.path) {
      let probe = try FileProbe(entry.path, in: tree)
      guard let reader = catalog.reader(for: probe) else { continue }
      parts.formUnion(reader.parts(of: probe).lazy.filter { $0 != entry.path })
      found.append(Self.candidate(entry, reader))
    }
    return
      found
      .filter { !parts.contains($0.path) }
      .sorted { left, right in
        let ranks = (rank(left.format), rank(right.format))
        return ranks.0 == ranks.1 ? left.path < right.path : ranks.0 < ranks.1
      }
  }

  /// The candidates that a user means who names one file of a tree.
  ///
  /// That is the checkpoint whose entry file it is, else those that it is a part of, else the file
  /// by itself where a reader recognises it: one shard of several, or one rank.
  /// - Throws: ``FormatError`` where a file of the tree cannot be opened.
  public func candidates(
    in tree: any SourceTree,
    focus: String?
  ) throws(FormatError) -> [CheckpointCandidate] {
    let all = try candidates(in: tree)
    guard let focus else { return all }
    let exact = all.filter { $0.path == focus }
    guard exact.isEmpty else { return exact }
    var owners: [CheckpointCandidate] = []
    for candidate in all {
      do throws(FormatError) {
        if try open(candidate, in: tree).files.contains(focus) { owners.append(candidate) }
      } catch {
        continue  // A broken neighbour does not own the file; opening it would say so.
      }
    }
    guard owners.isEmpty, let entry = tree.entries.first(where: { $0.path == focus }) else {
      return owners
    }
    let reader = catalog.reader(for: try FileProbe(focus, in: tree))
    return reader.map { [Self.candidate(entry, $0)] } ?? []
  }

  private static func candidate(
    _ entry: SourceEntry,
    _ reader: any CheckpointReader.Type
  ) -> CheckpointCandidate {
    CheckpointCandidate(
      path: entry.path,
      format: reader.format,
      byteCount: entry.byteCount,
      reader: reader
    )
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
}
