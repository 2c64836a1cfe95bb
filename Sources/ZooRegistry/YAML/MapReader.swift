import ZooTensors

/// Reads the keys of one mapping by name and type, and reports what is missing, wrong or unknown.
///
/// Every accessor marks its key as known; ``finish()`` reports the keys that nobody asked for.
final class MapReader {
  /// The mapping.
  let node: YAMLNode
  /// What the mapping describes, for messages: `a family`, `a source`.
  let what: String
  let context: SchemaContext
  private let members: [YAMLNode.Member]
  private var known: [String] = []

  /// Reports and returns `nil` where the node is not a mapping.
  init?(_ node: YAMLNode, _ what: String, _ context: SchemaContext) {
    guard let members = node.members else {
      context.report("\(what) must be a mapping of keys, found \(node.found)", at: node.position)
      return nil
    }
    self.node = node
    self.what = what
    self.context = context
    self.members = members
  }

  /// The node of a key; `null` counts as absent.
  func value(_ key: String) -> YAMLNode? {
    if !known.contains(key) { known.append(key) }
    guard let value = members.first(where: { $0.key == key })?.value, value.content != .null else {
      return nil
    }
    return value
  }

  /// The node of a key that must be there.
  func required(_ key: String) -> YAMLNode? {
    let value = value(key)
    if value == nil {
      context.report("\(what) must have the key '\(key)'; add it", at: node.position)
    }
    return value
  }

  /// A text; numbers count, since a year or a version may stand where text is expected.
  func text(_ key: String) -> String? { value(key).flatMap { text($0, "'\(key)'") } }

  /// A text that must be there.
  func requiredText(_ key: String) -> String? { required(key).flatMap { text($0, "'\(key)'") } }

  /// An integer.
  func integer(_ key: String) -> Int? {
    guard let value = value(key) else { return nil }
    guard case .int(let number) = value.content else {
      context.report("'\(key)' must be an integer, found \(value.found)", at: value.position)
      return nil
    }
    return number
  }

  /// A truth value.
  func bool(_ key: String) -> Bool? {
    guard let value = value(key) else { return nil }
    guard case .bool(let flag) = value.content else {
      context.report("'\(key)' must be true or false, found \(value.found)", at: value.position)
      return nil
    }
    return flag
  }

  /// The elements of a list; empty where the key is absent.
  func list(_ key: String) -> [YAMLNode] {
    guard let value = value(key) else { return [] }
    guard let elements = value.elements else {
      context.report(
        "'\(key)' must be a list, found \(value.found); write [\(value.text)] or lines with '- '",
        at: value.position
      )
      return []
    }
    return elements
  }

  /// A list of texts; empty where the key is absent.
  func texts(_ key: String) -> [String] {
    list(key).compactMap { text($0, "an element of '\(key)'") }
  }

  /// A text out of a closed set of words.
  func word(_ key: String, among words: [String]) -> String? {
    guard let value = value(key), let word = text(value, "'\(key)'") else { return nil }
    guard words.contains(word) else {
      context.report(
        "'\(key)' must be one of \(words.joined(separator: ", ")), found '\(word)'"
          + Suggestions.question(for: word, among: words),
        at: value.position
      )
      return nil
    }
    return word
  }

  /// A word of a list, or one of the user's own: lower-case letters, digits and `-`, and not nearly
  /// a word of the list, which would be a slip.
  func openWord(_ key: String, like words: [String]) -> String? {
    guard let value = value(key), let word = text(value, "'\(key)'") else { return nil }
    guard !words.contains(word) else { return word }
    let suggestion = Suggestions.question(for: word, among: words)
    let isPlain = word.utf8.allSatisfy {
      (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d
    }
    guard isPlain, !word.isEmpty, suggestion.isEmpty else {
      context.report(
        "'\(key)' must be one of \(words.joined(separator: ", ")), or a word of your own in "
          + "lower case; found '\(word)'\(suggestion)",
        at: value.position
      )
      return nil
    }
    return word
  }

  /// A mapping below this one.
  func map(_ key: String, _ what: String) -> MapReader? {
    value(key).flatMap { MapReader($0, what, context) }
  }

  /// The members of a mapping with free keys; empty where the key is absent.
  func entries(_ key: String) -> [YAMLNode.Member] {
    guard let value = value(key) else { return [] }
    guard let members = value.members else {
      context.report("'\(key)' must be a mapping, found \(value.found)", at: value.position)
      return []
    }
    return members
  }

  /// The text of a scalar node, or a report.
  func text(_ node: YAMLNode, _ name: String) -> String? {
    switch node.content {
    case .string, .int, .float: return node.text
    case .bool, .null, .list, .map:
      context.report("\(name) must be a text, found \(node.found)", at: node.position)
      return nil
    }
  }

  /// Reports every key that no accessor asked for.
  func finish() {
    for member in members where !known.contains(member.key) {
      context.report(
        "unknown key '\(member.key)' in \(what)"
          + (Suggestions.nearest(to: member.key, among: known).isEmpty
            ? "; there are \(known.joined(separator: ", "))"
            : Suggestions.question(for: member.key, among: known)),
        at: member.position
      )
    }
  }
}
