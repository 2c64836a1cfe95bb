import Testing
import ZooTensors

@Suite
struct `Native profile of safetensors` {
  static func spec(_ name: String, _ dtype: DType, _ shape: [Int]) throws -> TensorSpec {
    try TensorSpec(name: name, dtype: dtype, shape: try Shape(shape))
  }

  static func specs() throws -> [TensorSpec] {
    try [
      spec("bytes7", .u8, [7]), spec("half3", .f16, [3]), spec("pages", .f32, [512, 1024]),
      spec("large-lines", .f32, [16, 16_400]), spec("lines", .f32, [16]),
      spec("empty", .f32, [0, 4]),
      spec("scalar", .f32, []), spec("double3", .f64, [3]), spec("quad", .f32, [3, 4]),
      spec("bool", .bool, [1]), spec("pages2", .bf16, [1024, 512]),
    ]
  }

  static func file(_ specs: [TensorSpec]) throws -> [UInt8] {
    try SafetensorsHeader.encode(specs)
      + [UInt8](repeating: 0, count: specs.reduce(0) { $0 + $1.byteCount })
  }

  @Test
  func `orders pages, lines, then odd sizes by alignment`() throws {
    let order = SafetensorsHeader.nativeOrder(try Self.specs())
    #expect(
      order.map(\.name) == [
        "pages", "pages2", "empty", "large-lines", "lines", "quad", "double3", "scalar", "half3",
        "bool", "bytes7",
      ]
    )
    #expect(SafetensorsHeader.nativeOrder(order.reversed()) == order)
  }

  @Test
  func `what is encoded is accepted and aligned`() throws {
    let order = SafetensorsHeader.nativeOrder(try Self.specs())
    let header = try `Safetensors header`.parse(Self.file(order), .native)
    #expect(header.entries.map(\.spec) == order)
    #expect(header.dataOffset % 16_384 == 0)
    for entry in header.entries {
      let start = header.dataOffset + entry.range.lowerBound
      #expect(start % (entry.spec.dtype.byteWidth ?? 1) == 0)
      if entry.spec.byteCount % 64 == 0 { #expect(start % 64 == 0) }
      if entry.spec.name.hasPrefix("pages") { #expect(start % 16_384 == 0) }
    }
  }

  @Test
  func `no tensors at all`() throws {
    let header = try `Safetensors header`.parse(Self.file([]), .native)
    #expect(header.entries.isEmpty && header.dataOffset == 16_384)
  }

  @Test
  func `a header of more than one page`() throws {
    let specs = try (0..<300).map { try Self.spec("layer.\($0).weight", .f32, [16]) }
    let header = try `Safetensors header`.parse(
      Self.file(SafetensorsHeader.nativeOrder(specs)),
      .native
    )
    #expect(header.dataOffset == 2 * 16_384)
  }

  @Test
  func `27 refuses a misaligned tensor`() throws {
    let specs = try [Self.spec("odd", .u8, [7]), Self.spec("lines", .f32, [16])]
    let error = #expect(throws: FormatError.self) {
      try `Safetensors header`.parse(Self.file(specs), .native)
    }
    #expect(error?.message.contains("multiple of 64") == true)
    _ = try `Safetensors header`.parse(Self.file(specs), .standard)
  }

  @Test
  func `refuses another order`() throws {
    let specs = try [Self.spec("b", .f32, [16]), Self.spec("a", .f32, [16])]
    let error = #expect(throws: FormatError.self) {
      try `Safetensors header`.parse(Self.file(specs), .native)
    }
    #expect(error?.message.contains("must not lie after") == true)
  }

  @Test
  func `refuses data that starts elsewhere`() throws {
    let json = #"{"__metadata__":{"format":"pt"}}"#
    let error = #expect(throws: FormatError.self) {
      try `Safetensors header`.parse(`Safetensors header`.file(json, data: 0), .native)
    }
    #expect(error?.message.contains("multiple of 16384") == true)
  }

  @Test(arguments: [
    (#"{"__metadata__":{"format":"pt"}}"#, true), (#"{"__metadata__":{"format":"np"}}"#, false),
    (#"{ "__metadata__":{"format":"pt"}}"#, false), ("{}", false),
    (#"{"__metadata__":{"format":"pt","x":""}}"#, false),
  ])
  func `demands the canonical spelling`(_ json: String, _ isCanonical: Bool) throws {
    let padded = json + String(repeating: " ", count: 16_376 - json.utf8.count)
    let file = `Safetensors header`.file(padded, data: 0)
    if isCanonical {
      _ = try `Safetensors header`.parse(file, .native)
    } else {
      let error = #expect(throws: FormatError.self) {
        try `Safetensors header`.parse(file, .native)
      }
      #expect(error?.message.contains("canonical") == true)
    }
  }

  @Test
  func `refuses names that cannot be written`() throws {
    for name in ["", "a\0", "__metadata__"] {
      let spec = try Self.spec(name, .u8, [1])
      #expect(throws: FormatError.self) { try SafetensorsHeader.encode([spec]) }
    }
    let twice = try Self.spec("a", .u8, [1])
    #expect(throws: FormatError.self) { try SafetensorsHeader.encode([twice, twice]) }
  }

  @Test
  func `22 refuses sums that overflow`() throws {
    let huge = try (0..<17).map { try Self.spec("t\($0)", .u8, [1 << 48, 1 << 11]) }
    let error = #expect(throws: FormatError.self) { try SafetensorsHeader.encode(huge) }
    #expect(error?.message.contains("overflows") == true)
  }
}
