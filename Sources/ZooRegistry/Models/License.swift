import ZooTensors

/// What may be done with a model or a program.
public struct License: Sendable, Hashable {
  /// A condition that `zoo` must tell people about.
  public enum Flag: String, Sendable, Hashable, CaseIterable {
    /// Not for commercial use.
    case nonCommercial = "non-commercial"
    /// Not to be passed on.
    case noRedistribution = "no-redistribution"
    /// Terms must be accepted before downloading.
    case acceptance
  }

  /// The SPDX identifier or expression.
  public let spdx: String?
  /// The name of a licence that SPDX does not list.
  public let text: String?
  /// Where it can be read.
  public let url: String?
  /// Where it is stated.
  public let evidence: String?
  /// Whether the publisher states none.
  public let isUnknown: Bool
  /// Conditions to point out.
  public let flags: [Flag]

  init?(_ node: YAMLNode, _ context: SchemaContext) {
    guard let reader = MapReader(node, "a license", context) else { return nil }
    spdx = reader.text("spdx")
    text = reader.text("text")
    url = reader.text("url")
    evidence = reader.text("evidence")
    isUnknown = reader.bool("unknown") ?? false
    let words = Flag.allCases.map(\.rawValue)
    flags = reader.list("flags").compactMap { node in
      guard let word = reader.text(node, "a flag") else { return nil }
      if let flag = Flag(rawValue: word) { return flag }
      context.report(
        "a flag must be one of \(words.joined(separator: ", ")), found '\(word)'"
          + Suggestions.question(for: word, among: words),
        at: node.position
      )
      return nil
    }
    reader.finish()
    if (spdx != nil ? 1 : 0) + (text != nil ? 1 : 0) + (isUnknown ? 1 : 0) != 1 {
      context.report(
        "a license must have exactly one of 'spdx', 'text' and 'unknown: true'",
        at: node.position
      )
    }
    if let spdx, let fault = SPDX.fault(in: spdx), let place = node["spdx"]?.position {
      context.report(fault, at: place, .link)
    }
    if let url, let place = node["url"]?.position {
      WebAddress.check(url, "'url'", at: place, context)
    }
  }

  /// The licence in one word or line.
  public var summary: String { spdx ?? text ?? "unknown" }
}
