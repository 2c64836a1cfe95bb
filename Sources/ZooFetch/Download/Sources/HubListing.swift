import Foundation
import ZooPackage
import ZooTensors

/// The files of a repository, with what the hub knows of their bytes.
struct HubListing: Sendable {
  struct Entry: Sendable, Hashable {
    let path: String
    let byteCount: Int
    let digest: RemoteFile.ContentDigest?
  }

  /// The repository at the commit that the listing is of, where the hub tells it.
  let repository: HubRepository
  /// The endpoint that answered.
  let endpoint: String
  /// The files by path.
  let entries: [String: Entry]

  private static let answerLimit = 64 << 20
  private static let mostPages = 100

  /// Asks an endpoint.
  static func fetch(
    _ repository: HubRepository,
    from endpoint: String,
    _ client: HTTPClient
  ) async throws(FetchFailure) -> HubListing {
    let pinned = try await pin(repository, endpoint, client)
    var entries: [String: Entry] = [:]
    var address = URL(string: pinned.listingAddress(endpoint))
    var pages = 0
    while let url = address {
      pages += 1
      guard pages <= mostPages else {
        throw FetchFailure(.badData, "the listing of '\(repository.name)' does not end")
      }
      let (content, headers) = try await client.textWithRetry(url, limit: answerLimit)
      for entry in try parse(content, url) { entries[entry.path] = entry }
      address = nextPage(headers["Link"], after: url)
    }
    return HubListing(repository: pinned, endpoint: endpoint, entries: entries)
  }

  /// Finds the commit, so that all files are of one state of the repository.
  private static func pin(
    _ repository: HubRepository,
    _ endpoint: String,
    _ client: HTTPClient
  ) async throws(FetchFailure) -> HubRepository {
    if repository.isPinned { return repository }
    guard let url = URL(string: repository.revisionAddress(endpoint)) else { return repository }
    let (content, _) = try await client.textWithRetry(url, limit: answerLimit)
    let object = try object(content, url)
    guard let commit = object["sha"]?.stringValue, HubRepository.isCommit(commit) else {
      return repository
    }
    return repository.at(commit)
  }

  private static func parse(_ content: [UInt8], _ url: URL) throws(FetchFailure) -> [Entry] {
    guard let list = try value(content, url).arrayValue else {
      throw FetchFailure(.badData, "the listing at '\(url.absoluteString)' is no list")
    }
    return list.compactMap { item in
      guard let object = item.objectValue, object["type"]?.stringValue == "file",
        let path = object["path"]?.stringValue, RemoteFile.isInside(path),
        let size = object["size"]?.intValue, size >= 0
      else { return nil }
      let large = object["lfs"]?.objectValue
      let sha256 = large?["oid"]?.stringValue.flatMap { SHA256Digest(hex: $0) }
      let name = object["oid"]?.stringValue.flatMap { HubRepository.isCommit($0) ? $0 : nil }
      return Entry(
        path: path,
        byteCount: large?["size"]?.intValue ?? size,
        // What Git calls a large file is the name of its pointer, not of its bytes.
        digest: sha256.map { .sha256($0) } ?? (large == nil ? name.map { .gitObject($0) } : nil)
      )
    }
  }

  private static func object(_ content: [UInt8], _ url: URL) throws(FetchFailure) -> JSONObject {
    guard let object = try value(content, url).objectValue else {
      throw FetchFailure(.badData, "the answer of '\(url.absoluteString)' is no object")
    }
    return object
  }

  private static func value(_ content: [UInt8], _ url: URL) throws(FetchFailure) -> JSONValue {
    var limits = ParsingLimits.default
    limits.sideFileBytes = max(limits.sideFileBytes, answerLimit)
    do throws(FormatError) {
      return try StrictJSON.parse(content, limits: limits)
    } catch {
      let what = WrongBody.description(head: content, count: content.count, name: "")
      throw FetchFailure(
        .badData,
        "the answer of '\(url.absoluteString)' is "
          + (what ?? "no JSON: \(error.description)")
      )
    }
  }

  /// The address of the next page, on the same host only: `Link: <…>; rel="next"`.
  private static func nextPage(_ header: String?, after url: URL) -> URL? {
    for link in header?.split(separator: ",") ?? [] where link.contains("rel=\"next\"") {
      guard let start = link.firstIndex(of: "<"), let end = link.firstIndex(of: ">"), start < end,
        let next = URL(string: String(link[link.index(after: start)..<end]), relativeTo: url)
      else { continue }
      let absolute = next.absoluteURL
      return Origin(absolute) == Origin(url) ? absolute : nil
    }
    return nil
  }
}
