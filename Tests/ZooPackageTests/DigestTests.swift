import Testing
import ZooPackage
import ZooTensors

@Suite
struct `Digests and fingerprints` {
  static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  @Test
  func `is SHA-256`() throws {
    #expect(SHA256Digest(of: Array("abc".utf8)).hex == Self.abc)
    var hasher = SHA256Hasher()
    hasher.update(Array("a".utf8))
    hasher.update(Array("bc".utf8))
    #expect(hasher.finish().hex == Self.abc)
  }

  @Test
  func `round trips through bytes and digits`() throws {
    let digest = try #require(SHA256Digest(hex: Self.abc))
    #expect(digest.bytes.count == 32 && digest.bytes.first == 0xba && digest.bytes.last == 0xad)
    #expect(SHA256Digest(bytes: digest.bytes) == digest)
    #expect(digest.description == Self.abc)
  }

  @Test(arguments: [
    "", "ab", abc.uppercased(), abc + "0", "g" + abc.dropFirst(), "é" + abc.dropFirst(2),
  ])
  func `refuses other texts`(_ text: String) { #expect(SHA256Digest(hex: text) == nil) }

  @Test
  func `refuses other counts of bytes`() {
    #expect(SHA256Digest(bytes: [UInt8](repeating: 0, count: 31)) == nil)
  }

  @Test
  func `fingerprint is the digest of sorted lines`() throws {
    let digest = try #require(SHA256Digest(hex: Self.abc))
    var forward = Fingerprint()
    var backward = Fingerprint()
    let specs = try [
      TensorSpec(name: "a.scalar", dtype: .f32, shape: Shape([])),
      TensorSpec(name: "a.b", dtype: .bf16, shape: Shape([2, 3])),
      TensorSpec(name: "é", dtype: .u8, shape: Shape([0])),
      TensorSpec(name: "Z", dtype: .u8, shape: Shape([1])),
    ]
    for spec in specs { forward.add(spec, sha256: digest) }
    for spec in specs.reversed() { backward.add(spec, sha256: digest) }
    let text =
      "Z\tU8\t[1]\t\(Self.abc)\na.b\tBF16\t[2,3]\t\(Self.abc)\na.scalar\tF32\t[]\t\(Self.abc)\n"
      + "é\tU8\t[0]\t\(Self.abc)\n"
    #expect(forward.text == text)
    #expect(forward.digest == SHA256Digest(of: Array(text.utf8)))
    #expect(forward.digest == backward.digest)
  }
}
