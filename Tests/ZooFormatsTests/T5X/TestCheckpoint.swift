import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// A checkpoint of T5X that tests change in one place: `target/w`, two chunks of three bytes.
struct TestCheckpoint {
  typealias M = MessagePackBytes

  static let suite = CheckpointReaderSuite(T5XReader.self)

  /// The members of the specification.
  var spec: [(String, [UInt8])] = [
    ("driver", M.text("zarr")), ("dtype", M.text("uint8")),
    ("kvstore", M.map([("driver", M.text("gfile")), ("path", M.text("target.w/"))])),
    (
      "metadata",
      M.map([
        ("chunks", M.array([M.integer(1), M.integer(3)])), ("compressor", M.null),
        ("shape", M.array([M.integer(2), M.integer(3)])),
      ])
    ),
  ]
  /// The members of `.zarray`; none if there is no such file.
  var description: [(String, String)]? = [
    ("zarr_format", "2"), ("shape", "[2,3]"), ("chunks", "[1,3]"), ("dtype", "\"|u1\""),
    ("compressor", "null"), ("fill_value", "null"), ("order", "\"C\""), ("filters", "null"),
    ("dimension_separator", "\".\""),
  ]
  /// The files below `target.w`.
  var chunks: [String: [UInt8]] = ["0.0": [1, 2, 3], "1.0": [4, 5, 6]]
  /// The version that the checkpoint states.
  var version = 3

  /// Changes a member of `.zarray`, or removes it.
  mutating func describe(_ key: String, _ value: String?) {
    description = description?.filter { $0.0 != key }
    if let value { description?.append((key, value)) }
  }

  /// Changes a member of the specification, or removes it.
  mutating func specify(_ key: String, _ value: [UInt8]?) {
    spec = spec.filter { $0.0 != key }
    if let value { spec.append((key, value)) }
  }

  /// The specification's store with another path.
  mutating func locate(_ path: String, driver: String = "file") {
    specify("kvstore", M.map([("driver", M.text(driver)), ("path", M.text(path))]))
  }

  /// The files, the entry file at `checkpoint_1/checkpoint`.
  func tree(_ more: [String: [UInt8]] = [:]) throws -> MemoryTree {
    let root = M.map([
      ("version", M.integer(version)),
      ("optimizer", M.map([("target", M.map([("w", M.map(spec))])), ("state", M.map([]))])),
    ])
    var files = more
    files["checkpoint_1/checkpoint"] = root
    if let description {
      let members = description.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ")
      files["checkpoint_1/target.w/.zarray"] = Array("{\(members)}".utf8)
    }
    for (name, bytes) in chunks { files["checkpoint_1/target.w/\(name)"] = bytes }
    return try MemoryTree(files)
  }

  /// Opens the checkpoint.
  func open() throws -> T5XReader {
    try Self.suite.open("checkpoint_1/checkpoint", in: try tree())
  }

  /// Requires that the checkpoint is refused.
  func rejects(_ code: FormatError.Code, _ words: String...) throws {
    let error = try Self.suite.checkRejects("checkpoint_1/checkpoint", in: try tree(), code: code)
    for word in words where !error.description.contains(word) {
      throw SuiteFailure("the error does not say '\(word)': \(error)")
    }
  }
}
