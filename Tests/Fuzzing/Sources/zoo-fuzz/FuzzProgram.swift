import CLibFuzzer
import Foundation
import ZooFormats
import ZooTestSupport

/// `zoo-fuzz READER`, followed by libFuzzer's own arguments; `zoo-fuzz READER --damage` does all the
/// damage of which the conformance tests do a sample; `zoo-fuzz` alone lists the readers.
@main
enum FuzzProgram {
  static func main() throws {
    guard CommandLine.arguments.count > 1 else {
      return ReaderDeclaration.builtIn.forEach { print($0.format.id) }
    }
    let name = CommandLine.arguments[1]
    guard let reader = ReaderDeclaration.builtIn.first(where: { $0.format.id == name }) else {
      print("there is no reader '\(name)'")
      exit(64)
    }
    if CommandLine.arguments.dropFirst(2) == ["--damage"] { return damage(reader) }
    FuzzInput.files = try reader.files()
    if let directory = ProcessInfo.processInfo.environment["ZOO_FUZZ_SEEDS"] {
      try writeSeeds(to: directory)
    }
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    arguments += 1
    count -= 1
    let pointer: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?> =
      .allocate(capacity: 1)
    pointer.initialize(to: arguments)
    exit(LLVMFuzzerRunDriver(&count, pointer) { FuzzInput.test($0, $1) })
  }

  /// Ends with the number of damaged files that the reader survived, or with what it did not.
  private static func damage(_ reader: ReaderDeclaration) {
    do {
      let found = try reader.checkFound()
      print("survived \(try reader.checkDamage(.full)), \(found) found inputs")
    } catch {
      print("error: \(error)")
      exit(1)
    }
  }

  /// One seed for each file of each fixture.
  private static func writeSeeds(to directory: String) throws {
    for (number, file) in FuzzInput.files.enumerated() where number < 256 {
      let seed = [UInt8(number)] + (try file.bytes())
      try Data(seed).write(to: URL(filePath: "\(directory)/seed-\(number)"))
    }
  }
}

/// An input of libFuzzer: a byte that says which file of which fixture is replaced, then its bytes.
enum FuzzInput {
  /// Set once, before the first input.
  nonisolated(unsafe) static var files: [ReaderDeclaration.DamagedFile] = []

  static func test(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    guard let data, count > 0 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    do {
      try files[Int(bytes[0]) % files.count].survive(Array(bytes.dropFirst()))
    } catch {
      fatalError("\(error)")  // A rule of readers is broken, which libFuzzer must be told.
    }
    return 0
  }
}
