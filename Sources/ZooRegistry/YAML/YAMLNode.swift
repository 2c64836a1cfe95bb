/// A value of a YAML document and where it stands.
package struct YAMLNode: Sendable, Hashable {
  /// A place in a document; line and column count from 1, the column in Unicode scalars.
  package struct Position: Sendable, Hashable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }

    /// The first character of a document.
    package static let start = Position(line: 1, column: 1)
  }

  /// One key of a mapping, its value, and where the key stands.
  package struct Member: Sendable, Hashable {
    package let key: String
    package let position: Position
    package let value: YAMLNode
  }

  /// What a node is.
  ///
  /// Scalars follow the core schema of YAML 1.2: only `true`, `false` and `null` are words with a
  /// meaning, so that a language code `no` or a version `1.10` in quotes stays what it is.
  package indirect enum Content: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int)
    case float(Double)
    case string(String)
    case list([YAMLNode])
    case map([Member])
  }

  /// The value.
  package let content: Content
  /// Where it begins.
  package let position: Position
  /// A scalar as it is written, without quotes; empty for lists and mappings.
  package let text: String

  package init(_ content: Content, at position: Position, text: String = "") {
    self.content = content
    self.position = position
    self.text = text
  }

  /// The value of a key, if this is a mapping that has it.
  package subscript(key: String) -> YAMLNode? {
    guard case .map(let members) = content else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The members, if this is a mapping.
  package var members: [Member]? {
    if case .map(let members) = content { members } else { nil }
  }

  /// The elements, if this is a list.
  package var elements: [YAMLNode]? {
    if case .list(let elements) = content { elements } else { nil }
  }

  /// What the node is, for messages: `the string 'x'`, `a list`.
  package var found: String {
    switch content {
    case .null: "nothing"
    case .bool, .float: "'\(text)'"
    case .int: "the integer \(text)"
    case .string: "the text '\(text)'"
    case .list: "a list"
    case .map: "a mapping"
    }
  }
}

extension YAMLNode {
  /// This mapping with the keys of another laid over it.
  ///
  /// Mappings merge key by key, recursively; lists and scalars replace. Keys keep the order of this
  /// mapping, new ones follow. Every node keeps its own position.
  package func merging(_ other: YAMLNode) -> YAMLNode {
    guard case .map(var members) = content, case .map(let additions) = other.content else {
      return other
    }
    for addition in additions {
      if let index = members.firstIndex(where: { $0.key == addition.key }) {
        members[index] = Member(
          key: addition.key,
          position: addition.position,
          value: members[index].value.merging(addition.value)
        )
      } else {
        members.append(addition)
      }
    }
    return YAMLNode(.map(members), at: other.position)
  }
}
