/// The syntax of links; nothing is opened.
enum WebAddress {
  /// Reports an address that no browser would open.
  static func check(
    _ text: String,
    _ what: String,
    at position: YAMLNode.Position,
    _ context: SchemaContext,
    schemes: [String] = webSchemes
  ) {
    guard let reason = fault(in: text, schemes) else { return }
    context.report("\(what) must be a web address; '\(text)' \(reason)", at: position, .link)
  }

  /// What browsers open.
  static let webSchemes = ["https://", "http://"]
  /// What a person may fetch with other tools.
  static let manualSchemes = webSchemes + ["gs://", "s3://"]

  /// Why a text is no address, or `nil` where it is one.
  static func fault(in text: String, _ schemes: [String] = webSchemes) -> String? {
    guard let scheme = schemes.first(where: { text.hasPrefix($0) }) else {
      return "does not begin with \(schemes.joined(separator: " or "))"
    }
    for scalar in text.unicodeScalars {
      if scalar.value <= 0x20 || scalar.value == 0x7f
        || "<>\"\\^`{|}".unicodeScalars.contains(scalar)
        || scalar.properties.isWhitespace
      {
        return "has the character \(String(scalar).debugDescription); percent-encode it"
      }
    }
    let host = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
    let name = host.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)[0]
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    // A bucket is one word.
    guard
      labels.count >= (webSchemes.contains(scheme) ? 2 : 1),
      labels.allSatisfy({ label in
        !label.isEmpty
          && label.utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || $0 == 45
          }
      })
    else { return "has no host such as example.org" }
    return nil
  }
}
