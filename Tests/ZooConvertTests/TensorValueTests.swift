import Testing
import ZooConvert
import ZooFormats
import ZooTensors

@Suite
struct TensorValueTests {
  /// Two sources with distinct elements, and the same as references.
  private func sources(
    _ shapes: [[Int]]
  ) throws -> (
    producer: ([TensorValue]) -> TensorProducer, values: [TensorValue], references: [ElementArray]
  ) {
    var stored: [StoredTensor] = []
    var values: [TensorValue] = []
    var references: [ElementArray] = []
    for (number, dimensions) in shapes.enumerated() {
      let reference = ElementArray(counting: dimensions, from: Int32(number) * 100_000)
      let bytes = reference.elements.flatMap { element in
        (0..<4).map { UInt8(truncatingIfNeeded: element >> Int32(8 * $0)) }
      }
      let shape = try Shape(dimensions)
      stored.append(
        StoredTensor(
          name: "source\(number)",
          dtype: .i32,
          shape: shape,
          content: ByteRegion(try ByteStore.copying(bytes, name: "test"))
        )
      )
      values.append(TensorValue(source: number, shape: shape))
      references.append(reference)
    }
    let all = stored
    return ({ TensorProducer(sources: all, values: $0) }, values, references)
  }

  private func elements(
    of value: TensorValue,
    by producer: TensorProducer,
    chunk: Int
  ) throws -> [Int32] {
    var result: [Int32] = []
    var start = 0
    while start < value.elementCount {
      let end = min(value.elementCount, start + chunk)
      let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: (end - start) * 4,
        alignment: 16
      )
      defer { unsafe buffer.deallocate() }
      unsafe try producer.produce(value, range: start..<end, width: 4, into: buffer)
      unsafe result += buffer.bindMemory(to: Int32.self)
      start = end
    }
    return result
  }

  @Test(arguments: 0..<400)
  func `random chains of operations equal an element-by-element reference`(_ seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    let rank = Int.random(in: 1...4, using: &generator)
    let shape = (0..<rank).map { _ in Int.random(in: 1...7, using: &generator) }
    let (producer, values, references) = try sources([shape, shape])
    var value = values[0]
    var reference = references[0]
    var log = "seed \(seed): \(shape)"
    for _ in 0..<Int.random(in: 1...7, using: &generator) {
      switch Int.random(in: 0..<7, using: &generator) {
      case 0:
        let order = Array(value.shape.indices).shuffled(using: &generator)
        log += " permute\(order)"
        value = try value.permuted(order)
        reference = reference.permuted(order)
      case 1 where !value.shape.isEmpty:
        let axis = Int.random(in: value.shape.indices, using: &generator)
        guard value.shape[axis] > 1 else { continue }
        let start = Int.random(in: 0..<value.shape[axis], using: &generator)
        let count = Int.random(in: 1...(value.shape[axis] - start), using: &generator)
        log += " slice(\(axis),\(start),\(count))"
        value = try value.sliced(axis: axis, start: start, count: count)
        reference = reference.sliced(axis: axis, start: start, count: count)
      case 2 where value.shape == shape:
        let axis = Int.random(in: value.shape.indices, using: &generator)
        log += " concat(\(axis))"
        value = try .concatenated([value, values[1]], axis: axis)
        reference = .concatenated([reference, references[1]], axis: axis)
      case 3 where value.elementCount > 1:
        // Merge everything, then split by a factor.
        let count = value.elementCount
        let factors = (1...count).filter { count % $0 == 0 }
        let factor = factors[Int.random(in: factors.indices, using: &generator)]
        guard let reshaped = try? value.reshaped([factor, count / factor]) else { continue }
        log += " reshape[\(factor), \(count / factor)]"
        value = reshaped
        reference = ElementArray(shape: [factor, count / factor], elements: reference.elements)
      case 4 where !value.shape.isEmpty:
        let axis = Int.random(in: value.shape.indices, using: &generator)
        log += " pad(\(axis), 2)"
        var zeros = value.shape
        zeros[axis] = 2
        value = try value.padded(axis: axis, by: 2)
        reference = .concatenated(
          [
            reference,
            ElementArray(shape: zeros, elements: [Int32](repeating: 0, count: zeros.reduce(1, *))),
          ],
          axis: axis
        )
      case 5 where !value.shape.isEmpty:
        let axis = Int.random(in: value.shape.indices, using: &generator)
        let extent = value.shape[axis]
        guard extent > 1 else { continue }
        let start = Int.random(in: 0..<extent, using: &generator)
        let count = Int.random(in: 0...min(extent - start, extent - 1), using: &generator)
        log += " omit(\(axis),\(start),\(count))"
        value = try value.omitting(axis: axis, start: start, count: count)
        reference = .concatenated(
          [
            reference.sliced(axis: axis, start: 0, count: start),
            reference.sliced(axis: axis, start: start + count, count: extent - start - count),
          ],
          axis: axis
        )
      default:
        log += " unsqueeze+squeeze"
        value = try value.unsqueezed(axis: value.shape.count).squeezed(axis: value.shape.count)
      }
    }
    #expect(value.shape == reference.shape, Comment(rawValue: log))
    let chunk = Int.random(in: 1...max(1, value.elementCount), using: &generator)
    let found = try elements(of: value, by: producer([value]), chunk: chunk)
    #expect(found == reference.elements, Comment(rawValue: "\(log), chunks of \(chunk)"))
  }

  @Test
  func `splitting heads, reordering and merging gives the fused order`() throws {
    // [3 * heads * head, hidden] in the order (heads, 3, head), as fused attention projections are.
    let (producer, values, _) = try sources([[3 * 2 * 5, 4]])
    let value = try values[0].reshaped([2, 3, 5, 4]).permuted([1, 0, 2, 3])
      .sliced(axis: 0, start: 1, count: 1).reshaped([10, 4])
    let found = try elements(of: value, by: producer([value]), chunk: 7)
    var expected: [Int32] = []
    for head in 0..<2 {
      let start = Int32((head * 3 + 1) * 20)
      expected += start..<(start + 20)
    }
    #expect(found == expected)
  }

  @Test
  func `operations that do not fit are refused`() throws {
    let (_, values, _) = try sources([[2, 3], [2, 4]])
    #expect(throws: ZooError.self) { try values[0].permuted([0, 0]) }
    #expect(throws: ZooError.self) { try values[0].sliced(axis: 1, start: 2, count: 2) }
    #expect(throws: ZooError.self) { try values[0].sliced(axis: 2, start: 0, count: 1) }
    #expect(throws: ZooError.self) { try values[0].omitting(axis: 1, start: 2, count: 2) }
    #expect(throws: ZooError.self) { try values[0].omitting(axis: 1, start: -1, count: 1) }
    #expect(throws: ZooError.self) { try values[0].omitting(axis: 2, start: 0, count: 1) }
    #expect(throws: ZooError.self) { try values[0].reshaped([5]) }
    #expect(throws: ZooError.self) { try values[0].squeezed(axis: 0) }
    #expect(throws: ZooError.self) { try TensorValue.concatenated(values, axis: 0) }
    #expect(throws: ZooError.self) { try TensorValue.concatenated([], axis: 0) }
    #expect(try TensorValue.concatenated(values, axis: 1).shape == [2, 7])
  }

  @Test
  func `a source with fewer bytes than its shape is an error, not a trap`() throws {
    let tensor = StoredTensor(
      name: "short",
      dtype: .i32,
      shape: try Shape([4, 4]),
      content: ByteRegion(try ByteStore.copying([1, 2, 3, 4], name: "short"))
    )
    let value = try TensorValue(source: 0, shape: tensor.shape).transposed()
    let producer = TensorProducer(sources: [tensor], values: [value])
    #expect(throws: FormatError.self) { try elements(of: value, by: producer, chunk: 16) }
  }
}
