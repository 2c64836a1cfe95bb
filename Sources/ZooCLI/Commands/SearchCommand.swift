import ArgumentParser
import ZooRegistry
import ZooStore
import ZooTensors

/// `zoo search`: find models, families and references in English or Chinese.
struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Search models, toolkits and papers of the registry, in English or Chinese.",
    discussion: """
      For example: zoo search 全词掩码, zoo search 哈工大, zoo search hgd, zoo search whole word,
      zoo search https://github.com/ymcui/MacBERT
      """
  )

  @Argument(help: "Words that shall all occur, or an address.")
  var words: [String]

  @Option(help: "The largest number of answers.")
  var limit = 50

  @OptionGroup
  var store: StoreOptions
  @OptionGroup
  var output: OutputOptions

  func run() throws {
    guard limit > 0 else { throw ZooError(.usage, "--limit must be above 0, found \(limit)") }
    let query = words.joined(separator: " ")
    // One more than wanted tells whether there are more.
    let answer = try RegistryIndex.answer(
      query,
      limit: limit < .max ? limit + 1 : limit,
      store.openRegistry(),
      output
    )
    let matches = answer.matches.prefix(limit)
    if output.json {
      output.print(.array(matches.map { json($0, answer.fit) }))
      return
    }
    guard !matches.isEmpty else {
      throw ZooError(
        .notFound,
        query.contains("://")
          ? "no model, family or reference links to '\(query)'; search for words of its name"
          : "nothing matches '\(query)'; try fewer or shorter words"
      )
    }
    switch answer.fit {
    case .address, .words: break
    case .corrected(let better): output.note("nothing matches '\(query)'; showing '\(better)'")
    case .similar: output.note("nothing matches '\(query)'; similar are:")
    }
    var table = Table([])
    for match in matches {
      let kind = match.kind == .model ? match.category ?? "model" : match.kind.rawValue
      table.add([match.name, kind, match.title])
    }
    table.lines().forEach(Console.print)
    if answer.matches.count > matches.count {
      output.note("these are the first \(limit); --limit shows more")
    }
  }

  private func json(_ match: SearchAnswer.Match, _ fit: SearchAnswer.Fit) -> JSONValue {
    let word =
      switch fit {
      case .address: "address"
      case .words: "words"
      case .corrected: "corrected"
      case .similar: "similar"
      }
    return .object([
      "name": .string(match.name), "kind": .string(match.kind.rawValue),
      "title": .string(match.title), "summary": .string(match.summary),
      "category": match.category.map { .string($0) } ?? .null, "fit": .string(word),
    ])
  }
}
