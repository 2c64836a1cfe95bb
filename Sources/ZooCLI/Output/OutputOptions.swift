import ArgumentParser
import ZooTensors

/// The options that every command has.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print one JSON value instead of text.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print only what was asked for, no notes.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print more about what is done.")
  var verbose = false

  @Flag(help: "Show no progress.")
  var noProgress = false

  /// Whether a progress bar may be shown.
  var showsProgress: Bool { !quiet && !noProgress }

  /// Prints a line for a person, unless `-q` was given.
  func note(_ text: String) {
    if !quiet { Console.note(text) }
  }

  /// Prints a line that only `-v` asks for.
  func detail(_ text: String) {
    if verbose { Console.note(text) }
  }

  /// Prints the JSON list of these elements, in their order.
  func print(list names: [String], of elements: [String: String]) {
    Console.print(JSONWriter.forPeople.text(ofList: names.compactMap { elements[$0] }))
  }

  /// Prints a JSON value, indented, keys sorted.
  func print(_ value: JSONValue) {
    Console.print(JSONWriter.forPeople.text(of: value))
  }
}
