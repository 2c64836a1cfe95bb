import Foundation
import ZooPackage
import ZooRegistry
import ZooTensors

extension SourceResolver {
  /// Resolves files of a hub repository: mirrors first, then the hub itself.
  func hub(
    _ repository: HubRepository,
    _ files: [ModelSource.File],
    format: String,
    _ source: ModelSource?
  ) async throws(ZooError) -> ResolvedSource {
    let isPinned =
      !files.isEmpty && files.allSatisfy { $0.sha256 != nil && !Self.isShardIndex($0.name) }
    let listing = isPinned || isMirrored(repository, files) ? nil : try await list(repository)
    let exact = listing?.repository ?? repository
    var wanted = files
    if wanted.isEmpty, let listing {
      wanted = HubSelection.choose(listing.entries.keys, format: format)
        .map { ModelSource.File(name: $0) }
      guard !wanted.isEmpty else {
        throw ZooError(
          .notFound,
          "'\(repository.name)' has no file of the container '\(format)' at '\(exact.revision)'"
        )
      }
    }
    if let listing { wanted += try await shards(of: wanted, listing) }
    var remote: [RemoteFile] = []
    for file in wanted { remote.append(try self.file(file, exact, listing)) }
    return ResolvedSource(
      source: source,
      place: .remote(remote),
      origin: repository.name,
      revision: exact.isPinned ? exact.revision : nil
    )
  }

  private func file(
    _ file: ModelSource.File,
    _ repository: HubRepository,
    _ listing: HubListing?
  ) throws(ZooError) -> RemoteFile {
    let entry = listing?.entries[file.name]
    if let listing, entry == nil { throw Self.missing(file.name, listing) }
    var digest = file.sha256.flatMap { SHA256Digest(hex: $0) }
      .map { RemoteFile.ContentDigest.sha256($0) }
    let origin = digest == nil ? "the hub's listing" : "the registry"
    if let listing, case .sha256(let pinned)? = digest, case .sha256(let listed)? = entry?.digest,
      pinned != listed
    {
      throw ZooError(
        .badData,
        "'\(file.name)' of '\(repository.name)' is not the published file: the registry expects "
          + "SHA-256 \(pinned), \(listing.endpoint) now lists \(listed)"
      )
    }
    digest = digest ?? entry?.digest
    var addresses: [String] = []
    for mirror in client.settings.mirrors where mirror.hasPrefix("/") {
      let path = Self.mirrored(mirror, repository, file.name)
      if DownloadFiles.byteCount(path) != nil {
        addresses.append(URL(filePath: path).absoluteString)
      }
    }
    for endpoint in endpoints { addresses.append(repository.fileAddress(endpoint, file.name)) }
    return try RemoteFile(
      name: file.name,
      addresses: addresses,
      byteCount: file.byteCount ?? entry?.byteCount,
      digest: digest,
      digestOrigin: digest == nil ? nil : origin
    )
  }

  // MARK: - Endpoints

  /// The hubs to ask, in order, each once.
  private var endpoints: [String] {
    var result: [String] = []
    for endpoint in client.settings.mirrors.filter({ !$0.hasPrefix("/") })
      + [client.settings.endpoint] where !result.contains(endpoint)
    {
      result.append(endpoint)
    }
    return result
  }

  /// The path of a file in a directory that mirrors the hub.
  private static func mirrored(
    _ directory: String,
    _ repository: HubRepository,
    _ file: String
  ) -> String {
    "\(directory)/\(repository.name)/\(file)"
  }

  /// Whether a directory has all the files, so that the hub need not be asked at all.
  private func isMirrored(_ repository: HubRepository, _ files: [ModelSource.File]) -> Bool {
    !files.isEmpty
      && client.settings.mirrors.contains { mirror in
        mirror.hasPrefix("/")
          && files.allSatisfy { file in
            !Self.isShardIndex(file.name)
              && DownloadFiles.byteCount(Self.mirrored(mirror, repository, file.name)) != nil
          }
      }
  }

  private func list(_ repository: HubRepository) async throws(ZooError) -> HubListing {
    var failures: [(address: String, failure: FetchFailure)] = []
    for endpoint in endpoints {
      do throws(FetchFailure) {
        return try await HubListing.fetch(repository, from: endpoint, client)
      } catch {
        if let final = error.error { throw final }
        failures.append((endpoint, error))
      }
    }
    let worst = failures.max { $0.failure.weight < $1.failure.weight }?.failure
    let list = failures.map { "\($0.address): \($0.failure.message)" }.joined(separator: "; ")
    throw ZooError(
      worst?.code ?? .internalError,
      worst?.kind == .notFound
        ? "the hub has no repository '\(repository.name)' with the revision "
          + "'\(repository.revision)' (\(list))"
        : "cannot list the files of '\(repository.name)': \(list)"
    )
  }

  private static func missing(_ name: String, _ listing: HubListing) -> ZooError {
    ZooError(
      .notFound,
      "'\(listing.repository.name)' has no file '\(name)' at '\(listing.repository.revision)'"
        + Suggestions.question(for: name, among: listing.entries.keys)
    )
  }

  // MARK: - Shards

  /// Whether a file is the index of a checkpoint in several files.
  static func isShardIndex(_ name: String) -> Bool { name.hasSuffix(".index.json") }

  /// The shards that listed indexes name and the list of files does not.
  private func shards(
    of files: [ModelSource.File],
    _ listing: HubListing
  ) async throws(ZooError) -> [ModelSource.File] {
    var known = Set(files.map(\.name))
    var shards: [ModelSource.File] = []
    for file in files where Self.isShardIndex(file.name) {
      guard listing.entries[file.name] != nil else { throw Self.missing(file.name, listing) }
      for shard in try await shardNames(of: file.name, listing) where known.insert(shard).inserted {
        guard listing.entries[shard] != nil else {
          throw ZooError(
            .notFound,
            "'\(file.name)' of '\(listing.repository.name)' names the file '\(shard)', which the "
              + "repository does not have; the checkpoint there is incomplete"
          )
        }
        shards.append(ModelSource.File(name: shard))
      }
    }
    return shards
  }

  /// The files that an index names, beside the index.
  private func shardNames(
    of index: String,
    _ listing: HubListing
  ) async throws(ZooError) -> [String] {
    let address = listing.repository.fileAddress(listing.endpoint, index)
    guard let url = URL(string: address) else { return [] }
    let content: [UInt8]
    do throws(FetchFailure) {
      content = try await client.textWithRetry(url, limit: ParsingLimits.default.sideFileBytes)
        .content
    } catch {
      throw error.error ?? ZooError(error.code, "cannot read '\(address)': \(error.message)")
    }
    do throws(FormatError) {
      guard let map = try StrictJSON.parse(content).objectValue?["weight_map"]?.objectValue else {
        throw FormatError(.invalidValue, "expected a 'weight_map' in a shard index")
      }
      let directory = index.split(separator: "/").dropLast().map { $0 + "/" }.joined()
      return Set(map.values.compactMap(\.stringValue)).map { directory + $0 }
        .sorted { $0.precedesInUTF8($1) }
    } catch {
      throw ZooError(error.inFile(address))
    }
  }
}
