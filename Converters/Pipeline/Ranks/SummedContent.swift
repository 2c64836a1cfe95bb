import ZooFormats
import ZooTensors

/// The sum or the mean of one tensor over all ranks, computed when it is asked for.
///
/// Numbers are added in the order of the ranks and rounded to the stored type each time, as
/// frameworks do that merge such tensors.
final class SummedContent: TensorContent {
  private static let chunkElementCount = 1 << 17

  private let name: String
  private let ranks: [StoredTensor]
  private let isMean: Bool
  private let toWide: ElementCast?
  private let toStored: ElementCast?
  private let result = WeakStore()

  /// `ranks` have one type and shape; `nil` where it is not a floating-point type of 16 bits or more.
  init?(_ name: String, _ ranks: [StoredTensor], isMean: Bool) {
    let type = ranks[0].dtype
    guard [DType.f16, .bf16, .f32, .f64].contains(type) else { return nil }
    self.name = name
    self.ranks = ranks
    self.isMean = isMean
    // Casts exist between all these types.
    toWide = type == .f64 ? nil : try? ElementCast(from: type, to: .f32)
    toStored = type == .f64 ? nil : try? ElementCast(from: .f32, to: type)
  }

  /// The row-major result, in a scratch file.
  ///
  /// Complexity: O(bytes of all ranks), in memory of bounded size; again after the last user let go.
  func region() throws(FormatError) -> ByteRegion {
    try result.region { () throws(FormatError) in
      ranks[0].dtype == .f64 ? try compute(Double.self) : try compute(Float.self)
    }
  }

  private func compute<Number: BinaryFloatingPoint & BitwiseCopyable>(
    _ type: Number.Type
  ) throws(FormatError) -> ByteStore {
    let shape = ranks[0].shape
    let width = ranks[0].dtype.bitWidth / 8
    let values = ranks.enumerated().map {
      TensorValue(source: $0, shape: shape, strides: $1.strides)
    }
    let producer = TensorProducer(sources: ranks, values: values)
    let stored = ChunkBuffer(byteCount: Self.chunkElementCount * width)
    let wide = ChunkBuffer(byteCount: Self.chunkElementCount * MemoryLayout<Number>.stride)
    var sum = [Number](repeating: 0, count: min(Self.chunkElementCount, shape.elementCount))
    var scratch = try ScratchFile(byteCount: shape.elementCount * width, name: name)
    var start = 0
    while start < shape.elementCount {
      let count = min(Self.chunkElementCount, shape.elementCount - start)
      let bytes = unsafe UnsafeMutableRawBufferPointer(rebasing: stored.memory[..<(count * width)])
      let numbers = unsafe UnsafeMutableRawBufferPointer(
        rebasing: wide.memory[..<(count * MemoryLayout<Number>.stride)]
      )
      for (rank, value) in values.enumerated() {
        unsafe try producer.produce(
          value,
          range: start..<(start + count),
          width: width,
          into: bytes
        )
        unsafe widen(bytes, into: numbers)
        unsafe numbers.withMemoryRebound(to: Number.self) { numbers in
          for index in 0..<count {
            sum[index] = rank == 0 ? unsafe numbers[index] : sum[index] + (unsafe numbers[index])
          }
        }
        unsafe round(&sum, count, bytes, numbers)
      }
      if isMean {
        for index in 0..<count { sum[index] /= Number(ranks.count) }
        unsafe round(&sum, count, bytes, numbers)
      }
      unsafe try scratch.write(UnsafeRawBufferPointer(bytes), at: start * width)
      start += count
    }
    return try scratch.finish()
  }

  private func widen(
    _ bytes: UnsafeMutableRawBufferPointer,
    into numbers: UnsafeMutableRawBufferPointer
  ) {
    if let toWide {
      _ = unsafe toWide.convert(UnsafeRawBufferPointer(bytes), into: numbers)
    } else {
      unsafe numbers.copyMemory(from: UnsafeRawBufferPointer(bytes))
    }
  }

  /// Leaves the numbers in `bytes` in the stored type, and rounded to it in `sum`.
  private func round<Number: BinaryFloatingPoint & BitwiseCopyable>(
    _ sum: inout [Number],
    _ count: Int,
    _ bytes: UnsafeMutableRawBufferPointer,
    _ numbers: UnsafeMutableRawBufferPointer
  ) {
    unsafe sum.withUnsafeBytes { sum in
      // Safe: both buffers hold `count` numbers.
      unsafe numbers.copyMemory(from: UnsafeRawBufferPointer(rebasing: sum[..<numbers.count]))
    }
    guard let toStored else {
      return unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(numbers))
    }
    _ = unsafe toStored.convert(UnsafeRawBufferPointer(numbers), into: bytes)
    unsafe widen(bytes, into: numbers)
    unsafe numbers.withMemoryRebound(to: Number.self) { numbers in
      for index in 0..<count { sum[index] = unsafe numbers[index] }
    }
  }
}
