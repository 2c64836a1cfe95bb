import CZooKernels
import ZooTensors

/// The row-major bytes of a tensor that is stored with strides, copied when they are asked for.
final class GatheredContent: TensorContent {
  /// The most bytes that are put together in memory at a time, but for a single row.
  private static let chunkByteCount = 4 << 20

  private let content: any TensorContent
  private let shape: Shape
  private let strides: [Int]
  private let width: Int
  private let packed = WeakStore()

  /// `strides` are in elements of `width` bytes, one for each axis, and not negative.
  init(_ content: any TensorContent, shape: Shape, strides: [Int], width: Int) {
    self.content = content
    self.shape = shape
    self.strides = strides
    self.width = width
  }

  /// The elements in row-major order, in a scratch file.
  ///
  /// Complexity: O(bytes), in memory of bounded size; again after the last user let go of it.
  /// - Throws: ``FormatError`` where an element lies outside of the stored bytes.
  func region() throws(FormatError) -> ByteRegion {
    try packed.region { () throws(FormatError) in try pack(try content.region()) }
  }

  private func pack(_ source: ByteRegion) throws(FormatError) -> ByteStore {
    let byteCount = try shape.elementCount.multiplied(by: width, "the bytes of a tensor")
    var scratch = try ScratchFile(byteCount: byteCount, name: source.name)
    guard byteCount > 0 else { return try scratch.finish() }
    try requireExtent(source)
    // A scalar is an axis of one element.
    let extents = shape.rank == 0 ? [1] : shape.dimensions
    let steps = shape.rank == 0 ? [1] : shape.rowMajorStrides
    let strides = shape.rank == 0 ? [1] : self.strides
    // A chunk is a run of rows along one axis, below fixed indices of the axes before it.
    let axis = steps.firstIndex { $0 * width <= Self.chunkByteCount } ?? extents.count - 1
    let rows = min(max(1, Self.chunkByteCount / (steps[axis] * width)), extents[axis])
    let target = UnsafeMutableRawBufferPointer.allocate(
      byteCount: rows * steps[axis] * width,
      alignment: 64
    )
    defer { unsafe target.deallocate() }
    var outer = [Int](repeating: 0, count: axis)
    var end = 0
    repeat {
      let base = zip(outer, strides).reduce(0) { $0 + $1.0 * $1.1 }
      for first in Swift.stride(from: 0, to: extents[axis], by: rows) {
        let count = min(rows, extents[axis] - first)
        // Safe: the last element that the strides reach was proven to lie in the source, and a
        // chunk has no more rows than its buffer.
        unsafe source.bytes.withUnsafeBytes { bytes in
          unsafe zoo_gather(
            target.baseAddress,
            bytes.baseAddress.map { unsafe $0 + (base + first * strides[axis]) * width },
            width,
            extents.count - axis,
            [Int64(count)] + extents[(axis + 1)...].map(Int64.init),
            steps[axis...].map(Int64.init),
            strides[axis...].map(Int64.init)
          )
        }
        let bytes = count * steps[axis] * width
        unsafe try scratch.write(UnsafeRawBufferPointer(rebasing: target[..<bytes]), at: end)
        end += bytes
      }
    } while SlicedContent.advance(&outer, extents)
    return try scratch.finish()
  }

  private func requireExtent(_ source: ByteRegion) throws(FormatError) {
    var last = 0
    for (extent, stride) in zip(shape.dimensions, strides) {
      guard stride >= 0 else { throw FormatError(.invalidValue, "a stride is negative") }
      last = try last.adding(try (extent - 1).multiplied(by: stride, "a stride"), "an extent")
    }
    let needed = try last.adding(1, "an extent").multiplied(by: width, "an extent")
    guard strides.count == shape.rank, needed <= source.byteCount else {
      throw FormatError(
        .inconsistent,
        "a tensor of shape \(shape) needs \(needed) bytes, its storage has \(source.byteCount)",
        in: source.name
      )
    }
  }
}
