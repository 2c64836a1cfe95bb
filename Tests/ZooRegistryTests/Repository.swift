import Dispatch
import Foundation
import Synchronization
import Testing

@testable import ZooRegistry
@testable import ZooTensors

/// Files of this repository, found from the place of this file.
enum Repository {
  static let root: URL = {
    var directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: directory.appending(path: "Package.swift").path) {
      directory = directory.deletingLastPathComponent()
    }
    return directory
  }()

  static func url(_ path: String) -> URL { root.appending(path: path) }

  static func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url(path))) }
}

/// A registry directory of its own for one test, removed at its end.
final class TemporaryRegistry {
  let path: String

  init(_ files: [String: String]) throws {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "zoo-registry-\(UUID().uuidString)")
    path = directory.path
    for (name, text) in files {
      let file = directory.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data(text.utf8).write(to: file)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Parses YAML of a test; the file is called `test.yaml`.
func yaml(_ text: String) throws(RegistryProblem) -> YAMLNode {
  try YAMLDocument.parse(Array(text.utf8), file: "test.yaml")
}

/// The message of the error that a body throws.
func message(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "no error"
  } catch let error as ZooError {
    return error.message
  } catch let error as RegistryProblem {
    return error.description
  } catch {
    return "\(error)"
  }
}

/// The text that a body gives on a thread with half a megabyte of stack.
func onSmallStack(_ body: @escaping @Sendable () -> String) -> String {
  final class Box: Sendable {
    let value = Mutex("")
    let isDone = DispatchSemaphore(value: 0)
  }
  let box = Box()
  let thread = Thread {
    let text = body()
    box.value.withLock { $0 = text }
    box.isDone.signal()
  }
  thread.stackSize = 512 << 10
  thread.start()
  box.isDone.wait()
  return box.value.withLock { $0 }
}
