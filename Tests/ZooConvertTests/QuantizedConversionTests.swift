import Testing
import ZooConvert
import ZooFormats
import ZooPackage
import ZooRegistry
import ZooTensors
import ZooTestSupport

/// A GPT-2 of llama.cpp whose matrices are blocks of Q8_0: never taken for weights without being told.
@Suite
struct QuantizedConversionTests {
  static func prepare(
    _ change: (inout ConversionRequest) -> Void = { _ in }
  ) throws -> PreparedConversion {
    var request = ConversionRequest(tree: try DirectoryTree(Fixtures.path("quantized_gpt2")))
    request.architecture = "gpt2"
    request.name = "tiny"
    change(&request)
    return try Converter(registry: try Registry()).plan(request)
  }

  @Test
  func `is refused without the option, which the error names`() throws {
    for keepsExtras in [false, true] {
      let error = #expect(throws: ZooError.self) {
        try Self.prepare { $0.keepsExtras = keepsExtras }
      }
      #expect(error?.message.contains("Q8_0") == true)
      #expect(error?.message.contains("--dequantize f32, f16 or bf16") == true)
    }
  }

  @Test
  func `holds the numbers of the package gguf with the option`() throws {
    let directory = try TemporaryDirectory()
    let report = try Self.prepare { $0.dequantization = .f32 }.write(to: directory.path)
    #expect(report.plan.layout == "gguf")
    #expect(report.plan.notes.contains { $0.contains("read as numbers of F32") })
    let golden = try Golden(file: "quantized_gpt2/golden.json").tensors
    let expected = Dictionary(uniqueKeysWithValues: golden.map { ($0.name, $0) })
    let tensors = try #require(report.manifest).tensors
    #expect(Set(tensors.map(\.spec.name)) == Set(expected.keys))
    for tensor in tensors {
      #expect(tensor.sha256.hex == expected[tensor.spec.name]?.sha256, "\(tensor.spec.name)")
    }
    #expect(PackageVerifier(directory.path).problems(.full).isEmpty)
  }

  @Test(arguments: [DType.f16, .bf16])
  func `reads blocks as narrower numbers, and leaves the rest alone`(_ dtype: DType) throws {
    let plan = try Self.prepare { $0.dequantization = dtype }.plan
    let types = Dictionary(uniqueKeysWithValues: plan.tensors.map { ($0.name, $0.dtype) })
    #expect(types["transformer.wte.weight"] == dtype)
    #expect(types["transformer.ln_f.weight"] == .f32)
    let whole = try Self.prepare {
      $0.dequantization = dtype
      $0.dtype = .f32
    }.plan
    #expect(Set(whole.tensors.map(\.dtype)) == [.f32])
  }

  @Test
  func `refuses layouts that are not decoded, by name`() throws {
    var request = ConversionRequest(
      tree: try MemoryTree(["q.gguf": try Fixtures.bytes("gguf/quantized.gguf")])
    )
    request.architecture = "gpt2"
    request.name = "tiny"
    request.configuration = ["vocab_size": 37, "n_embd": 12, "n_layer": 2, "n_head": 3]
    request.dequantization = .f32
    let error = #expect(throws: ZooError.self) {
      try Converter(registry: try Registry()).plan(request)
    }
    #expect(error?.message.contains("cannot be read as numbers") == true)
  }
}
