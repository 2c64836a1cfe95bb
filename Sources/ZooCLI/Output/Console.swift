import Foundation

/// Data goes to standard output, everything else to standard error.
enum Console {
  /// Prints a line of data.
  static func print(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  /// Prints a line for a person.
  static func note(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Prints a warning.
  static func warning(_ text: String) { note(style("warning: ", "33") + text) }

  /// Prints an error.
  static func error(_ text: String) { note(style("error: ", "31") + text) }

  /// Whether standard error is a terminal that understands colours and moving the cursor.
  static var isInteractive: Bool {
    isatty(STDERR_FILENO) == 1 && environment("TERM") != "dumb" && environment("CI") == nil
  }

  /// Whether standard output is a terminal.
  static var printsToTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// The value of a non-empty environment variable.
  static func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func style(_ text: String, _ code: String) -> String {
    isInteractive && environment("NO_COLOR") == nil ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }
}
