import Testing
import Zoo
import ZooTestSupport

@Suite
struct `Tensors of a model` {
  let directory: TemporaryDirectory
  let model: Model

  init() throws {
    directory = try TemporaryDirectory()
    try SmallPackage.varied().install(in: directory)
    model = try ModelZoo(home: directory.path).load("tiny")
  }

  @Test
  func `elements are read where they lie`() throws {
    let words = try model.tensor("embeddings.word")
    #expect(words.shape.dimensions == [4, 16] && words.dtype == .f32 && words.byteCount == 256)
    let elements: Span<Float> = try words.elements(as: Float.self)
    #expect(elements.count == 64)
    for index in elements.indices { #expect(elements[index] == Float(index) / 4) }
    let address = unsafe words.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
    #expect(address % 64 == 0)
    #expect(try words.floats() == (0..<64).map { Float($0) / 4 })
  }

  @Test
  func `scalars and empty tensors`() throws {
    let scale = try model.tensor("embeddings.scale")
    #expect(scale.shape.rank == 0)
    #expect(try scale.floats() == [2.5])
    let scalar = try scale.elements(as: Float.self)
    #expect(scalar[0] == 2.5)
    let empty = try model.tensor("empty")
    #expect(empty.byteCount == 0)
    #expect(try empty.floats() == [])
    let none = try empty.elements(as: Float.self)
    #expect(none.count == 0)
  }

  @Test
  func `half precision is converted`() throws {
    #expect(try model.tensor("bias.half").floats() == [1, -2, .infinity])
    #expect(try model.tensor("bias.brain").floats() == [1, -2, .infinity])
    let tensor = try model.tensor("bias.half")
    let bits = try tensor.elements(as: UInt16.self)
    #expect(bits[0] == 0x3c00)
  }

  @Test
  func `odd sizes`() throws {
    let odd = try model.tensor("odd.bytes")
    let bytes = try odd.elements(as: UInt8.self)
    #expect(bytes.count == 7)
    let mask = try model.tensor("mask")
    let flags = try mask.elements(as: UInt8.self)
    #expect(flags.indices.map { flags[$0] } == [0, 1, 1, 0, 1])
    let position = try model.tensor("position")
    let numbers = try position.elements(as: Int64.self)
    #expect(numbers.count == 3)
  }

  @Test
  func `another element type is refused`() throws {
    let half = try model.tensor("bias.half")
    let error = #expect(throws: ZooError.self) { _ = try half.elements(as: Float.self).count }
    #expect(error?.code == .usage && error?.message.contains("found F16") == true)
    #expect(error?.tensor == "bias.half")
    #expect(throws: ZooError.self) { try model.tensor("mask").floats() }
  }

  @Test(arguments: ["pages", "decoder.weight", "a.tied"])
  func `ties are one tensor of several names`(_ name: String) throws {
    let tensor = try model.tensor(name)
    #expect(tensor.name == "pages" && tensor.shape.dimensions == [256, 1024])
    let address = unsafe tensor.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
    let canonical = unsafe try model.tensor("pages").withUnsafeBytes {
      UInt(bitPattern: $0.baseAddress)
    }
    #expect(address == canonical && address % 4096 == 0)
    #expect(!model.tensorNames.contains("a.tied") && model.contains(name))
  }

  @Test
  func `an unknown tensor suggests the nearest`() {
    let error = #expect(throws: ZooError.self) { try model.tensor("embedding.word") }
    #expect(error?.code == .notFound)
    #expect(error?.message.contains("did you mean 'embeddings.word'?") == true)
  }

  @Test
  func `tensors outlive the model and travel between tasks`() async throws {
    let tensor = try {
      try ModelZoo(home: directory.path).load("tiny").tensor("embeddings.word")
    }()
    let sum = try await Task { try tensor.floats().reduce(0, +) }.value
    #expect(sum == 504)
    let bytes = tensor.bytes
    #expect(bytes.byteCount == 256)
  }
}
