import Testing
import ZooTensors
import ZooTestSupport

@Suite
struct `Safetensors headers of the reference implementation` {
  @Test(arguments: ["all_dtypes", "float4", "metadata", "no_tensors"])
  func `are read as they were written`(_ name: String) throws {
    let golden = try StrictJSON.parse(
      try Fixtures.bytes("safetensors/\(name).safetensors.golden.json")
    )
    let header = try SafetensorsHeader(
      ByteRegion(mapping: Fixtures.path("safetensors/\(name).safetensors"))
    )
    let expected = try #require(golden.objectValue?["tensors"]?.arrayValue).map { tensor in
      let object = tensor.objectValue
      let shape = object?["shape"]?.arrayValue?.compactMap(\.intValue) ?? []
      return "\(object?["name"]?.stringValue ?? "") \(object?["dtype"]?.stringValue ?? "") \(shape)"
    }
    let found = header.entries.map { "\($0.spec.name) \($0.spec.dtype) \($0.spec.shape)" }
    #expect(found.sorted() == expected.sorted())
    for pair in golden.objectValue?["metadata"]?.objectValue?.members ?? [] {
      #expect(header.metadata.first { $0.key == pair.key }?.value == pair.value.stringValue)
    }
  }
}
