import Foundation
public import ZooTensors

/// A place that a user names: `hf://OWNER/NAME@REVISION/FILE`, a web address, or a path.
public enum ModelLocation: Sendable, Hashable {
  /// A repository of the hub; without a file, all of a container.
  case hub(repository: String, revision: String, file: String?)
  /// A file or archive on the web.
  case web(String)
  /// A file or directory of this machine.
  case local(String)

  /// Reads a location.
  ///
  /// - Throws: ``ZooError`` with code `usage` for a text that is none.
  public init(_ text: String) throws(ZooError) {
    if let rest = Self.rest(of: text, after: "hf://") {
      self = try Self.hub(rest)
    } else if Self.rest(of: text, after: "https://") != nil
      || Self.rest(of: text, after: "http://") != nil
    {
      guard let url = URL(string: text), Origin(url) != nil, url.user() == nil else {
        throw ZooError(.usage, "'\(text)' is no address that can be fetched")
      }
      self = .web(text)
    } else if Self.rest(of: text, after: "file:") != nil {
      guard let url = URL(string: text), url.isFileURL, [nil, "", "localhost"].contains(url.host())
      else { throw ZooError(.usage, "'\(text)' is no path of this machine") }
      self = .local(url.path(percentEncoded: false))
    } else if text.isEmpty || text.contains("://") {
      throw ZooError(
        .usage,
        "expected hf://OWNER/NAME, an https address or a path, found '\(text)'"
      )
    } else {
      self = .local(text)
    }
  }

  private static func rest(of text: String, after scheme: String) -> String? {
    text.lowercased().hasPrefix(scheme) ? String(text.dropFirst(scheme.count)) : nil
  }

  /// `OWNER/NAME[@REVISION][/FILE]`.
  private static func hub(_ text: String) throws(ZooError) -> ModelLocation {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
    guard parts.count >= 2 else {
      throw ZooError(.usage, "expected hf://OWNER/NAME, found 'hf://\(text)'")
    }
    let name = parts[1].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let repository = "\(parts[0])/\(name[0])"
    let revision = name.count == 2 ? String(name[1]) : "main"
    let file = parts.dropFirst(2).joined(separator: "/")
    guard !revision.isEmpty, RemoteFile.isInside(repository),
      file.isEmpty || RemoteFile.isInside(file)
    else { throw ZooError(.usage, "expected hf://OWNER/NAME, found 'hf://\(text)'") }
    return .hub(repository: repository, revision: revision, file: file.isEmpty ? nil : file)
  }
}
