import Testing
import ZooPackage
import ZooTensors

@Suite
struct `Weights layout` {
  static func spec(_ name: String, _ dtype: DType, _ shape: [Int]) throws -> TensorSpec {
    try TensorSpec(name: name, dtype: dtype, shape: try Shape(shape))
  }

  static func specs() throws -> [TensorSpec] {
    try [
      spec("b.odd", .u8, [7]), spec("a.large", .f32, [512, 1024]),
      spec("c.lines", .f32, [100, 16]),
      spec("d.scalar", .f32, []), spec("e.half", .f16, [3, 5]), spec("é", .f64, [1]),
      spec("f.empty", .f32, [0]),
    ]
  }

  @Test
  func `one file by default, whatever the order of the list`() throws {
    let specs = try Self.specs()
    let layout = try WeightsLayout(tensors: specs)
    let again = try WeightsLayout(tensors: specs.reversed())
    #expect(layout.files == again.files)
    #expect(layout.index == nil)
    let file = try #require(layout.files.first)
    #expect(layout.files.count == 1 && file.name == "model.safetensors")
    #expect(file.byteCount == file.header.count + specs.reduce(0) { $0 + $1.byteCount })
    #expect(
      file.placements.map(\.spec.name) == [
        "a.large", "c.lines", "f.empty", "é", "d.scalar", "e.half", "b.odd",
      ]
    )
    var end = file.header.count
    for placement in file.placements {
      #expect(placement.offset == end && placement.file == file.name)
      end += placement.byteCount
    }
    let bytes = file.header + [UInt8](repeating: 0, count: file.byteCount - file.header.count)
    let region = ByteRegion(try ByteStore.copying(bytes, name: "x"))
    let header = try SafetensorsHeader(region, profile: .native)
    #expect(header.entries.map(\.spec) == file.placements.map(\.spec))
  }

  @Test
  func `several files keep to the limit and never split a tensor`() throws {
    let specs = try (0..<10).map { try Self.spec("t\($0)", .f32, [1000]) }
    let layout = try WeightsLayout(tensors: specs, maximumFileBytes: 16_384 + 12_000)
    #expect(
      layout.files.map(\.name) == [
        "model-00001-of-00004.safetensors", "model-00002-of-00004.safetensors",
        "model-00003-of-00004.safetensors", "model-00004-of-00004.safetensors",
      ]
    )
    #expect(layout.files.map(\.placements.count) == [3, 3, 3, 1])
    for file in layout.files { #expect(file.byteCount <= 16_384 + 12_000) }
    let index = try StrictJSON.parse(try #require(layout.index)).objectValue
    #expect(index?["metadata"]?.objectValue?["total_size"] == 40_000)
    #expect(index?["weight_map"]?.objectValue?["t9"] == "model-00004-of-00004.safetensors")
    #expect(index?["weight_map"]?.objectValue?.count == 10)
  }

  @Test
  func `a tensor above the limit has a file of its own`() throws {
    let specs = try [
      Self.spec("a", .u8, [10]), Self.spec("b", .u8, [100_000]), Self.spec("c", .u8, [10]),
    ]
    let layout = try WeightsLayout(tensors: specs, maximumFileBytes: 20_000)
    #expect(layout.files.map { $0.placements.map(\.spec.name) } == [["a"], ["b"], ["c"]])
  }

  @Test
  func `no tensors give one file`() throws {
    let layout = try WeightsLayout(tensors: [])
    #expect(layout.files.map(\.byteCount) == [16_384])
  }

  @Test
  func `refuses duplicates, also in two normal forms`() throws {
    let twice = try [Self.spec("é", .u8, [1]), Self.spec("e\u{301}", .u8, [1])]
    #expect(throws: FormatError.self) { try WeightsLayout(tensors: twice) }
  }
}
