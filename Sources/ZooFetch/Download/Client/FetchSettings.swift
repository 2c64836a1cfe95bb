import Foundation
public import ZooTensors

/// What the environment says about fetching; read when used, not when the program starts.
public struct FetchSettings: Sendable {
  /// The hub, without a slash at the end: `HF_ENDPOINT`, else `https://huggingface.co`.
  public var endpoint = "https://huggingface.co"
  /// Places that are asked before the hub: addresses of hubs, or directories (`ZOO_MIRROR`, a
  /// list with commas).
  public var mirrors: [String] = []
  /// The token for the hub: `HF_TOKEN`, the file `HF_TOKEN_PATH`, or `token` in `HF_HOME`.
  public var token: AccessToken?
  /// What forbids the network, for messages: `--offline`, `ZOO_OFFLINE` or `HF_HUB_OFFLINE`.
  public var offlineReason: String?
  /// How long a server may say nothing: `ZOO_TIMEOUT` in seconds, else 30 s.
  public var timeout: Duration = .seconds(30)
  /// How many files are downloaded at once: `ZOO_CONCURRENCY`, else 4, at most 8.
  public var concurrency = 4
  /// How failed attempts are repeated.
  public var retry = RetryPolicy()

  /// The defaults; nothing is read.
  public init() {}

  /// The settings of the environment.
  ///
  /// - Throws: ``ZooError`` with code `configuration` for a value that makes no sense.
  public static func current() throws(ZooError) -> FetchSettings {
    try FetchSettings(environment: ProcessInfo.processInfo.environment)
  }

  /// The settings of some environment.
  package init(environment: [String: String]) throws(ZooError) {
    func value(_ name: String) -> String? {
      guard let text = environment[name]?.trimmingCharacters(in: .whitespaces), !text.isEmpty
      else { return nil }
      return text
    }
    if let text = value("HF_ENDPOINT") { endpoint = try Self.address(text, "HF_ENDPOINT") }
    for text in (value("ZOO_MIRROR") ?? "").split(separator: ",") {
      let mirror = text.trimmingCharacters(in: .whitespaces)
      guard !mirror.isEmpty else { continue }
      mirrors.append(mirror.hasPrefix("/") ? mirror : try Self.address(mirror, "ZOO_MIRROR"))
    }
    for name in ["ZOO_OFFLINE", "HF_HUB_OFFLINE"] where offlineReason == nil {
      if let text = value(name), Self.isTrue(text) { offlineReason = "\(name)=\(text)" }
    }
    if let text = value("ZOO_TIMEOUT") {
      guard let seconds = Double(text), seconds > 0, seconds <= 86_400 else {
        throw ZooError(
          .configuration,
          "ZOO_TIMEOUT must be a number of seconds above 0, found '\(text)'"
        )
      }
      timeout = .milliseconds(Int(seconds * 1000))
    }
    if let text = value("ZOO_CONCURRENCY") {
      guard let count = Int(text), (1...8).contains(count) else {
        throw ZooError(.configuration, "ZOO_CONCURRENCY must be from 1 to 8, found '\(text)'")
      }
      concurrency = count
    }
    token = Self.token(value, endpoint)
  }

  /// An http or https address, or a `file:` address, without a slash at its end.
  private static func address(_ text: String, _ name: String) throws(ZooError) -> String {
    var address = text
    while address.hasSuffix("/") { address.removeLast() }
    guard let url = URL(string: address), url.user() == nil,
      url.isFileURL ? name == "ZOO_MIRROR" : Origin(url) != nil
    else {
      throw ZooError(
        .configuration,
        "\(name) must be an address such as https://example.org"
          + (name == "ZOO_MIRROR" ? " or a directory" : "") + ", found '\(text)'"
      )
    }
    return url.isFileURL ? url.path(percentEncoded: false) : address
  }

  private static func token(_ value: (String) -> String?, _ endpoint: String) -> AccessToken? {
    if let secret = value("HF_TOKEN") {
      return AccessToken(secret, endpoint: endpoint, provenance: "HF_TOKEN")
    }
    let cache = value("XDG_CACHE_HOME") ?? value("HOME").map { "\($0)/.cache" }
    let files = [
      value("HF_TOKEN_PATH"), value("HF_HOME").map { "\($0)/token" },
      cache.map { "\($0)/huggingface/token" },
    ]
    // The first path that is set counts, as it does for the hub's own tools.
    guard let path = files.compactMap(\.self).first,
      let bytes = FileManager.default.contents(atPath: path), bytes.count < 4096
    else { return nil }
    return AccessToken(String(decoding: bytes, as: UTF8.self), endpoint: endpoint, provenance: path)
  }

  /// The hub's truth values.
  private static func isTrue(_ text: String) -> Bool {
    ["1", "true", "yes", "on"].contains(text.lowercased())
  }
}
