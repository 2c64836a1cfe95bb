public import ZooPackage
public import ZooRegistry
public import ZooTensors

/// Brings the published files of a model to this machine.
///
/// What was downloaded is kept in the store's `partial/` until the caller has used it, so an
/// interruption at any point costs nothing.
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

  /// Fetches the files of one source.
  ///
  /// - Parameters:
  ///   - source: The source.
  ///   - model: The card's name, for messages and for the directory of the download.
  ///   - progress: Receives the state of the download.
  /// - Returns: the files.
  /// - Throws: ``ZooError``, as ``SourceResolver`` and ``Downloader`` do.
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
  /// - Throws: ``ZooError``, as ``SourceResolver`` and ``Downloader`` do.
  public func fetch(
    _ location: ModelLocation,
    model: String,
    format: String = "safetensors",
    progress: @escaping DownloadProgressHandler = { _ in }
  ) async throws(ZooError) -> FetchedSource {
    let resolved = try await resolver.resolve(location, format: format)
    return try await fetch(resolved, model: model, progress: progress)
  }

  /// Fetches the files of a source that has been resolved.
  ///
  /// - Parameters:
  ///   - resolved: The source.
  ///   - model: The card's name, for messages and for the directory of the download.
  ///   - progress: Receives the state of the download.
  /// - Returns: the files.
  /// - Throws: ``ZooError``, as ``Downloader`` does.
  public func fetch(
    _ resolved: ResolvedSource,
    model: String,
    progress: @escaping DownloadProgressHandler = { _ in }
  ) async throws(ZooError) -> FetchedSource {
    switch resolved.place {
    case .local(let path):
      return FetchedSource(resolved: resolved, path: path, files: [], directory: nil)
    case .embedded(let name):
      let directory = DownloadDirectory(layout, model: "embedded \(name)", files: [])
      let files = try EmbeddedCopy(name, only: resolved.source?.files.map(\.name) ?? [])
        .write(to: directory)
      return FetchedSource(
        resolved: resolved,
        path: files.count == 1 ? files[0].path : directory.files,
        files: files,
        directory: directory
      )
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
      return FetchedSource(
        resolved: resolved,
        // One file may be an archive, so it is the file that is opened.
        path: downloaded.count == 1 ? downloaded[0].path : directory.files,
        files: downloaded,
        directory: directory
      )
    }
  }
}
