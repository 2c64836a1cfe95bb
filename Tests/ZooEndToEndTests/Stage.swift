import Foundation
import Testing
import ZooTensors
import ZooTestSupport

/// A store, a cache and a home directory of their own, in which a test runs the program.
final class Stage {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    for name in ["work", "tmp", "user", "runs"] {
      try FileManager.default.createDirectory(
        atPath: directory.path(name),
        withIntermediateDirectories: true
      )
    }
  }

  /// The store.
  var home: String { directory.path("store") }
  /// The working directory of the program.
  var work: String { directory.path("work") }

  /// The environment of the program: nothing of the tester's own store or home.
  var environment: [String: String] {
    var environment = [
      "ZOO_HOME": home, "ZOO_CACHE": directory.path("cache"), "HOME": directory.path("user"),
      "TMPDIR": directory.path("tmp"), "SWIFT_BACKTRACE": "enable=no", "LC_ALL": "C.UTF-8",
    ]
    for name in ["PATH", "LD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH", "DYLD_LIBRARY_PATH"] {
      environment[name] = ProcessInfo.processInfo.environment[name]
    }
    return environment
  }

  /// A run of the program that can still be changed.
  func run(_ arguments: [String]) throws -> ProcessRun {
    ProcessRun(
      executable: try ZooExecutable.path(),
      arguments: arguments,
      environment: environment,
      workingDirectory: work,
      scratch: directory.path("runs")
    )
  }

  /// Runs the program.
  @discardableResult
  func zoo(_ arguments: String...) throws -> Outcome { try run(arguments)() }

  /// Runs the program inside a shell script, in which `"$@"` is the command.
  func shell(_ script: String, _ arguments: [String], with program: [String] = ["/bin/sh"]) throws
    -> Outcome
  {
    var run = try run([])
    run.arguments =
      Array(program.dropFirst()) + ["-c", script, "sh", run.executable] + arguments
    run.executable = program[0]
    return try run()
  }

  /// Converts one of the BERT fixtures.
  func convert(_ fixture: String, name: String = "tiny", _ more: String...) throws -> Outcome {
    try run(
      ["convert", Fixtures.path("bert/\(fixture)"), "--architecture", "bert", "--name", name] + more
    )()
  }

  /// Installs one of the BERT fixtures and returns the path of the package.
  @discardableResult
  func install(_ fixture: String = "transformers", name: String = "tiny") throws -> String {
    let outcome = try convert(fixture, name: name)
    #expect(outcome.status == 0, "\(outcome)")
    return try #require(outcome.lines.last)
  }

  /// The names in a directory of the store; empty where there is none.
  func names(_ relative: String) -> [String] {
    // A directory that was never made has no names.
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(home)/\(relative)")) ?? []).sorted()
  }

  /// Requires that nothing is installed, staged or left in the directory for temporary files.
  func expectNothingInstalled(sourceLocation: SourceLocation = #_sourceLocation) throws {
    for place in ["models", "names", "staging"] {
      #expect(names(place) == [], "\(place)", sourceLocation: sourceLocation)
    }
    let scratch = try FileManager.default.contentsOfDirectory(atPath: directory.path("tmp"))
    #expect(scratch == [], sourceLocation: sourceLocation)
  }

  /// Copies a fixture into the working directory, where it may be changed.
  func copy(_ fixture: String, as name: String) throws -> String {
    let target = "\(work)/\(name)"
    try FileManager.default.copyItem(atPath: Fixtures.path(fixture), toPath: target)
    return target
  }

  /// Writes a text file into the working directory.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try directory.write(Array(text.utf8), to: "work/\(name)")
  }
}

extension Outcome {
  /// Standard output as one JSON value.
  func json() throws -> JSONValue { try StrictJSON.parse(Array(output.utf8)) }

  /// Standard output as a JSON object.
  func object() throws -> JSONObject { try #require(try json().objectValue, "\(self)") }
}
