internal import Yams

/// Reads one YAML document into ``YAMLNode``.
///
/// Untrusted text never traps and cannot blow up: size and nesting are capped, and anchors with
/// aliases are refused, since a few lines of them can stand for billions of nodes. Duplicate keys,
/// tags, several documents and keys that are not text are errors as well.
package enum YAMLDocument {
  /// Bytes of a registry or mapping file.
  ///
  /// The largest of this project is below 100 kB.
  package static let byteLimit = 4 << 20
  /// Nesting of lists and mappings.
  package static let depthLimit = 32

  /// Parses a document.
  ///
  /// Complexity: O(bytes).
  /// - Parameters:
  ///   - bytes: The text in UTF-8.
  ///   - file: The name used in errors.
  /// - Returns: The root node.
  /// - Throws: ``RegistryProblem`` with the line and column of the first violation.
  package static func parse(
    _ bytes: [UInt8],
    file: String
  ) throws(RegistryProblem) -> YAMLNode {
    guard bytes.count <= byteLimit else {
      throw RegistryProblem(
        .syntax,
        "expected at most \(byteLimit) bytes, found \(bytes.count); split the file",
        file: file
      )
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw RegistryProblem(
        .syntax,
        "expected UTF-8, found other bytes; save it as UTF-8",
        file: file
      )
    }
    if let alias = YAMLAliases.firstUse(in: bytes) {
      throw RegistryProblem(
        .syntax,
        "expected no aliases, found '*\(alias.name)' of the anchor '&\(alias.name)'"
          + "; write the value out, or use 'defaults'",
        file: file,
        at: alias.position
      )
    }
    let result: Result<YAMLNode, RegistryProblem> = RoomyStack.run {
      do throws(RegistryProblem) {
        return .success(try compose(text, file))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private static func compose(_ text: String, _ file: String) throws(RegistryProblem) -> YAMLNode {
    let parser: Parser
    let node: Node?
    do {
      // The basic resolver has no regular expressions to run; `YAMLScalar` does that work.
      parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      node = try parser.singleRoot()
    } catch {
      throw problem(error, file)
    }
    // Nodes refer weakly to their anchors, which live as long as the parser.
    defer { withExtendedLifetime(parser) {} }
    guard let node else {
      throw RegistryProblem(.syntax, "expected a YAML document, found an empty file", file: file)
    }
    return try convert(node, 1, file)
  }

  private static func convert(
    _ node: Node,
    _ depth: Int,
    _ file: String
  ) throws(RegistryProblem) -> YAMLNode {
    let position = YAMLNode.Position(node.mark)
    guard depth <= depthLimit else {
      throw RegistryProblem(
        .syntax,
        "expected at most \(depthLimit) levels of nesting, found more; flatten it",
        file: file,
        at: position
      )
    }
    if let anchor = node.anchor {
      throw RegistryProblem(
        .syntax,
        "expected no anchors, found '&\(anchor.rawValue)'; write the value out",
        file: file,
        at: position
      )
    }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      // The parser tags quoted text as text, which it is.
      if isPlain || scalar.tag.description != "tag:yaml.org,2002:str" {
        try refuseTag(scalar.tag, file, position)
      }
      let text = scalar.string
      let content = isPlain ? YAMLScalar.content(ofPlain: text) : .string(text)
      return YAMLNode(content, at: position, text: text)
    case .sequence(let sequence):
      try refuseTag(sequence.tag, file, position)
      var elements: [YAMLNode] = []
      elements.reserveCapacity(sequence.count)
      for element in sequence { elements.append(try convert(element, depth + 1, file)) }
      return YAMLNode(.list(elements), at: position)
    case .mapping(let mapping):
      try refuseTag(mapping.tag, file, position)
      var members: [YAMLNode.Member] = []
      members.reserveCapacity(mapping.count)
      for (key, value) in mapping {
        guard case .scalar(let name) = key, key.anchor == nil else {
          throw RegistryProblem(
            .syntax,
            "expected a word as key, found a list or mapping; put templates in quotes",
            file: file,
            at: YAMLNode.Position(key.mark)
          )
        }
        members.append(
          YAMLNode.Member(
            key: name.string,
            position: YAMLNode.Position(name.mark),
            value: try convert(value, depth + 1, file)
          )
        )
      }
      return YAMLNode(.map(members), at: position)
    case .alias(let alias):
      throw RegistryProblem(
        .syntax,
        "expected no aliases, found '*\(alias.anchor.rawValue)'; write the value out",
        file: file,
        at: position
      )
    }
  }

  private static func refuseTag(
    _ tag: Tag,
    _ file: String,
    _ position: YAMLNode.Position
  ) throws(RegistryProblem) {
    // Values without `!name` carry the implicit tag.
    let name = tag.description
    guard name.isEmpty || name == "!" else {
      throw RegistryProblem(
        .syntax,
        "expected no tags, found '\(name)'; leave it out",
        file: file,
        at: position
      )
    }
  }

  private static func problem(_ error: any Error, _ file: String) -> RegistryProblem {
    guard let error = error as? YamlError else {
      return RegistryProblem(.syntax, "cannot be read as YAML: \(error)", file: file)
    }
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let setting = context.map { " \($0.text)" } ?? ""
      return RegistryProblem(
        .syntax,
        "not YAML\(setting): \(problem); check indentation, brackets and quotes",
        file: file,
        at: YAMLNode.Position(mark)
      )
    case .duplicatedKeysInMapping(let names, let context):
      let list = names.map { "'\($0)'" }.joined(separator: ", ")
      return RegistryProblem(
        .syntax,
        "expected every key once, found \(list) twice; remove or rename one",
        file: file,
        at: YAMLNode.Position(context.mark)
      )
    case .reader(let problem, _, _, _):
      return RegistryProblem(.syntax, "not YAML: \(problem)", file: file)
    default:
      return RegistryProblem(.syntax, "cannot be read as YAML: \(error)", file: file)
    }
  }
}

extension YAMLNode.Position {
  fileprivate init(_ mark: Mark?) {
    self.init(line: mark?.line ?? 1, column: mark?.column ?? 1)
  }
}
