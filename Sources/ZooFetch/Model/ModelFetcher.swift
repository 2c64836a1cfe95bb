public import Zoo
public import ZooConvert
import ZooFormats
import ZooPackage
public import ZooRegistry
public import ZooStore
public import ZooTensors

/// Takes a model from its name to an installed package: choose a source, download, verify, convert,
/// install.
///
/// The network is used only for what is missing. Nothing is installed unless every step succeeded;
/// what was downloaded stays for the next attempt.
public struct ModelFetcher: Sendable {
  /// What fetching gave.
  public struct Result: Sendable {
    /// The directory of the installed package.
    public let path: String
    /// What the conversion did; `nil` where the model was installed already.
    public let report: ConversionReport?
  }

  private let store: LocalStore
  private let registry: Registry
  private let mappings: MappingCatalog
  private let settings: FetchSettings
  private let transport: any Transport

  /// Creates a fetcher.
  public init(
    store: LocalStore,
    registry: Registry,
    mappings: MappingCatalog = .builtIn,
    settings: FetchSettings,
    transport: any Transport = URLSessionTransport()
  ) {
    self.store = store
    self.registry = registry
    self.mappings = mappings
    self.settings = settings
    self.transport = transport
  }

  /// The sources that would be tried for a model, in order.
  ///
  /// - Throws: ``ZooError`` where the model is unknown or cannot be had by a program.
  public func sources(
    of name: String,
    options: FetchOptions = FetchOptions()
  ) throws(ZooError) -> [ModelSource] {
    try SourceChoice(card: try registry.card(named: name), mappings: mappings, options: options)
      .usable()
  }

  /// Fetches a model unless it is installed.
  ///
  /// - Parameters:
  ///   - name: A name or an alias.
  ///   - options: What the caller wants.
  ///   - progress: Receives what happens, at most ten times a second for each kind.
  /// - Returns: where the package is, and what the conversion did.
  /// - Throws: ``ZooError`` with the reason of every source that was tried; ``ConversionFailure``
  ///   where a checkpoint does not fit its card; `CancellationError`.
  public func fetch(
    _ name: String,
    options: FetchOptions = FetchOptions(),
    progress: @escaping @Sendable (FetchProgress) -> Void = { _ in }
  ) async throws -> Result {
    let card = try registry.card(named: name)
    if !options.isForced, let path = try store.layout.package(named: card.name),
      PackageVerifier(path).problems(.headers).isEmpty
    {
      return Result(path: path, report: nil)
    }
    let sources = try sources(of: card.name, options: options)
    if let terms = card.restrictedLicense { progress(.note("license of \(card.name): \(terms)")) }
    var failures: [ZooError] = []
    for source in sources {
      do {
        return try await fetch(card, source, options, progress)
      } catch let error as ZooError where Self.mayTryNext(error) {
        failures.append(error)
        if failures.count < sources.count {
          progress(.note("\(error.message); trying the next source"))
        }
      }
    }
    throw Self.combined(failures, card)
  }

  private func fetch(
    _ card: ModelCard,
    _ source: ModelSource,
    _ options: FetchOptions,
    _ progress: @escaping @Sendable (FetchProgress) -> Void
  ) async throws -> Result {
    let fetched = try await Fetcher(store.layout, settings: settings, transport: transport)
      .fetch(source, model: card.name) { progress(.downloading($0)) }
    progress(.note("\(card.name) from \(fetched.resolved.origin)"))
    var request = try Self.request(fetched)
    request.card = card
    request.format = source.format
    request.layout = source.layout
    request.dtype = options.dtype
    try Task.checkCancellation()
    let prepared = try Converter(registry: registry, mappings: mappings).plan(request)
    let (report, path) = try Installer(store: store).install(prepared, aliases: prepared.aliases) {
      (done, total) throws(ZooError) in
      if Task.isCancelled {
        throw ZooError(.interrupted, "interrupted; what was downloaded is kept")
      }
      progress(.converting(done: done, total: total))
    }
    if !options.keepsDownloads { try fetched.directory?.remove() }
    return Result(path: path, report: report)
  }

  /// The fetched files as a tree: a directory, or an archive and the folder of it that is meant.
  private static func request(_ fetched: FetchedSource) throws(ZooError) -> ConversionRequest {
    do throws(FormatError) {
      let opened = try SourceTrees.open(path: fetched.path)
      var request = ConversionRequest(tree: opened.tree, focus: opened.focus)
      if let member = fetched.source?.member {
        request = ConversionRequest(tree: try SubTree(member, of: opened.tree))
      }
      request.origin = fetched.resolved.origin
      request.revision = fetched.revision
      request.verifiedDigests = fetched.verifiedDigests
      return request
    } catch {
      throw ZooError(error)
    }
  }

  /// Another source may help where this one is out of reach or has wrong bytes.
  private static func mayTryNext(_ error: ZooError) -> Bool {
    [.unreachable, .temporary, .notFound, .notAllowed, .badData, .noWeights].contains(error.code)
  }

  /// One error for all sources: the code of the one that came nearest, and what each of them said.
  private static func combined(_ failures: [ZooError], _ card: ModelCard) -> ZooError {
    guard let worst = failures.max(by: { weight($0) < weight($1) }) else {
      return ZooError(.noWeights, "no source can be used", model: card.name)
    }
    var messages: [String] = []
    for failure in failures where !messages.contains(failure.message) {
      messages.append(failure.message)
    }
    var text = messages.joined(separator: " | ")
    if messages.count > 1 { text = "every source failed: " + text }
    if [.unreachable, .notFound].contains(worst.code) {
      text += "; files that you have are read with `zoo convert PATH --model \(card.name)`"
    }
    return ZooError(
      worst.code,
      text,
      model: card.name,
      path: worst.path,
      underlying: worst.underlying ?? worst
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

extension ModelZoo {
  /// Opens a model, fetching it first if it is not installed.
  ///
  /// ```swift
  /// let model = try await ModelZoo().fetch("bert-wwm") { progress in … }
  /// ```
  /// - Throws: as ``ModelFetcher/fetch(_:options:progress:)`` and `load(_:)`.
  public func fetch(
    _ name: String,
    options: FetchOptions = FetchOptions(),
    progress: @escaping @Sendable (FetchProgress) -> Void = { _ in }
  ) async throws -> Model {
    let fetcher = ModelFetcher(
      store: LocalStore(location),
      registry: try Registry(),
      settings: try .current()
    )
    _ = try await fetcher.fetch(name, options: options, progress: progress)
    return try load(try Registry().card(named: name).name)
  }
}
