internal import ZooTensors

/// Reads the braces of a ``NameTemplate``.
struct NameTemplateParser {
  private let text: String

  init(_ text: String) { self.text = text }

  func segments() throws(ZooError) -> [NameTemplate.Segment] {
    guard !text.isEmpty else { throw failure("expected a name, found nothing") }
    var segments: [NameTemplate.Segment] = []
    var letters: Set<Character> = []
    var captures: Set<String> = []
    var rest = Substring(text)
    while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[open] == "{" else { throw failure("a '}' without '{'") }
      guard let close = rest[open...].firstIndex(of: "}") else {
        throw failure("a '{' without '}'")
      }
      if open > rest.startIndex { segments.append(.literal(String(rest[..<open]))) }
      let segment = try place(String(rest[rest.index(after: open)..<close]))
      switch segment {
      case .range(let letter, _, _):
        guard letters.insert(letter).inserted else {
          throw failure(
            "the index '\(letter)' is declared twice; write {\(letter)} the second time"
          )
        }
      case .capture(let word):
        guard captures.insert(word).inserted else { throw failure("'{\(word)}' captures twice") }
        guard captures.count <= NameTemplate.captureLimit else {
          throw failure("expected at most \(NameTemplate.captureLimit) captures")
        }
      default: break
      }
      segments.append(segment)
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { segments.append(.literal(String(rest))) }
    try refuseAmbiguity(segments)
    return segments
  }

  private func place(_ content: String) throws(ZooError) -> NameTemplate.Segment {
    let inner = content.trimmingSpaces()
    guard !inner.isEmpty else { throw failure("expected something between '{' and '}'") }
    guard !inner.contains("{") else { throw failure("a '{' inside braces") }
    if let range = try range(inner) { return range }
    if inner.contains(","), !inner.contains("(") { return .choice(try words(inner)) }
    if inner.utf8.allSatisfy({ (97...122).contains($0) || $0 == 95 }) {
      if inner.utf8.count == 1, let letter = inner.first { return .index(letter, offset: 0) }
      return .capture(inner)
    }
    let expression = try expression(inner)
    switch expression.root {
    case .arithmetic(.add, .name(let name), .literal(.int(let offset)))
    where name.utf8.count == 1:
      return .index(Character(name), offset: offset)
    case .arithmetic(.subtract, .name(let name), .literal(.int(let offset)))
    where name.utf8.count == 1:
      return .index(Character(name), offset: -offset)
    default:
      return .computed(expression)
    }
  }

  /// `i<EXPR` or `i in A..<B`.
  private func range(_ inner: String) throws(ZooError) -> NameTemplate.Segment? {
    guard let letter = inner.first, letter.isASCII, letter.isLowercase else { return nil }
    let rest = String(inner.dropFirst()).trimmingSpaces()
    if rest.hasPrefix("<"), !rest.hasPrefix("<=") {
      return .range(letter, from: nil, to: try expression(String(rest.dropFirst())))
    }
    guard inner.dropFirst().hasPrefix(" "), rest.hasPrefix("in ") else { return nil }
    let bounds = rest.dropFirst(3).split(separator: "..<", omittingEmptySubsequences: false)
    guard bounds.count == 2 else { throw failure("expected '\(letter) in START..<END'") }
    return .range(
      letter,
      from: try expression(String(bounds[0])),
      to: try expression(String(bounds[1]))
    )
  }

  private func words(_ inner: String) throws(ZooError) -> [String] {
    let words = inner.split(separator: ",", omittingEmptySubsequences: false)
      .map { String($0).trimmingSpaces() }
    guard Set(words).count == words.count else { throw failure("a set names a word twice") }
    for word in words
    where !word.utf8.allSatisfy({
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        || "._-/:".utf8.contains($0)
    }) {
      throw failure("'\(word)' is not a word of letters, digits and . _ - / :")
    }
    return words
  }

  private func expression(_ text: String) throws(ZooError) -> Expression {
    do throws(ZooError) {
      return try Expression(parsing: text.trimmingSpaces())
    } catch {
      throw failure(error.message)
    }
  }

  /// An index takes all digits there are, so none may follow; nothing may follow a capture directly
  /// that could be part of it.
  private func refuseAmbiguity(_ segments: [NameTemplate.Segment]) throws(ZooError) {
    for (first, second) in zip(segments, segments.dropFirst()) {
      let isClear: Bool
      switch (first, second) {
      case (.literal, _), (.choice, _): isClear = true
      case (.range, .literal(let text)), (.index, .literal(let text)),
        (.computed, .literal(let text)):
        isClear = !(text.first.map { $0.isASCII && $0.isNumber } ?? false)
      case (.range, .choice(let words)), (.index, .choice(let words)),
        (.computed, .choice(let words)):
        isClear = words.allSatisfy { !($0.first.map { $0.isASCII && $0.isNumber } ?? true) }
      case (.capture, .literal), (.capture, .choice): isClear = true
      default: isClear = false
      }
      guard isClear else {
        throw failure("two places in braces run into each other; put a separator between them")
      }
    }
  }

  private func failure(_ message: String) -> ZooError {
    ZooError(.configuration, "name template '\(text)': \(message)")
  }
}

extension String {
  /// Without spaces at both ends.
  func trimmingSpaces() -> String {
    var text = Substring(self)
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
