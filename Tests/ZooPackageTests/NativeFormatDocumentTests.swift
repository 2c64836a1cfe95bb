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
struct `The article on the native format` {
  static let path = "\(Fixtures.packageDirectory)/Sources/Zoo/Zoo.docc/Articles/TheNativeFormat.md"

  /// The smallest file that holds a tensor: one `F32` scalar, 1.0.
  static func smallestFile() throws -> [UInt8] {
    let spec = try TensorSpec(name: "x", dtype: .f32, shape: try Shape([]))
    let layout = try WeightsLayout(tensors: [spec])
    return try #require(layout.files.first).header + [0x00, 0x00, 0x80, 0x3f]
  }

  /// Sixteen bytes a line: the offset, the bytes, and those that are printable; `*` for repetition.
  static func dump(_ bytes: [UInt8]) -> String {
    func hex(_ value: Int, _ width: Int) -> String {
      let digits = String(value, radix: 16)
      return String(repeating: "0", count: width - digits.count) + digits
    }
    var lines: [String] = []
    var previous: ArraySlice<UInt8> = []
    for start in stride(from: 0, to: bytes.count, by: 16) {
      let row = bytes[start..<min(start + 16, bytes.count)]
      if row.elementsEqual(previous) {
        if lines.last != "*" { lines.append("*") }
        continue
      }
      previous = row
      var text = ""
      for column in 0..<16 {
        let index = start + column
        text += index < bytes.count ? " \(hex(Int(bytes[index]), 2))" : "   "
        if column == 7 { text += " " }
      }
      let printable = row.map { (0x20...0x7e).contains($0) ? Character(Unicode.Scalar($0)) : "." }
      lines.append("\(hex(start, 8)) \(text)  |\(String(printable))|")
    }
    lines.append(hex(bytes.count, 8))
    return lines.joined(separator: "\n")
  }

  /// The code blocks of the article.
  static func blocks() throws -> [String] {
    let text = String(
      decoding: try Data(contentsOf: URL(filePath: path)),
      as: UTF8.self
    )
    let parts = text.split(separator: "```", omittingEmptySubsequences: false)
    return stride(from: 1, to: parts.count, by: 2).map { position in
      // The first line of a block names its language.
      let lines = parts[position].split(separator: "\n", omittingEmptySubsequences: false)
      return lines.dropFirst().dropLast().joined(separator: "\n")
    }
  }

  @Test
  func `shows the bytes of the smallest weight file as they are`() throws {
    let dump = Self.dump(try Self.smallestFile())
    #expect(try Self.blocks().contains(dump), "the article must contain this dump:\n\(dump)")
  }

  @Test
  func `the dumped file is valid`() throws {
    let store = try ByteStore.copying(try Self.smallestFile(), name: "model.safetensors")
    let header = try SafetensorsHeader(ByteRegion(store), profile: .native)
    #expect(header.entries.first?.range == 0..<4)
  }

  @Test
  func `shows the fingerprint's line and digest of that tensor`() throws {
    var fingerprint = Fingerprint()
    fingerprint.add(
      try TensorSpec(name: "x", dtype: .f32, shape: try Shape([])),
      sha256: SHA256Digest(of: [0x00, 0x00, 0x80, 0x3f])
    )
    let line = fingerprint.text.replacing("\t", with: "<TAB>").replacing("\n", with: "<LF>")
    let shown = try Self.blocks()
    #expect(
      shown.contains("\(line)\n\(fingerprint.digest)"),
      "expected:\n\(line)\n\(fingerprint.digest)"
    )
  }
}
