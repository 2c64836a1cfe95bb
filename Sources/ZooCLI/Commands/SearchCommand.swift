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
      For example: zoo search 全词掩码, zoo search 哈工大, zoo search whole word,
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
    let answer = try RegistryIndex.answer(query, limit: limit, store.openRegistry(), output)
    if output.json {
      output.print(.array(answer.matches.map { json($0, answer.fit) }))
      return
    }
    guard !answer.matches.isEmpty else {
      throw ZooError(.notFound, "nothing matches '\(query)'; try fewer or shorter words")
    }
    switch answer.fit {
    case .address, .words: break
    case .corrected(let better): output.note("nothing matches '\(query)'; showing '\(better)'")
    case .similar: output.note("nothing matches '\(query)'; similar are:")
    }
    var table = Table([])
    for match in answer.matches {
      let kind = match.kind == .model ? match.category ?? "model" : match.kind.rawValue
      table.add([match.name, kind, match.title])
    }
    table.lines().forEach(Console.print)
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
