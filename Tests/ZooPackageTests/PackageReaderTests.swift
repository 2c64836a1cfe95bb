import Synchronization
import Testing
import ZooPackage
import ZooTensors
import ZooTestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite
struct `Package reader` {
  @Test
  func `lends every tensor's bytes and every file`() throws {
    let directory = try TemporaryDirectory()
    let package = try SmallPackage.varied()
    try package.write(to: directory)
    let reader = try PackageReader(opening: directory.path)
    for tensor in package.tensors {
      let entry = try #require(reader.manifest.tensors.first { $0.spec == tensor.spec })
      let region = try reader.region(of: entry)
      #expect(region.prefix(.max) == tensor.bytes)
    }
    #expect(try reader.file("vocab.txt").prefix(5) == Array("[PAD]".utf8))
    #expect(throws: FormatError.self) { try reader.file("other.txt") }
    #expect(throws: FormatError.self) { try reader.file("manifest.json") }
  }

  @Test
  func `several weight files with an index`() throws {
    let directory = try TemporaryDirectory()
    var package = try SmallPackage.varied()
    package.maximumFileBytes = 16_384 + 100
    try package.write(to: directory)
    let reader = try PackageReader(opening: directory.path)
    #expect(reader.manifest.weightFiles.count > 2)
    #expect(PackageVerifier(directory.path).problems().isEmpty)
    for tensor in package.tensors {
      let entry = try #require(reader.manifest.tensors.first { $0.spec == tensor.spec })
      #expect(try reader.region(of: entry).prefix(.max) == tensor.bytes)
    }
  }

  @Test
  func `a package without tensors`() throws {
    let directory = try TemporaryDirectory()
    try SmallPackage().write(to: directory)
    #expect(try PackageReader(opening: directory.path).manifest.tensors.isEmpty)
    #expect(PackageVerifier(directory.path).problems().isEmpty)
  }

  @Test
  func `a package copied elsewhere is the same package`() throws {
    let directory = try TemporaryDirectory()
    try SmallPackage.varied().write(to: directory, at: "here")
    try directory.move("here", to: "quite/elsewhere")
    _ = try PackageReader(opening: directory.path("quite/elsewhere"))
    #expect(PackageVerifier(directory.path("quite/elsewhere")).problems().isEmpty)
  }

  @Test(arguments: ["model.safetensors", "vocab.txt", "LICENSE", "config.json", "manifest.json"])
  func `a missing file is found by headers`(_ name: String) throws {
    let directory = try TemporaryDirectory()
    try SmallPackage.varied().write(to: directory)
    try FileManager.default.removeItem(atPath: directory.path(name))
    let error = #expect(throws: FormatError.self) { try PackageReader(opening: directory.path) }
    #expect(error?.code == .io && error?.message.contains(name) == true)
    for level in [PackageVerifier.Level.headers, .full] {
      let problems = PackageVerifier(directory.path).problems(level)
      #expect(problems.contains { $0.kind == .unreadable }, "\(problems)")
    }
  }

  @Test(arguments: [1, 7, 300_000])
  func `a truncated weight file is found by headers`(_ missing: Int) throws {
    let directory = try TemporaryDirectory()
    try SmallPackage.varied().write(to: directory)
    let bytes = try directory.read("model.safetensors")
    try directory.write(Array(bytes.dropLast(missing)), to: "model.safetensors")
    let error = #expect(throws: FormatError.self) { try PackageReader(opening: directory.path) }
    #expect(error?.message.contains("expected \(bytes.count) bytes") == true)
    #expect(PackageVerifier(directory.path).problems(.headers).map(\.kind) == [.wrongSize])
    #expect(PackageVerifier(directory.path).problems(.full).contains { $0.kind == .wrongSize })
  }

  @Test
  func `bytes appended to a weight file are found by headers`() throws {
    let directory = try TemporaryDirectory()
    try SmallPackage.varied().write(to: directory)
    let bytes = try directory.read("model.safetensors")
    try directory.write(bytes + [0], to: "model.safetensors")
    #expect(throws: FormatError.self) { try PackageReader(opening: directory.path) }
  }

  @Test
  func `a flipped byte is found by full verification and not by headers`() throws {
    let directory = try TemporaryDirectory()
    try SmallPackage.varied().write(to: directory)
    let manifest = try PackageReader(opening: directory.path).manifest
    var bytes = try directory.read("model.safetensors")
    for name in ["odd.bytes", "pages", "mask"] {
      let tensor = try #require(manifest.tensors.first { $0.spec.name == name })
      let position = tensor.offset + tensor.spec.byteCount - 1
      bytes[position] ^= 1
      try directory.write(bytes, to: "model.safetensors")
      _ = try PackageReader(opening: directory.path)
      #expect(PackageVerifier(directory.path).problems(.headers).isEmpty)
      let problems = PackageVerifier(directory.path).problems(.full)
      #expect(problems.count == 2)
      #expect(problems.contains { $0.kind == .wrongFileDigest && $0.file == "model.safetensors" })
      #expect(problems.contains { $0.kind == .wrongTensorDigest && $0.tensor == name })
      bytes[position] ^= 1
    }
  }

