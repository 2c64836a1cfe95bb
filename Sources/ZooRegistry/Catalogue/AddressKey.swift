/// A web address reduced to what tells pages apart: what search and comparison go by.
///
/// The scheme, `www.`, a fragment and slashes at the end do not count; neither do case on hosts that
/// ignore it, the revision of an arXiv paper, and whether its abstract or its PDF is meant.
public struct AddressKey: Sendable, Hashable {
  /// The reduced address, for example `github.com/google-research/bert`.
  public let text: String

  /// The key of an address, which may lack its scheme; `nil` for a text without a host.
  ///
  /// Complexity: O(length).
  public init?(_ address: String) {
    var rest = Substring(address)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    guard !rest.contains(where: \.isWhitespace) else { return nil }
    var scheme = ""
    if let separator = rest.firstRange(of: "://") {
      scheme = rest[..<separator.lowerBound].lowercased()
      rest = rest[separator.upperBound...]
    }
    if let fragment = rest.firstIndex(of: "#") { rest = rest[..<fragment] }
    while rest.last == "/" { rest.removeLast() }
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    var host = rest[..<end].lowercased()
    guard !host.isEmpty else { return nil }
    guard ["", "http", "https"].contains(scheme) else {
      text = "\(scheme)://\(rest)"
      return
    }
    guard host.contains("."), !host.hasPrefix("."), !host.hasSuffix(".") else { return nil }
    if host.hasPrefix("www.") { host.removeFirst(4) }
    text = Self.canonical(host, String(rest[end...]))
  }

  private init(text: String) { self.text = text }

  /// The pages above this one, nearest first, down to a repository or a page of a site.
  var ancestors: [AddressKey] {
    let parts = text.prefix { $0 != "?" }.split(separator: "/")
    guard parts.count > 3, !text.contains("://") else { return [] }
    return (3..<parts.count).reversed().map {
      AddressKey(text: parts[..<$0].joined(separator: "/"))
    }
  }

  private static func canonical(_ host: String, _ path: String) -> String {
    switch host {
    case "arxiv.org", "export.arxiv.org":
      for prefix in ["/abs/", "/pdf/"] where path.hasPrefix(prefix) {
        return "arxiv.org/abs/" + paper(path.dropFirst(prefix.count))
      }
      return host + path
    case "github.com":
      let path = path.lowercased()
      return host + (path.hasSuffix(".git") ? String(path.dropLast(4)) : path)
    case "huggingface.co", "hf.co": return "huggingface.co" + path.lowercased()
    default: return host + path
    }
  }

  /// A number without `.pdf` and without its revision.
  private static func paper(_ text: Substring) -> String {
    var number = text.hasSuffix(".pdf") ? text.dropLast(4) : text
    let digits = number.reversed().prefix { $0.isNumber }.count
    if digits > 0, number.dropLast(digits).last == "v" { number = number.dropLast(digits + 1) }
    return String(number)
  }
}
