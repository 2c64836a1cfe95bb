extension NameTemplate {
  /// Reads a name back: what the places stand for, or `nil` where the name has another form.
  ///
  /// An index is written without leading zeros. A capture takes as little text as possible. With a
  /// scope, indices must lie within their bounds and computed numbers must agree; without one,
  /// bounds are ignored and only `{i+1}` and `{i-1}` can be read back, other arithmetic never
  /// matches.
  ///
  /// Complexity: O(length) without captures, O(lengthⁿ) with n of them; n is at most 2.
  package func match(_ name: String, in scope: ExpressionScope? = nil) -> Bindings? {
    match(utf8: Array(name.utf8), in: scope)
  }

  /// Reads back a name that is given as UTF-8, as a caller that tries many templates has it.
  package func match(utf8 name: [UInt8], in scope: ExpressionScope? = nil) -> Bindings? {
    if case .literal(let prefix)? = segments.first, !Self.occurs(prefix, in: name, at: 0) {
      return nil
    }
    var matching = Matching(name: name, scope: scope)
    return match(from: 0, at: 0, &matching) ? matching.bindings : nil
  }

  /// Whether a text stands at a place of a name.
  private static func occurs(_ text: String, in name: [UInt8], at start: Int) -> Bool {
    guard text.utf8.count <= name.count - start else { return false }
    var index = start
    for byte in text.utf8 {
      guard name[index] == byte else { return false }
      index += 1
    }
    return true
  }

  private struct Matching {
    let name: [UInt8]
    let scope: ExpressionScope?
    var bindings = Bindings()

    /// The digits at a place as a number, and where they end.
    func number(at start: Int) -> (value: Int, end: Int)? {
      let digits = name[start...].prefix { (48...57).contains($0) }
      guard !digits.isEmpty, digits.count == 1 || digits.first != 48,
        let value = Int(String(decoding: digits, as: UTF8.self))
      else { return nil }
      return (value, start + digits.count)
    }
  }

  private func match(from position: Int, at start: Int, _ matching: inout Matching) -> Bool {
    guard position < segments.count else { return start == matching.name.count }
    let segment = segments[position]
    let next = position + 1
    switch segment {
    case .literal(let text):
      guard Self.occurs(text, in: matching.name, at: start) else { return false }
      return match(from: next, at: start + text.utf8.count, &matching)
    case .choice(let words):
      for (choice, word) in words.enumerated()
      where Self.occurs(word, in: matching.name, at: start) {
        matching.bindings.choices.append(choice)
        if match(from: next, at: start + word.utf8.count, &matching) { return true }
        matching.bindings.choices.removeLast()
      }
      return false
    case .capture(let word):
      for end in stride(from: start + 1, through: matching.name.count, by: 1) {
        guard match(from: next, at: end, &matching) else { continue }
        let text = String(decoding: matching.name[start..<end], as: UTF8.self)
        matching.bindings.captures[word] = text
        return true
      }
      return false
    case .range, .index, .computed:
      guard let (value, end) = matching.number(at: start) else { return false }
      let before = matching.bindings
      if bind(segment, value, &matching), match(from: next, at: end, &matching) { return true }
      matching.bindings = before
      return false
    }
  }

  /// Records what a number says of an index; `false` where it contradicts what is known.
  private func bind(_ segment: Segment, _ value: Int, _ matching: inout Matching) -> Bool {
    func scope() -> ExpressionScope? {
      guard var scope = matching.scope else { return nil }
      scope.indices.merge(matching.bindings.indices) { $1 }
      return scope
    }
    switch segment {
    case .range(let letter, let from, let to):
      // A bound that cannot be computed bounds nothing: expansion reports it.
      if let scope = scope(), let range = try? bounds(from, to, scope), !range.contains(value) {
        return false
      }
      return bind(letter, value, &matching)
    case .index(let letter, let offset):
      let (index, overflow) = value.subtractingReportingOverflow(offset)
      return !overflow && index >= 0 && bind(letter, index, &matching)
    case .computed(let expression):
      // A formula over indices that are not known yet matches nothing, as documented.
      guard let scope = scope(), let expected = try? expression.integer(in: scope) else {
        return false
      }
      return expected == value
    case .literal, .choice, .capture: return false
    }
  }

  private func bind(_ letter: Character, _ value: Int, _ matching: inout Matching) -> Bool {
    if let known = matching.bindings.indices[letter] { return known == value }
    matching.bindings.indices[letter] = value
    return true
  }
}
