import ArgumentParser
import Foundation
import ZooRegistry
import ZooStore
import ZooTensors

/// `zoo search`: find models, families and references in English or Chinese.
struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Search models, toolkits and papers of the registry, in English or Chinese.",
    discussion: "For example: zoo search 全词掩码, zoo search 哈工大, zoo search whole word")

  @Argument(help: "Words that shall all occur.")
  var words: [String]

  @Option(help: "The largest number of answers.")
  var limit = 50

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let registry = try store.openRegistry()
    let index = try SearchIndex(directory: CacheLocation.path, registry: registry)
    let matches = try index.matches(words.joined(separator: " "), limit: limit)
    if output.json {
      output.print(
        .array(
          matches.map { match in
            .object([
              "name": .string(match.name), "kind": .string(match.kind.rawValue),
              "title": .string(match.title), "summary": .string(match.summary),
              "category": match.category.map { .string($0) } ?? .null,
            ])
          }))
      return
    }
    guard !matches.isEmpty else {
      throw ZooError(
        .notFound, "nothing matches '\(words.joined(separator: " "))'; try fewer or shorter words")
    }
    var table = Table([])
    for match in matches {
      let kind = match.kind == .model ? match.category ?? "model" : match.kind.rawValue
      table.add([match.name, kind, match.title])
    }
    table.lines().forEach(Console.print)
  }
}

/// Where caches are kept; everything there may be deleted.
enum CacheLocation {
  static var path: String {
    if let path = Console.environment("ZOO_CACHE") { return path }
    #if canImport(Darwin)
    return NSHomeDirectory() + "/Library/Caches/zoo"
    #else
    if let base = Console.environment("XDG_CACHE_HOME"), base.hasPrefix("/") { return base + "/zoo" }
    return NSHomeDirectory() + "/.cache/zoo"
    #endif
  }
}
