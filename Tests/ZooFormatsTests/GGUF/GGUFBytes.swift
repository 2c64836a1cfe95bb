import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// A GGUF file made by hand, whose every number a test may change.
struct GGUFBytes {
  /// A key-value pair: the type and the bytes of the value.
  struct Pair {
    var key: String
    var type: Int
    var value: [UInt8]
  }

  /// A record of a tensor; dimensions as in the file, fastest first.
  struct Tensor {
    var name: String
    var dimensions: [UInt64]
    var type = 0
    /// Where the bytes are said to be; where they are unless stated.
    var offset: UInt64?
    var data: [UInt8]
  }

  static let suite = CheckpointReaderSuite(GGUFReader.self)

  var magic = Array("GGUF".utf8)
  var version = 3
  var isBigEndian = false
  var alignment = 32
  var pairs: [Pair] = []
  var tensors: [Tensor] = []
  var tensorCount: UInt64?
  var pairCount: UInt64?
  var trailing: [UInt8] = []

  func number(_ value: some BinaryInteger, _ width: Int) -> [UInt8] {
    let bits = UInt64(truncatingIfNeeded: value)
    let little = (0..<width).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) }
    return isBigEndian ? little.reversed() : little
  }

  func text(_ text: String) -> [UInt8] { number(text.utf8.count, 8) + Array(text.utf8) }

  /// One F32 tensor of shape [2, 3].
  static func one(_ change: (inout GGUFBytes) -> Void = { _ in }) -> GGUFBytes {
    var file = GGUFBytes()
    file.tensors = [
      Tensor(name: "w", dimensions: [3, 2], data: (0..<24).map { UInt8($0) })
    ]
    change(&file)
    return file
  }

  mutating func add(_ key: String, u32 value: Int) {
    pairs.append(Pair(key: key, type: 4, value: number(value, 4)))
  }

  mutating func add(_ key: String, text value: String) {
    pairs.append(Pair(key: key, type: 8, value: text(value)))
  }

  var bytes: [UInt8] {
    var output = magic + number(version, 4)
    output += number(tensorCount ?? UInt64(tensors.count), 8)
    output += number(pairCount ?? UInt64(pairs.count), 8)
    for pair in pairs { output += text(pair.key) + number(pair.type, 4) + pair.value }
    var data: [UInt8] = []
    for tensor in tensors {
      output += text(tensor.name) + number(tensor.dimensions.count, 4)
      for dimension in tensor.dimensions { output += number(dimension, 8) }
      output += number(tensor.type, 4) + number(tensor.offset ?? UInt64(data.count), 8)
      data += tensor.data
      data += [UInt8](repeating: 0, count: (alignment - data.count % alignment) % alignment)
    }
    output += [UInt8](repeating: 0, count: (alignment - output.count % alignment) % alignment)
    return output + data + trailing
  }

  func open(limits: ParsingLimits = .default) throws -> GGUFReader {
    let suite = CheckpointReaderSuite(GGUFReader.self, limits: limits)
    return try suite.open("m.gguf", in: try MemoryTree(["m.gguf": bytes]))
  }

  func refused(_ code: FormatError.Code, saying words: String...) throws {
    let tree = try MemoryTree(["m.gguf": bytes])
    let error = try Self.suite.checkRejects("m.gguf", in: tree, code: code)
    for word in words where !error.description.contains(word) {
      throw SuiteFailure("the error does not say '\(word)': \(error)")
    }
  }
}
