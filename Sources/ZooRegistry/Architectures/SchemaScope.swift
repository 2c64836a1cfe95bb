internal import ZooTensors

/// Reads formulas and templates of an architecture and checks the names that they use.
struct SchemaScope {
  let context: SchemaContext
  private let keys: [String]

  init(_ context: SchemaContext, keys: [String]) {
    self.context = context
    self.keys = keys
  }

  /// A formula over the configuration and some indices.
  func expression(_ node: YAMLNode, _ letters: [Character] = []) -> Expression? {
    switch node.content {
    case .int, .float, .string, .bool: break
    case .null, .list, .map:
      context.report("expected a formula, found \(node.found)", at: node.position)
      return nil
    }
    do throws(ZooError) {
      let expression = try Expression(parsing: node.text)
      check(expression.identifiers, letters, at: node.position)
      return expression
    } catch {
      context.report(error.message, at: node.position)
      return nil
    }
  }

  /// A name template whose formulas use the configuration and some indices.
  func template(
    _ text: String,
    at position: YAMLNode.Position,
    _ letters: [Character] = [],
    allowsOpenIndices: Bool = false
  ) -> NameTemplate? {
    do throws(ZooError) {
      let template = try NameTemplate(parsing: text)
      if !allowsOpenIndices, let word = template.captures.first {
        context.report(
          "'\(text)': '{\(word)}' stands for any text; the names must be known exactly",
          at: position
        )
      }
      let names = template.identifiers.filter { !(allowsOpenIndices && $0.utf8.count == 1) }
      check(names, letters, at: position)
      return template
    } catch {
      context.report(error.message, at: position)
      return nil
    }
  }

  /// The text of a scalar, or a report.
  func text(_ node: YAMLNode, _ name: String) -> String? {
    switch node.content {
    case .string, .int, .float: return node.text
    case .null, .bool, .list, .map:
      context.report("\(name) must be a text, found \(node.found)", at: node.position)
      return nil
    }
  }

  /// Reports names that are neither configuration keys nor indices.
  func check(
    _ names: Set<String>,
    _ letters: [Character] = [],
    at position: YAMLNode.Position
  ) {
    let known = keys + letters.map { String($0) }
    for name in names.sorted() where !known.contains(name) {
      context.report(
        "'\(name)' is neither a key of 'config' nor an index of the name"
          + Suggestions.question(for: name, among: known),
        at: position
      )
    }
  }
}
