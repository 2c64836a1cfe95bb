import Foundation
import Testing
import ZooTestSupport

/// Where the program under test is.
enum ZooExecutable {
  /// The path of the built `zoo`: beside the test bundle, or what `ZOO_EXECUTABLE` says.
  static func path() throws -> String {
    var candidates: [String] = []
    if let given = ProcessInfo.processInfo.environment["ZOO_EXECUTABLE"] {
      candidates.append(given)
    }
    let program = URL(filePath: CommandLine.arguments[0])
    let bundles = Bundle.allBundles.filter { $0.bundlePath.hasSuffix(".xctest") }
    for place in [program] + bundles.map(\.bundleURL) {
      candidates.append(place.deletingLastPathComponent().path(percentEncoded: false) + "zoo")
    }
    candidates.append("\(Fixtures.packageDirectory)/.build/debug/zoo")
    return try #require(
      candidates.first { FileManager.default.isExecutableFile(atPath: $0) },
      "the program is not built; looked at \(candidates.joined(separator: ", "))"
    )
  }
}

/// What a run of the program left behind.
struct Outcome: CustomStringConvertible {
  let command: [String]
  /// The exit status, or 128 plus the signal that ended it.
  let status: Int32
  let output: String
  let errors: String

  /// The lines of standard output.
  var lines: [String] { output.split(separator: "\n").map(String.init) }

  var description: String {
    "\(command.joined(separator: " ")) ended with \(status)\n\(output)\n\(errors)"
  }
}
