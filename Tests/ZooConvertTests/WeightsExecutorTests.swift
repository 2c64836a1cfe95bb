import Foundation
import Testing
import ZooConvert
import ZooFormats
import ZooPackage
import ZooTensors
import ZooTestSupport

/// Whatever the buffers, the bytes are the same.
@Suite
struct WeightsExecutorTests {
  /// Sources of odd sizes, and results that are arranged in every way.
  private struct Work {
    var sources: [StoredTensor] = []
    var items: [WeightsFileJob.Item] = []

    init(cast: DType? = nil) throws {
      let matrix = try add("matrix", [7, 13])
      let wide = try add("wide", [2, 3, 5])
      let row = try add("row", [13])
      let empty = try add("empty", [0, 4])
      let big = try add("big", [50, 40])
      let values: [(String, TensorValue)] = [
        ("plain", matrix), ("turned", try matrix.transposed()),
        ("permuted", try wide.permuted([2, 0, 1])),
        ("joined", try .concatenated([matrix, try row.reshaped([1, 13])], axis: 0)),
        ("cut", try matrix.sliced(axis: 1, start: 3, count: 7)),
        ("padded", try wide.padded(axis: 1, by: 4)), ("empty", empty), ("row", row),
        ("big", try big.transposed()), ("zeros", TensorValue(zeros: [3, 3])),
      ]
      let cast = try cast.flatMap { try ElementCast(from: .f32, to: $0) }
      items = values.map {
        WeightsFileJob.Item(name: $0.0, value: $0.1, storedType: .f32, cast: cast)
      }
    }

