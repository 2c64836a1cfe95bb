import Foundation
import Testing
import ZooTensors
import ZooTestSupport

/// Stores that cannot be written, full disks and Ctrl-C.
@Suite
struct StorageFailureTests {
  static let base = Fixtures.path("bert/base")

  /// Whether a process may mount file systems that only it sees: root on Linux.
  static let canMount: Bool = {
    guard let stage = try? Stage() else { return false }
    return
      (try? stage.shell("mount -t tmpfs tmpfs .", [], with: ["/usr/bin/unshare", "-m", "/bin/sh"]))?
      .status == 0
  }()

  @Test
  func `a file where the store should be`() throws {
    let stage = try Stage()
    try stage.directory.write([1], to: "store")
    let outcome = try stage.convert("base")
    #expect(outcome.status == 73, "\(outcome)")
    #expect(outcome.errors.contains("must be a directory"))
    #expect(try stage.zoo("list").status == 0)
    #expect(try stage.zoo("path", "tiny").status == 66)
  }

  @Test
  func `a file where a directory of the store should be`() throws {
    for name in ["models", "names", "staging", "locks"] {
      let stage = try Stage()
      try stage.directory.write([1], to: "store/\(name)")
      let outcome = try stage.convert("base")
      #expect([73, 74].contains(outcome.status), "\(outcome)")
      #expect(outcome.errors.contains(name), "\(outcome)")
      #expect(try stage.zoo("path", "tiny").status == 66, "\(name)")
      if name != "staging" { #expect(stage.names("staging") == [], "\(name)") }
    }
  }

  @Test(.enabled(if: canMount, "needs the right to mount a file system"))
  func `a store that cannot be written`() throws {
    let stage = try Stage()
    try FileManager.default.createDirectory(atPath: stage.home, withIntermediateDirectories: true)
    let outcome = try stage.shell(
      "mount -t tmpfs -o ro tmpfs \"$ZOO_HOME\" && exec \"$@\"",
      ["convert", Self.base, "--architecture", "bert", "--name", "tiny"],
      with: ["/usr/bin/unshare", "-m", "/bin/sh"]
    )
    #expect(outcome.status == 73, "\(outcome)")
    #expect(outcome.errors.contains("ZOO_HOME"), "\(outcome)")
  }

  @Test(
    .enabled(if: canMount, "needs the right to mount a file system"),
    arguments: [100, 300, 460]
  )
  func `a full disk`(_ kibibytes: Int) throws {
    let stage = try Stage()
    try FileManager.default.createDirectory(atPath: stage.home, withIntermediateDirectories: true)
    let script = """
      mount -t tmpfs -o size=\(kibibytes)k tmpfs "$ZOO_HOME" || exit 1
      "$@"; status=$?
      find "$ZOO_HOME" -type f -path '*model*' ; find "$ZOO_HOME"/staging "$ZOO_HOME"/names -mindepth 1
      exit $status
      """
    let outcome = try stage.shell(
      script,
      ["convert", Fixtures.path("bert/transformers"), "--name", "tiny"],
      with: ["/usr/bin/unshare", "-m", "/bin/sh"]
    )
    // Too small for the weights, for the rest of the package, or for the catalogue.
    guard outcome.status != 0 else {
      #expect(kibibytes > 400, "\(outcome)")
      return
    }
    #expect(outcome.status == 74, "\(outcome)")
    #expect(outcome.output == "", "something is left: \(outcome)")
    #expect(outcome.errors.contains("No space left") || outcome.errors.contains("full"))
  }

  @Test
  func `a limit on the size of files`() throws {
    let stage = try Stage()
    let outcome = try stage.shell(
      "ulimit -f 100; exec \"$@\"",
      ["convert", Self.base, "--architecture", "bert", "--name", "tiny"]
    )
    #expect(outcome.status == 74, "\(outcome)")
    #expect(outcome.errors.contains("ulimit"), "\(outcome)")
    try stage.expectNothingInstalled()
  }

  #if os(Linux)
  @Test
  func `a standard output that is full`() throws {
    let stage = try Stage()
    for command in [["list", "--all", "--json"], ["inspect", Self.base], ["formats"]] {
      var run = try stage.run(command)
      run.outputPath = "/dev/full"
      let outcome = try run()
      #expect(outcome.status == 74, "\(outcome)")
      #expect(outcome.errors.contains("cannot write to standard output"))
    }
  }
  #endif

  @Test
  func `a reader that went away is no crash`() throws {
    let stage = try Stage()
    let outcome = try stage.shell("\"$@\" | head -n 1", ["inspect", Self.base])
    #expect(outcome.status == 0)
    #expect(!outcome.errors.contains("Fatal error"), "\(outcome)")
  }

  @Test(arguments: [false, true])
  func `Ctrl-C during a long conversion leaves nothing`(_ isOutsideStore: Bool) throws {
    let stage = try Stage()
    try Self.writeLargeCheckpoint(to: stage, rows: 1_200_000)
    var run = try stage.run(
      ["convert", "large", "--name", "large"] + (isOutsideStore ? ["-o", "out"] : [])
    )
    run.interruption = {
      let place = isOutsideStore ? stage.work : "\(stage.home)/staging"
      // Nothing is there before the conversion begins.
      return ((try? FileManager.default.subpathsOfDirectory(atPath: place)) ?? [])
        .contains { $0.hasSuffix("/model.safetensors") && !$0.hasPrefix("large") }
    }
    let outcome = try run()
    #expect(outcome.status == 130, "\(outcome)")
    #expect(outcome.errors.contains("nothing was installed"), "\(outcome)")
    #expect(outcome.output == "")
    try stage.expectNothingInstalled()
    #expect(try FileManager.default.contentsOfDirectory(atPath: stage.work) == ["large"])
  }

  /// A BERT whose embedding has so many rows of zeros that converting it takes a while; on the disk
  /// it takes no room.
  private static func writeLargeCheckpoint(to stage: Stage, rows: Int) throws {
    let source = try stage.copy("bert/base", as: "large")
    try FileManager.default.removeItem(atPath: "\(source)/vocab.txt")
    let config = try String(contentsOfFile: "\(source)/config.json", encoding: .utf8)
    try stage.write(
      config.replacing("\"vocab_size\": 131", with: "\"vocab_size\": \(rows)"),
      to: "large/config.json"
    )
    let golden = try Golden(file: "bert/base/golden.json").tensors
    let specs = try golden.map { tensor in
      let isWords = tensor.name.hasSuffix("word_embeddings.weight")
      return try TensorSpec(
        name: tensor.name,
        dtype: .f32,
        shape: try Shape(isWords ? [rows, tensor.shape[1]] : tensor.shape)
      )
    }
    let header = SafetensorsBuilder.header(of: specs)
    let size = specs.reduce(header.count) { $0 + $1.byteCount }
    try Data(header).write(to: URL(filePath: "\(source)/model.safetensors"))
    let file = try #require(FileHandle(forUpdatingAtPath: "\(source)/model.safetensors"))
    try file.truncate(atOffset: UInt64(size))
    try file.close()
  }
}
