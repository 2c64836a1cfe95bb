import ZooRegistry
import ZooTensors

/// Options whose values are words of a list.
enum WordOption {
  /// One of a fixed list, case aside.
  ///
  /// - Throws: ``ZooError`` with code `usage`, with the list, for anything else.
  static func parse(
    _ text: String,
    of option: String,
    among words: [String]
  ) throws(ZooError) -> String {
    if let word = words.first(where: { $0 == text.lowercased() }) { return word }
    throw ZooError(
      .usage,
      "\(option) must be one of \(words.joined(separator: ", ")), found '\(text)'"
    )
  }

  /// The value of `--format`: the id of a container.
  static func format(_ text: String) throws(ZooError) -> String {
    try parse(text, of: "--format", among: ModelSource.formats)
  }

  /// A value that occurs in the registry, case aside.
  ///
  /// - Throws: ``ZooError`` with code `notFound`, with the nearest values, or all where they are few.
  static func known(
    _ text: String,
    as kind: String,
    among values: some Sequence<String>
  ) throws(ZooError) {
    let values = Set(values).sorted()
    if values.contains(where: { $0.lowercased() == text.lowercased() }) { return }
    let question = Suggestions.question(for: text, among: values)
    let list = values.count > 60 ? "" : "; there are \(values.joined(separator: ", "))"
    throw ZooError(
      .notFound,
      "no model has the \(kind) '\(text)'" + (question.isEmpty ? list : question)
    )
  }
}
