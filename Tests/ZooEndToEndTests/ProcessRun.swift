import Dispatch
import Foundation
import Testing

/// One bounded run of a program, its output collected in files so that no pipe can fill up.
struct ProcessRun {
  var executable: String
  var arguments: [String]
  var environment: [String: String]
  var workingDirectory: String
  /// Where the collected output is kept.
  var scratch: String
  /// The time after which the program is killed and the test fails.
  var seconds: Double = 60
  /// Looked at every few milliseconds; Ctrl-C is sent when it is first true.
  var interruption: (() -> Bool)?
  /// Where standard output goes instead of a file that is read afterwards.
  var outputPath: String?

  func callAsFunction() throws -> Outcome {
    let base = "\(scratch)/run-\(UInt32.random(in: 0 ... .max))"
    let output = outputPath ?? "\(base).out"
    let errors = "\(base).err"
    defer {
      for path in ["\(base).out", errors] { try? FileManager.default.removeItem(atPath: path) }
    }
    let process = Process()
    process.executableURL = URL(filePath: executable)
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = URL(filePath: workingDirectory)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try writer(output)
    process.standardError = try writer(errors)
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    try wait(for: process, ended)
    let bySignal = process.terminationReason == .uncaughtSignal
    return Outcome(
      command: [executable] + arguments,
      status: process.terminationStatus + (bySignal ? 128 : 0),
      output: outputPath == nil ? try String(contentsOfFile: output, encoding: .utf8) : "",
      errors: try String(contentsOfFile: errors, encoding: .utf8)
    )
  }

  private func wait(for process: Process, _ ended: DispatchSemaphore) throws {
    let deadline = Date(timeIntervalSinceNow: seconds)
    var interruption = interruption
    while true {
      let step = interruption == nil ? seconds : 0.003
      if ended.wait(timeout: .now() + step) == .success { return }
      if let isTime = interruption, isTime() {
        process.interrupt()
        interruption = nil
      }
      guard Date() < deadline else {
        kill(process.processIdentifier, SIGKILL)
        ended.wait()
        throw TookTooLong(command: arguments, seconds: seconds)
      }
    }
  }

  private func writer(_ path: String) throws -> FileHandle {
    if !FileManager.default.fileExists(atPath: path) {
      try Data().write(to: URL(filePath: path))
    }
    return try #require(FileHandle(forWritingAtPath: path), "cannot write '\(path)'")
  }
}

/// A program that did not end in time.
struct TookTooLong: Error {
  let command: [String]
  let seconds: Double
}