  @Test
  func `every flipped byte of a header is found without reading weights`() throws {
    let directory = try TemporaryDirectory()
    try SmallPackage.varied().write(to: directory)
    let original = try directory.read("model.safetensors")
    for position in [0, 1, 7, 8, 9, 30, 100, 200, 700, 16_383] {
      var bytes = original
      bytes[position] ^= 2
      try directory.write(bytes, to: "model.safetensors")
      #expect(throws: FormatError.self, "byte \(position)") {
        try PackageReader(opening: directory.path)
      }
    }
  }

  @Test
  func `a header of other tensors of the same size is refused`() throws {
    let directory = try TemporaryDirectory()
    let package = try SmallPackage.varied()
    try package.write(to: directory)
    let specs = try package.tensors.map { tensor in
      try TensorSpec(
        name: tensor.spec.name,
        dtype: tensor.spec.dtype,
        shape: tensor.spec.name == "pages" ? Shape([1024, 256]) : tensor.spec.shape
      )
    }
    var bytes = try directory.read("model.safetensors")
    let header = try SafetensorsHeader.encode(SafetensorsHeader.nativeOrder(specs))
    bytes.replaceSubrange(..<header.count, with: header)
    try directory.write(bytes, to: "model.safetensors")
    let error = #expect(throws: FormatError.self) { try PackageReader(opening: directory.path) }
    #expect(error?.message.contains("[256, 1024]") == true)
  }

  @Test
  func `symbolic links and directories are refused`() throws {
    for name in ["model.safetensors", "vocab.txt", "manifest.json"] {
      let directory = try TemporaryDirectory()
      try SmallPackage.varied().write(to: directory, at: "package")
      try directory.move("package/\(name)", to: "outside")
      try FileManager.default.createSymbolicLink(
        atPath: directory.path("package/\(name)"),
        withDestinationPath: directory.path("outside")
      )
      #expect(throws: FormatError.self) { try PackageReader(opening: directory.path("package")) }
      try FileManager.default.removeItem(atPath: directory.path("package/\(name)"))
      try FileManager.default.createDirectory(
        atPath: directory.path("package/\(name)"),
        withIntermediateDirectories: false
      )
      #expect(throws: FormatError.self) { try PackageReader(opening: directory.path("package")) }
    }
  }

  @Test
  func `full verification finds other changes`() throws {
    let directory = try TemporaryDirectory()
    var package = try SmallPackage.varied()
    package.maximumFileBytes = 16_384 + 3_000
    try package.write(to: directory)
    try directory.write([1], to: "pytorch_model.bin")
    try directory.write([1], to: ".DS_Store")
    let vocabulary = try directory.read("vocab.txt")
    try directory.write([0x78] + vocabulary.dropFirst(), to: "vocab.txt")
    let index = try directory.read(WeightsLayout.indexName)
    try directory.write([0x20] + index.dropFirst(), to: WeightsLayout.indexName)
    let manifest = try directory.read("manifest.json")
    try directory.write([0x20] + manifest, to: "manifest.json")
    let found = PackageVerifier(directory.path).problems().map { "\($0.file) \($0.kind)" }
    #expect(
      found == [
        "manifest.json malformed", "model.safetensors.index.json malformed",
        "model.safetensors.index.json wrongFileDigest", "pytorch_model.bin unexpectedFile",
        "vocab.txt wrongFileDigest",
      ]
    )
  }

  @Test
  func `progress ends at the total`() throws {
    let directory = try TemporaryDirectory()
    try SmallPackage.varied().write(to: directory)
    let last = Latest()
    #expect(PackageVerifier(directory.path).problems { last.set($0) }.isEmpty)
    let progress = try #require(last.value)
    #expect(progress.completedByteCount == progress.totalByteCount)
    #expect(progress.totalByteCount > 2 * 256 * 1024 * 4)
  }
}

/// The last progress that was reported.
private final class Latest: Sendable {
  private let stored = Mutex<PackageVerifier.Progress?>(nil)
  var value: PackageVerifier.Progress? { stored.withLock { $0 } }
  func set(_ progress: PackageVerifier.Progress) { stored.withLock { $0 = progress } }
}
