import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Tensors that are cut out of vectors which lie in pieces.
@Suite
struct FlatVectorTests {
  private func piece(_ values: [UInt8], dtype: DType = .u8) throws -> StoredTensor {
    StoredTensor(
      name: "p",
      dtype: dtype,
      shape: try Shape([values.count]),
      content: ByteRegion(try ByteStore.copying(values, name: "piece"))
    )
  }

  @Test
  func `a range may begin and end in any piece`() throws {
    var vector = FlatVector()
    try vector.append(try piece([0, 1, 2]))
    try vector.append(try piece([]))
    try vector.append(try piece([3, 4, 9, 9]), length: 2)
    try vector.append(try piece([5]))
    #expect(vector.count == 6)
    for start in 0...6 {
      for count in 0...(6 - start) {
        let tensor = try vector.tensor("t", try Shape([count]), from: start)
        let bytes = try tensor.content.region().prefix(9)
        #expect(bytes == (start..<(start + count)).map { UInt8($0) }, "\(start), \(count)")
      }
    }
    #expect(try vector.contents(from: 1, count: 2).count == 1, "one piece is lent as it lies")
  }

  @Test(arguments: [(-1, 1), (0, -1), (7, 0), (6, 1), (0, 7), (3, Int.max), (Int.max, 1)])
  func `a range outside is refused`(_ start: Int, _ count: Int) throws {
    var vector = FlatVector()
    try vector.append(try piece([0, 1, 2, 3, 4, 5]))
    let error = #expect(throws: FormatError.self) {
      try vector.contents(from: start, count: count)
    }
    #expect(error?.code == .inconsistent)
  }

  @Test
  func `pieces have one type and one row, and are long enough`() throws {
    var vector = FlatVector()
    try vector.append(try piece([0, 1]))
    #expect(throws: FormatError.self) { try vector.append(try piece([1], dtype: .i8)) }
    #expect(throws: FormatError.self) { try vector.append(try piece([1]), length: 2) }
    #expect(throws: FormatError.self) { try vector.append(try piece([1]), length: -1) }
    let matrix = StoredTensor(
      name: "m",
      dtype: .u8,
      shape: try Shape([1, 1]),
      content: try piece([1]).content
    )
    #expect(throws: FormatError.self) { try vector.append(matrix) }
    #expect(vector.count == 2)
  }

  @Test
  func `copies that differ are told when the bytes are asked for`() throws {
    let one = try piece([1, 2, 3]).content
    let two = try piece([1, 2, 4]).content
    #expect(try RepeatedContent([one, one], name: "w").region().prefix(3) == [1, 2, 3])
    for copies in [[one, two], [one, one, two], [one, try piece([1, 2]).content]] {
      let content = RepeatedContent(copies, name: "w")
      for _ in 0..<2 {
        let error = #expect(throws: FormatError.self) { try content.region() }
        #expect(error?.code == .inconsistent)
        #expect(error?.message.contains("'w' is stored several times") == true)
      }
    }
  }
}
