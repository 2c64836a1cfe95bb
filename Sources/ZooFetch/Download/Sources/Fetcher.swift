import Foundation
public import ZooPackage
public import ZooRegistry
public import ZooTensors

/// Brings the published files of a model to this machine.
///
/// The sources of a card are tried in order. What was downloaded is kept in the store's `partial/`
/// until the caller has used it, so an interruption at any point costs nothing.
public struct Fetcher: Sendable {
  private let resolver: SourceResolver
  private let downloader: Downloader
  private let layout: StoreLayout

  /// Creates a fetcher for a store.
  public init(
    _ layout: StoreLayout,
    settings: FetchSettings,
    transport: any Transport = URLSessionTransport()
  ) {
    self.layout = layout
    resolver = SourceResolver(settings: settings, transport: transport)
    downloader = Downloader(settings: settings, transport: transport)
  }

  /// Fetches the files of a card from the first of its sources that has them.
  ///
  /// - Parameters:
  ///   - card: The card.
  ///   - accepts: Which sources may be used, for example only those of a container; all by default.
  ///   - progress: Receives the state of the download.
  /// - Returns: the files.
  /// - Throws: ``ZooError``: `noWeights` with the card's reason where there are none; else the error
  ///   of the best source, with what the others said.
  public func fetch(
    _ card: ModelCard,
    accepts: (ModelSource) -> Bool = { _ in true },
    progress: @escaping DownloadProgressHandler = { _ in }
  ) async throws(ZooError) -> FetchedSource {
    let sources = try Self.sources(of: card).filter(accepts)
    var failures: [ZooError] = []
    for source in sources {
      do throws(ZooError) {
        return try await fetch(source, model: card.name, progress: progress)
      } catch {
        // These would be the same everywhere, or are what the user wants to know first.
        if [.interrupted, .ioError, .cannotCreate].contains(error.code) { throw error }
        failures.append(error)
      }
    }
    throw Self.summary(failures, card, hasSources: !sources.isEmpty)
  }

  /// Fetches the files of one source.
  public func fetch(
    _ source: ModelSource,
    model: String,
    progress: @escaping DownloadProgressHandler = { _ in }
  ) async throws(ZooError) -> FetchedSource {
    let resolved = try await resolver.resolve(source, model: model)
    return try await fetch(resolved, model: model, progress: progress)
  }

  /// Fetches what a user names, for example `hf://OWNER/NAME`.
  ///
  /// - Parameters:
  ///   - location: The place.
  ///   - model: A name for the directory of the download.
  ///   - format: The container to choose files for, where a repository is named without a file.
  ///   - progress: Receives the state of the download.
  /// - Returns: the files.
  /// - Throws: ``ZooError``, as ``fetch(_:accepts:progress:)``.
  public func fetch(
    _ location: ModelLocation,
    model: String,
    format: String = "safetensors",
    progress: @escaping DownloadProgressHandler = { _ in }
  ) async throws(ZooError) -> FetchedSource {
    let resolved = try await resolver.resolve(location, format: format)
    return try await fetch(resolved, model: model, progress: progress)
  }

  /// Which files a card's sources mean, without downloading them: for `--dry-run` and `zoo urls`.
  ///
  /// - Throws: ``ZooError``, as ``fetch(_:accepts:progress:)``.
  public func resolve(
    _ card: ModelCard,
    accepts: (ModelSource) -> Bool = { _ in true }
  ) async throws(ZooError) -> ResolvedSource {
    let sources = try Self.sources(of: card).filter(accepts)
    var failures: [ZooError] = []
    for source in sources {
      do throws(ZooError) {
        return try await resolver.resolve(source, model: card.name)
      } catch {
        if error.code == .interrupted { throw error }
        failures.append(error)
      }
    }
    throw Self.summary(failures, card, hasSources: !sources.isEmpty)
  }

  // MARK: - One source

  private func fetch(
    _ resolved: ResolvedSource,
    model: String,
    progress: @escaping DownloadProgressHandler
  ) async throws(ZooError) -> FetchedSource {
    switch resolved.place {
    case .local(let path):
      return FetchedSource(resolved: resolved, path: path, files: [], directory: nil)
    case .remote(let files):
      let directory = DownloadDirectory(layout, model: model, files: files)
      let downloaded: [DownloadedFile]
      do throws(ZooError) {
        downloaded = try await downloader.download(files, to: directory, progress: progress)
      } catch {
        var error = error
        if error.model == nil { error.model = model }
        throw error
      }
      // One file may be an archive, so it is the file that is opened.
      let path = downloaded.count == 1 ? downloaded[0].path : directory.files
      return FetchedSource(
        resolved: resolved,
        path: path,
        files: downloaded,
        directory: directory
      )
    case .embedded(let name):
      return try embedded(name, resolved, model)
    }
  }

