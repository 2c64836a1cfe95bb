package import ZooRegistry
import ZooTensors

extension Mapping {
  /// Reads a mapping file.
  ///
  /// - Throws: `RegistryProblem` with the place of the first mistake.
  package init(decoding bytes: [UInt8], file: String) throws(RegistryProblem) {
    let root = try YAMLDocument.parse(bytes, file: file)
    let known = [
      "architecture", "layout", "title", "oracle", "requires", "ranks", "rules", "ignore",
    ]
    for member in root.members ?? [] where !known.contains(member.key) {
      throw RegistryProblem(
        .schema,
        "unknown key '\(member.key)'; there are \(known.joined(separator: ", "))",
        file: file,
        at: member.position
      )
    }
    func text(_ key: String) throws(RegistryProblem) -> String {
      guard case .string(let text)? = root[key]?.content else {
        throw RegistryProblem(
          .schema,
          "'\(key)' must be a text, found \(root[key]?.found ?? "nothing")",
          file: file,
          at: root[key]?.position ?? root.position
        )
      }
      return text
    }
    architecture = try text("architecture")
    layout = try text("layout")
    title = try text("title")
    oracle = root["oracle"] == nil ? nil : try text("oracle")
    requirements = try Self.requirements(root, file)
    ranks = try Self.ranks(root, file)
    rules = try Self.rules(root, file)
    ignored = try Self.ignored(root, file)
    let expected = "\(architecture).\(layout).yaml"
    guard file.split(separator: "/").last.map(String.init) == expected else {
      throw RegistryProblem(
        .mapping,
        "the mapping \(architecture).\(layout) must be in a file named \(expected)",
        file: file,
        at: root.position
      )
    }
  }

  /// `requires: {KEY: VALUE}` or `{KEY: [VALUE, …]}`.
  private static func requirements(
    _ root: YAMLNode,
    _ file: String
  ) throws(RegistryProblem) -> [String: [String]] {
    guard let node = root["requires"] else { return [:] }
    var result: [String: [String]] = [:]
    for member in node.members ?? [] {
      result[member.key] = (member.value.elements ?? [member.value]).map(\.text)
    }
    guard !result.isEmpty, result.values.allSatisfy({ !$0.isEmpty && !$0.contains("") }) else {
      throw RegistryProblem(
        .schema,
        "'requires' must be {FACT: VALUE} or {FACT: [VALUE, …]}",
        file: file,
        at: node.position
      )
    }
    return result
  }

  private static func ranks(
    _ root: YAMLNode,
    _ file: String
  ) throws(RegistryProblem) -> [RankRule] {
    guard let node = root["ranks"] else { return [] }
    guard let elements = node.elements, !elements.isEmpty else {
      throw RegistryProblem(
        .schema,
        "'ranks' must be a list of 'NAME -> MERGE'",
        file: file,
        at: node.position
      )
    }
    return try elements.map { (element) throws(RegistryProblem) in
      try parsed(element, "a rule of 'ranks' must be a text 'NAME -> MERGE'", file) {
        (text) throws(ZooError) in try RankRule(parsing: text)
      }
    }
  }

  /// A rule from its text.
  private static func parsed<Rule>(
    _ element: YAMLNode,
    _ expected: String,
    _ file: String,
    _ parse: (String) throws(ZooError) -> Rule
  ) throws(RegistryProblem) -> Rule {
    guard case .string(let text) = element.content else {
      throw RegistryProblem(
        .schema,
        "\(expected), found \(element.found); quote it if it begins with a bracket",
        file: file,
        at: element.position
      )
    }
    do throws(ZooError) {
      return try parse(text)
    } catch {
      throw RegistryProblem(.mapping, error.message, file: file, at: element.position)
    }
  }

  private static func rules(
    _ root: YAMLNode,
    _ file: String
  ) throws(RegistryProblem) -> [MappingRule] {
    guard let elements = root["rules"]?.elements, !elements.isEmpty else {
      throw RegistryProblem(
        .schema,
        "'rules' must be a list of 'SOURCE -> TARGET'",
        file: file,
        at: root["rules"]?.position ?? root.position
      )
    }
    return try elements.map { (element) throws(RegistryProblem) in
      try parsed(element, "a rule must be a text 'SOURCE -> TARGET'", file) {
        (text) throws(ZooError) in try MappingRule(parsing: text)
      }
    }
  }

  private static func ignored(
    _ root: YAMLNode,
    _ file: String
  ) throws(RegistryProblem) -> [Ignored] {
    var result: [Ignored] = []
    for element in root["ignore"]?.elements ?? [] {
      guard case .string(let name)? = element["name"]?.content,
        case .string(let reason)? = element["reason"]?.content, element.members?.count == 2
      else {
        throw RegistryProblem(
          .schema,
          "an element of 'ignore' must be {name: TEMPLATE, reason: TEXT}",
          file: file,
          at: element.position
        )
      }
      do throws(ZooError) {
        result.append(Ignored(template: try NameTemplate(parsing: name), reason: reason))
      } catch {
        throw RegistryProblem(.mapping, error.message, file: file, at: element.position)
      }
    }
    return result
  }
}
