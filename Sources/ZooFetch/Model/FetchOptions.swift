public import ZooTensors

/// What a caller may say about fetching a model.
public struct FetchOptions: Sendable {
  /// Use the source of this container, for example `tensorflow-bundle`.
  public var format: String?
  /// The floating-point type of the package; else as published.
  public var dtype: DType?
  /// Fetch and convert again although the model is installed.
  public var isForced = false
  /// The user accepts the license where its terms demand that.
  public var acceptsLicense = false
  /// Keep the downloaded files after the conversion.
  public var keepsDownloads = false

  /// The defaults.
  public init() {}
}

/// How far fetching a model is.
public enum FetchProgress: Sendable {
  /// What is about to be done, in words.
  case note(String)
  /// Files come over the network.
  case downloading(DownloadProgress)
  /// The package is written: bytes done and in total.
  case converting(done: Int, total: Int)
}
