import Testing
import ZooPackage
import ZooTensors
import ZooTestSupport

@Suite
struct `Manifest of a package` {
  static func manifest() throws -> Manifest {
    try SmallPackage.varied().write(to: TemporaryDirectory())
  }

  static func decode(_ bytes: [UInt8]) throws -> Manifest {
    let store = try ByteStore.copying(bytes, name: "manifest.json")
    return try Manifest(decoding: store.bytes)
  }

  @Test
  func `decoding and encoding again gives the same bytes`() throws {
    let bytes = try Self.manifest().encoded()
    let decoded = try Self.decode(bytes)
    #expect(decoded.encoded() == bytes)
    #expect(decoded.name == "tiny" && decoded.architecture == "test")
    #expect(decoded.parameterCount == 262_230)
    #expect(decoded.vocabulary.kind == "wordpiece" && decoded.vocabulary.size == 3)
    #expect(decoded.vocabulary.special == ["pad": "[PAD]"])
    #expect(decoded.license.spdx == "Apache-2.0" && decoded.license.flags == ["acceptance"])
    #expect(decoded.sources.first?.files.first?.byteCount == 3)
    #expect(
      decoded.tensors.first { $0.spec.name == "pages" }?.aliases == ["a.tied", "decoder.weight"]
    )
  }

  @Test
  func `is one line for each tensor and file, keys sorted, no time`() throws {
    let text = String(decoding: try Self.manifest().encoded(), as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(lines.first == "{" && lines[1].hasPrefix(#"  "architecture": "test""#))
    #expect(lines.count { $0.contains(#""byteCount":"#) } == 9)
    #expect(text.hasSuffix("}\n"))
  }

  @Test
  func `the order in which entries are given does not matter`() throws {
    let manifest = try Self.manifest()
    let again = Manifest(
      name: manifest.name,
      architecture: manifest.architecture,
      config: manifest.config,
      vocabulary: manifest.vocabulary,
      license: manifest.license,
      parts: manifest.parts,
      tensors: manifest.tensors.reversed(),
      files: manifest.files.reversed(),
      sources: manifest.sources,
      converterVersion: manifest.converterVersion
    )
    #expect(again.encoded() == manifest.encoded())
  }

  /// A piece of the text, what replaces its first occurrence, and what the error must say.
  @Test(arguments: [
    (#""profileVersion": 1"#, #""profileVersion": 2"#, "profile version 2"),
    (#""profileVersion": 1"#, #""profileVersion": "1""#, "unsigned integer"),
    (#""name": "tiny""#, #""name": 3"#, "'name' must be a string"),
    (#""name": "tiny""#, #""name": """#, "not usable"),
    (#""name": "tiny""#, #""name": "tiny", "extra": 1"#, "'extra' is not known"),
    (#""name": "tiny""#, #""name": "tiny", "name": "tiny""#, "occurs twice"),
    (#""architecture": "test","#, "", "'architecture' is missing"),
    (#""dtype":"F32""#, #""dtype":"F33""#, "'tensors["),
    (#""dtype":"F32""#, #""dtype":"f32""#, "'tensors["),
    (#""dtype":"F32""#, #""dtype":"F64""#, "needs"),
    (#""shape":[4,16]"#, #""shape":[4,17]"#, "needs 272 bytes"),
    (#""shape":[4,16]"#, #""shape":[-4,16]"#, "unsigned integers"),
    (#""shape":[4,16]"#, #""shape":"4""#, "unsigned integers"),
    (#""shape":[4,16]"#, #""shape":[281474976710656,281474976710656]"#, "overflows"),
    (#""aliases":[],"#, #""aliases":["pages"],"#, "'pages' occurs twice"),
    (#""aliases":[],"#, #""aliases":["x\u0000"],"#, "control character"),
    (#""aliases":[],"#, #""aliases":"x","#, "array of strings"), (#""aliases":[],"#, "", "missing"),
    (#""file":"model.safetensors""#, #""file":"vocab.txt""#, "not a weight file"),
    (#""file":"model.safetensors""#, #""file":"../x""#, "not a weight file"),
    (#""offset":"#, #""offset":9000000000"#, "ends outside"),
    (#""offset":"#, #""offset":-"#, "unsigned integer"),
    (#""name":"bias.brain""#, #""name":"zzz""#, "not sorted"),
    (#""name":"bias.brain""#, #""name":"""#, "name is empty"),
    (#""sha256":""#, #""sha256":"0"#, "hexadecimal"),
    (#""sha256":""#, #""sha256":"G"#, "hexadecimal"),
    (#""name":"LICENSE""#, #""name":"../LICENSE""#, "not a plain file name"),
    (#""name":"LICENSE""#, #""name":"/etc/passwd""#, "not a plain file name"),
    (#""name":"LICENSE""#, #""name":"C:x""#, "not a plain file name"),
    (#""name":"LICENSE""#, #""name":".hidden""#, "not a plain file name"),
    (#""name":"LICENSE""#, #""name":"""#, "not a plain file name"),
    (#""name":"LICENSE""#, #""name":"MODEL.safetensors""#, "perhaps in another spelling"),
    (#""name":"LICENSE""#, #""name":"Manifest.JSON""#, "perhaps in another spelling"),
    (#""name":"LICENSE""#, #""name":"zzz""#, "files are not sorted"),
    (#""role":"license""#, #""role":"licence""#, "known role"),
    (#""role":"license""#, #""role":"weights""#, "weight files are"),
    (#""role":"license""#, #""role":"index""#, "only one weight file"),
    (#""name":"vocab.txt""#, #""name":"words.txt""#, "vocabulary file 'vocab.txt'"),
    (#""size":18"#, #""size":9223372036854775807"#, "overflows"),
    (#""fingerprint": ""#, #""fingerprint": "0"#, "hexadecimal"),
    (#""converterVersion": "test""#, #""converterVersion": null"#, "must be a string"),
    (#""kind":"wordpiece""#, #""kind":1"#, "'vocabulary.kind' must be a string"),
    (#""kind": "wordpiece""#, #""kind": 1"#, "'vocabulary.kind' must be a string"),
    (#""flags": ["#, #""flags": [1,"#, "'license.flags'"),
    (#""config": {"#, #""config": [{"#, "','"),
  ])
  func `refuses`(_ piece: String, _ replacement: String, _ message: String) throws {
    let text = String(decoding: try Self.manifest().encoded(), as: UTF8.self)
    guard let range = text.firstRange(of: piece) else {
      // The same field is spelled with and without a space, depending on its depth.
      #expect(piece.contains("kind"), "the text has no \(piece)")
      return
    }
    let changed = text.replacingCharacters(range, with: replacement)
    let error = #expect(throws: FormatError.self) { try Self.decode(Array(changed.utf8)) }
    #expect(error?.message.contains(message) == true, "\(String(describing: error))")
    #expect(error?.file == "manifest.json")
  }

  @Test
  func `refuses another digest of a tensor`() throws {
    let text = String(decoding: try Self.manifest().encoded(), as: UTF8.self)
    let tensors = try #require(text.firstRange(of: #""tensors": ["#))
    let place = try #require(text[tensors.upperBound...].firstRange(of: #""sha256":""#))
    let digest = text.index(place.upperBound, offsetBy: 64)
    let changed = text.replacingCharacters(
      place.upperBound..<digest,
      with: String(repeating: "0", count: 64)
    )
    let error = #expect(throws: FormatError.self) { try Self.decode(Array(changed.utf8)) }
    #expect(error?.message.contains("fingerprint") == true)
  }

  @Test
  func `no prefix of the text is a manifest`() throws {
    let bytes = try Self.manifest().encoded()
    for count in stride(from: 0, to: bytes.count - 1, by: 7) {
      #expect(throws: FormatError.self) { try Self.decode(Array(bytes[..<count])) }
    }
  }
}

extension String {
  fileprivate func replacingCharacters(_ range: Range<Index>, with text: String) -> String {
    var copy = self
    copy.replaceSubrange(range, with: text)
    return copy
  }
}
