import Foundation
import ZooTensors

/// Data goes to standard output, everything else to standard error.
enum Console {
  /// Prints a line of data.
  ///
  /// Ends the program where standard output cannot be written, for example on a full disk.
  static func print(_ text: String) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    } catch {
      Console.error("cannot write to standard output: \(error.localizedDescription)")
      exit(ZooError.Code.ioError.exitStatus)
    }
  }

  /// Prints a line for a person.
  static func note(_ text: String) {
    // There is nobody left to tell where even this fails.
    try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
  }

  /// Writes to standard error without ending the line.
  static func draw(_ text: String) {
    // A progress bar that cannot be shown changes nothing.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
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