  /// Writes the files that are part of the program into a directory.
  private func embedded(
    _ name: String,
    _ resolved: ResolvedSource,
    _ model: String
  ) throws(ZooError) -> FetchedSource {
    let prefix = "Registry/embedded/\(name)/"
    let wanted = resolved.source.map { Set($0.files.map(\.name)) } ?? []
    var contents: [(name: String, bytes: [UInt8])] = []
    for path in EmbeddedFiles.paths where path.hasPrefix(prefix) {
      let file = String(path.dropFirst(prefix.count))
      guard wanted.isEmpty || wanted.contains(file), let bytes = EmbeddedFiles.bytes(path) else {
        continue
      }
      contents.append((file, bytes))
    }
    guard !contents.isEmpty else {
      throw ZooError(.notFound, "the program has no files in '\(prefix)'", model: model)
    }
    let directory = DownloadDirectory(layout, model: "embedded-\(model)", files: [])
    var files: [DownloadedFile] = []
    for content in contents {
      let path = directory.file(content.name)
      try DownloadFiles.createDirectory(DownloadFiles.parent(of: path))
      try DownloadFiles.write(content.bytes, to: path)
      files.append(
        DownloadedFile(
          name: content.name,
          path: path,
          byteCount: content.bytes.count,
          sha256: SHA256Digest(of: content.bytes),
          address: resolved.origin,
          commit: nil,
          isVerified: true
        )
      )
    }
    let path = files.count == 1 ? files[0].path : directory.files
    return FetchedSource(resolved: resolved, path: path, files: files, directory: directory)
  }

  // MARK: - A card

  /// The sources of a card, those that need a person last.
  private static func sources(of card: ModelCard) throws(ZooError) -> [ModelSource] {
    if let error = refusal(of: card) { throw error }
    let byHand = card.sources.filter(\.isByHand)
    return card.sources.filter { !$0.isByHand } + byHand
  }

  /// Why a card has nothing to fetch, or `nil`.
  private static func refusal(of card: ModelCard) -> ZooError? {
    let reason = card.reason.map { ": \($0)" } ?? ""
    switch card.state {
    case .announced:
      return ZooError(
        .noWeights,
        "'\(card.name)' was announced, but its weights were never published\(reason)",
        model: card.name
      )
    case .neverReleased:
      return ZooError(
        .noWeights,
        "the weights of '\(card.name)' were never released\(reason)",
        model: card.name
      )
    case .lost:
      return ZooError(
        .noWeights,
        "the weights of '\(card.name)' are not published any more\(reason)",
        model: card.name
      )
    case .moved:
      return ZooError(
        .noWeights,
        "'\(card.name)' is published under another name\(reason)",
        model: card.name
      )
    case .downloadable, .gated, .manual, .delta: return nil
    }
  }

  private static func summary(
    _ failures: [ZooError],
    _ card: ModelCard,
    hasSources: Bool
  ) -> ZooError {
    guard let first = failures.max(by: { weight($0) < weight($1) }) else {
      return ZooError(
        .noWeights,
        hasSources || !card.sources.isEmpty
          ? "no source of '\(card.name)' has what was asked for"
          : "the registry knows no source of '\(card.name)'"
            + (card.reason.map { ": \($0)" } ?? ""),
        model: card.name
      )
    }
    let others = failures.filter { $0.message != first.message }.map(\.message)
    let message =
      others.isEmpty ? first.message : ([first.message] + others).joined(separator: "\n")
    return ZooError(
      first.code,
      message,
      model: card.name,
      path: first.path,
      underlying: first.underlying
    )
  }

  /// What may pass matters most, then what a person can do something about.
  private static func weight(_ error: ZooError) -> Int {
    switch error.code {
    case .temporary: 5
    case .badData: 4
    case .notAllowed: 3
    case .unreachable: 2
    default: 1
    }
  }
}

extension ModelSource {
  /// Whether a person must fetch it.
  fileprivate var isByHand: Bool {
    switch location {
    case .manual, .pypi: true
    case .hub, .url, .embedded: false
    }
  }
}