    private mutating func add(_ name: String, _ shape: [Int]) throws -> TensorValue {
      let count = shape.reduce(1, *)
      let bytes = (0..<count).flatMap { index in
        let bits = Float(index * 37 % 1009 + sources.count).bitPattern
        return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt32($0))) }
      }
      let shape = try Shape(shape)
      let value = TensorValue(source: sources.count, shape: shape)
      sources.append(
        StoredTensor(
          name: name,
          dtype: .f32,
          shape: shape,
          content: ByteRegion(try ByteStore.copying(bytes, name: name))
        )
      )
      return value
    }

    /// Writes the file and returns its bytes.
    func write(buffer: Int, count: Int) throws -> (bytes: [UInt8], result: WeightsFileResult) {
      let directory = try TemporaryDirectory()
      let producer = TensorProducer(sources: sources, values: items.map(\.value))
      let executor = WeightsExecutor(
        producer: producer,
        bufferByteCount: buffer,
        bufferCount: count
      )
      let job = WeightsFileJob(
        path: directory.path("weights"),
        header: [1, 2, 3, 4, 5],
        items: items
      )
      var written = 5
      let result = try executor.write(job) { (bytes) throws(ZooError) in written += bytes }
      let bytes = try directory.read("weights")
      #expect(written == bytes.count)
      #expect(job.byteCount == bytes.count)
      return (bytes, result)
    }
  }

  @Test(
    arguments: [4, 8, 12, 20, 52, 56, 100, 364, 4096],
    [nil, DType.f16, .bf16, .f64] as [DType?]
  )
  func `tiny buffers give the same file and digests`(_ buffer: Int, _ cast: DType?) throws {
    // A buffer holds at least one element of the wider type.
    guard buffer >= 8 || cast != .f64 else { return }
    let work = try Work(cast: cast)
    let whole = try work.write(buffer: 1 << 20, count: 4)
    let parts = try work.write(buffer: buffer, count: buffer % 3 + 1)
    #expect(parts.bytes == whole.bytes)
    #expect(parts.result.digest == whole.result.digest)
    #expect(parts.result.itemDigests == whole.result.itemDigests)
    #expect(SHA256Digest(bytes: parts.result.digest) == SHA256Digest(of: parts.bytes))
    var offset = 5
    for (item, digest) in zip(work.items, parts.result.itemDigests) {
      let width = (cast ?? .f32).bitWidth / 8
      let end = offset + item.value.elementCount * width
      #expect(
        SHA256Digest(bytes: digest) == SHA256Digest(of: Array(parts.bytes[offset..<end])),
        "\(item.name)"
      )
      offset = end
    }
    #expect(offset == parts.bytes.count)
  }

  @Test(arguments: [4, 16, 1 << 20])
  func `finite values that become infinite are counted by tensor`(_ buffer: Int) throws {
    var file = SafetensorsBuilder()
    let large = (0..<40).map { $0 % 10 == 0 ? Float(70000) : Float($0) }
    try file.add("large", [5, 8], floats: large)
    try file.add("infinite", [2], floats: [.infinity, .nan])
    let tree = try MemoryTree(["m.safetensors": file.bytes()])
    let finder = CheckpointFinder()
    let candidate = try #require(try finder.candidates(in: tree).first)
    let sources = try finder.open(candidate, in: tree).tensors
    let values = sources.enumerated().map { TensorValue(source: $0, shape: $1.shape) }
    let cast = try ElementCast(from: .f32, to: .f16)
    let directory = try TemporaryDirectory()
    let result = try WeightsExecutor(
      producer: TensorProducer(sources: sources, values: values),
      bufferByteCount: buffer
    ).write(
      WeightsFileJob(
        path: directory.path("weights"),
        header: [],
        items: zip(sources, values).map {
          .init(name: $0.name, value: $1, storedType: .f32, cast: cast)
        }
      )
    ) { (_) throws(ZooError) in }
    #expect(result.overflows == ["large": 4])
    #expect(result.notFinite == ["infinite": 2])
  }

  @Test(
    arguments: [
      (DType.f16, [0x7c00, 0xfc00, 0x7e01, 0x7bff, 0x0001, 0x8000]),
      (.bf16, [0x7f80, 0xff80, 0x7fc1, 0x7f7f, 0x0001, 0x8000]),
      (.f32, [0x7f80_0000, 0xff80_0000, 0x7fc0_0001, 0x7f7f_ffff, 1, 0x8000_0000]),
      (.f64, [0x7ff0 << 48, 0xfff0 << 48, 0x7ff8 << 48 | 1, 0x7fef << 48, 1, 0x8000 << 48]),
      (.u8, [0xff, 0x7f, 0x7c]),
    ] as [(DType, [UInt64])]
  )
  func `91: values that are NaN or infinite are counted by tensor`(
    _ dtype: DType,
    _ values: [UInt64]
  ) throws {
    let width = UInt64(dtype.bitWidth / 8)
    let bytes = values.flatMap { value in
      (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let shape = try Shape([values.count])
    let content = ByteRegion(try ByteStore.copying(bytes, name: "w"))
    let sources = [StoredTensor(name: "w", dtype: dtype, shape: shape, content: content)]
    let value = TensorValue(source: 0, shape: shape)
    let directory = try TemporaryDirectory()
    let result = try WeightsExecutor(
      producer: TensorProducer(sources: sources, values: [value]),
      bufferByteCount: 16
    ).write(
      WeightsFileJob(
        path: directory.path("weights"),
        header: [],
        items: [.init(name: "w", value: value, storedType: dtype, cast: nil)]
      )
    ) { (_) throws(ZooError) in }
    #expect(result.notFinite == (dtype == .u8 ? [:] : ["w": 3]))
  }

  @Test
  func `whoever follows the progress may stop`() throws {
    let directory = try TemporaryDirectory()
    var calls = 0
    let error = #expect(throws: ZooError.self) {
      try BertFixture.prepare("transformers").write(to: directory.path) {
        (done, total) throws(ZooError) in
        calls += 1
        if done > total / 2 { throw ZooError(.interrupted, "enough") }
      }
    }
    #expect(error?.code == .interrupted)
    #expect(calls > 1)
    #expect(try !directory.names().contains("manifest.json"), "half a package has no manifest")
  }

  @Test
  func `an existing file is not overwritten`() throws {
    let directory = try TemporaryDirectory()
    try directory.write([1, 2, 3], to: "model.safetensors")
    let error = #expect(throws: ZooError.self) {
      try BertFixture.convert("transformers", into: directory)
    }
    #expect(error?.code == .cannotCreate)
    #expect(try directory.read("model.safetensors") == [1, 2, 3])
  }
}
