package import ZooTensors

/// A name with places in braces that stands for many names.
///
/// ```text
/// h.{i<n_layer}.ln_{1,2}.weight     an index 0..<n_layer; a set of words
/// experts.{e in 1..<count}.w        an index with a start; bounds may use earlier indices
/// layer_{i}/kernel                  an index that another template binds
/// layer_{i+1}                       arithmetic on such an index
/// {any}/adam_m                      a word of two or more letters captures any text but none
/// ```
/// ``expand(in:)`` lists the names, ``match(_:in:)`` reads one back into ``Bindings``, and
/// ``substitute(_:in:)`` writes another template's bindings into this one: indices and captures
/// correspond by name, sets by their order and the order of their words.
package struct NameTemplate: Sendable, Hashable {
  /// What the places of a template stand for in one name.
  package struct Bindings: Sendable, Hashable {
    /// Indices by letter.
    package var indices: [Character: Int] = [:]
    /// For each set of the template, in order, the position of the chosen word.
    package var choices: [Int] = []
    /// Captured texts by word.
    package var captures: [String: String] = [:]

    package init() {}
  }

  enum Segment: Sendable, Hashable {
    case literal(String)
    /// An index that this template enumerates.
    case range(Character, from: Expression?, to: Expression)
    /// An index that is bound elsewhere, plus a constant.
    case index(Character, offset: Int)
    /// A number computed from indices and the configuration.
    case computed(Expression)
    case choice([String])
    case capture(String)
  }

  /// The template as written.
  package let text: String
  let segments: [Segment]

  /// Captures that one template may have: matching takes (length of the name)ⁿ steps.
  static let captureLimit = 2

  /// Reads a template.
  ///
  /// - Throws: ``ZooError`` with code `configuration`; the message quotes the template.
  package init(parsing text: String) throws(ZooError) {
    self.text = text
    segments = try NameTemplateParser(text).segments()
  }

  /// Whether the template is an ordinary name.
  package var isLiteral: Bool {
    segments.allSatisfy { if case .literal = $0 { true } else { false } }
  }

  /// The indices that ``expand(in:)`` enumerates, in order.
  package var enumeratedIndices: [Character] {
    segments.compactMap { if case .range(let letter, _, _) = $0 { letter } else { nil } }
  }

  /// The number of words of each set, in order.
  package var choiceCounts: [Int] {
    segments.compactMap { if case .choice(let words) = $0 { words.count } else { nil } }
  }

  /// The words that capture text.
  package var captures: [String] {
    segments.compactMap { if case .capture(let word) = $0 { word } else { nil } }
  }

  /// The names that bounds and arithmetic use, and the index letters that nothing here enumerates.
  package var identifiers: Set<String> {
    var names: Set<String> = []
    for segment in segments {
      switch segment {
      case .literal, .choice, .capture: break
      case .range(_, let from, let to):
        names.formUnion(from?.identifiers ?? [])
        names.formUnion(to.identifiers)
      case .index(let letter, _): names.insert(String(letter))
      case .computed(let expression): names.formUnion(expression.identifiers)
      }
    }
    return names.subtracting(enumeratedIndices.map { String($0) })
  }
}

extension NameTemplate: CustomStringConvertible {
  /// The template as written.
  package var description: String { text }
}
