import ZooFormats
import ZooTensors

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Whether two planned arrangements come to the same bytes.
struct ContentComparison {
  /// The tensors that arrangements refer to.
  let inventory: [StoredTensor]
  private static let bufferByteCount = 1 << 20

  /// Compares the bytes, unless the arrangements or their storage are the same.
  ///
  /// Complexity: O(bytes), in memory of bounded size.
  func areEqual(
    _ first: TensorValue,
    _ second: TensorValue,
    _ dtype: DType
  ) throws(FormatError) -> Bool {
    guard first.shape == second.shape else { return false }
    if first == second { return true }
    if try shareStorage(first, second) { return true }
    let width = dtype.bitWidth / 8
    let producer = TensorProducer(sources: inventory, values: [first, second])
    defer {
      producer.release(first)
      producer.release(second)
    }
    let left = ChunkBuffer(byteCount: Self.bufferByteCount)
    let right = ChunkBuffer(byteCount: Self.bufferByteCount)
    let total = first.elementCount
    let step = Self.bufferByteCount / width
    var start = 0
    while start < total {
      let end = min(total, start + step)
      let count = (end - start) * width
      let one = unsafe UnsafeMutableRawBufferPointer(rebasing: left.memory[0..<count])
      let two = unsafe UnsafeMutableRawBufferPointer(rebasing: right.memory[0..<count])
      unsafe try producer.produce(first, range: start..<end, width: width, into: one)
      unsafe try producer.produce(second, range: start..<end, width: width, into: two)
      guard let a = one.baseAddress, let b = two.baseAddress, unsafe memcmp(a, b, count) == 0
      else { return false }
      start = end
    }
    return true
  }

  /// Whether both are the same arrangement of the same bytes of one store.
  private func shareStorage(_ left: TensorValue, _ right: TensorValue) throws(FormatError) -> Bool {
    guard left.pieces.count == 1, right.pieces.count == 1, var first = left.pieces.first,
      var second = right.pieces.first, let a = first.source, let b = second.source
    else { return false }
    let regions = (
      try inventory[a].content.region(), try inventory[b].content.region()
    )
    first.source = nil
    second.source = nil
    return regions.0.store === regions.1.store && regions.0.range == regions.1.range
      && first == second
  }
}
