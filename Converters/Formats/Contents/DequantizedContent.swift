import CZooKernels
import ZooTensors

/// Quantized blocks, read as numbers when they are asked for.
final class DequantizedContent: TensorContent {
  /// Blocks that are decoded at a time; 2 MiB of single-precision numbers.
  private static let chunkBlockCount = 1 << 14

  private let content: any TensorContent
  private let decoder: BlockDecoder
  private let dtype: DType
  private let shape: Shape
  private let name: String
  private let decoded = WeakStore()

  /// `dtype` is F32, F16 or BF16; `shape` is in elements, a whole number of blocks.
  init(
    _ content: any TensorContent,
    _ decoder: BlockDecoder,
    _ dtype: DType,
    _ shape: Shape,
    name: String
  ) {
    self.content = content
    self.decoder = decoder
    self.dtype = dtype
    self.shape = shape
    self.name = name
  }

  /// The numbers, little-endian, in a scratch file.
  ///
  /// Complexity: O(bytes), in memory of bounded size; again after the last user let go of it.
  /// - Throws: ``FormatError`` where there are fewer blocks than the shape needs.
  func region() throws(FormatError) -> ByteRegion {
    try decoded.region { () throws(FormatError) in try decode(try content.region()) }
  }

  private func decode(_ source: ByteRegion) throws(FormatError) -> ByteStore {
    let blockCount = shape.elementCount / BlockDecoder.elementsPerBlock
    let width = decoder.bytesPerBlock
    guard source.byteCount / width >= blockCount else {
      throw FormatError(
        .truncated,
        "'\(printable(name))' needs \(blockCount) blocks of \(width) bytes, found "
          + "\(source.byteCount) bytes"
      )
    }
    let outputWidth = dtype.bitWidth / 8
    var scratch = try ScratchFile(byteCount: shape.elementCount * outputWidth, name: name)
    let capacity = min(Self.chunkBlockCount, max(blockCount, 1))
    let blocks = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity * width, alignment: 64)
    defer { unsafe blocks.deallocate() }
    let count = capacity * BlockDecoder.elementsPerBlock
    let numbers = UnsafeMutableBufferPointer<Float>.allocate(capacity: count)
    defer { unsafe numbers.deallocate() }
    let output = UnsafeMutableRawBufferPointer.allocate(byteCount: count * 4, alignment: 64)
    defer { unsafe output.deallocate() }
    for first in stride(from: 0, to: blockCount, by: capacity) {
      let part = min(capacity, blockCount - first)
      let stored = unsafe UnsafeMutableRawBufferPointer(rebasing: blocks[..<(part * width)])
      unsafe try source.read(into: stored, at: first * width)
      unsafe decoder.decode(UnsafeRawBufferPointer(stored), into: numbers)
      let elements = part * BlockDecoder.elementsPerBlock
      unsafe write(elements, of: numbers, into: output)
      unsafe try scratch.write(
        UnsafeRawBufferPointer(rebasing: output[..<(elements * outputWidth)]),
        at: first * BlockDecoder.elementsPerBlock * outputWidth
      )
    }
    return try scratch.finish()
  }

  /// Rounds the first numbers to the wanted type.
  private func write(
    _ count: Int,
    of numbers: UnsafeMutableBufferPointer<Float>,
    into output: UnsafeMutableRawBufferPointer
  ) {
    let type = dtype == .f16 ? ZOO_F16 : dtype == .bf16 ? ZOO_BF16 : ZOO_F32
    guard let target = output.baseAddress, let source = numbers.baseAddress else { return }
    // Safe: both buffers hold `count` elements of at most four bytes.
    _ = unsafe zoo_cast(target, type, source, ZOO_F32, count)
  }
}
