import CZooKernels
import ZooTensors

/// The bytes of a partitioned variable, put together in a scratch file.
final class SlicedContent: TensorContent {
  /// One slice: where it belongs, and its own row-major bytes.
  struct Piece: Sendable {
    let box: SliceBox
    let content: any TensorContent
  }

  /// The most bytes that are put together in memory at a time.
  private static let chunkByteCount = 4 << 20

  private let pieces: [Piece]
  private let shape: Shape
  private let width: Int
  private let name: String
  private let assembled = WeakStore()

  /// `pieces` must cover `shape`, every element once; an element has `width` bytes.
  init(_ pieces: [Piece], shape: Shape, width: Int, name: String) {
    self.pieces = pieces
    self.shape = shape
    self.width = width
    self.name = name
  }

  /// The whole variable.
  ///
  /// Complexity: O(bytes), in memory of bounded size; again after the last user let go of it.
  func region() throws(FormatError) -> ByteRegion {
    try assembled.region { () throws(FormatError) in try assemble() }
  }

  private func assemble() throws(FormatError) -> ByteStore {
    var sources: [(piece: BoxLayout, region: ByteRegion)] = []
    for piece in pieces {
      let layout = BoxLayout(starts: piece.box.starts, shape: piece.box.shape)
      sources.append((layout, try piece.content.region()))
    }
    let whole = BoxLayout(starts: shape.dimensions.map { _ in 0 }, shape: shape)
    var scratch = try ScratchFile(byteCount: shape.elementCount * width, name: name)
    guard shape.elementCount > 0 else { return try scratch.finish() }

    // A chunk is a run of whole rows along one axis, below fixed indices of the axes before it.
    let rank = whole.extents.count
    let axis =
      whole.strides.firstIndex { $0 * width <= Self.chunkByteCount } ?? rank - 1
    let step = max(1, Self.chunkByteCount / (whole.strides[axis] * width))
    let rows = min(step, whole.extents[axis])
    let capacity = rows * whole.strides[axis] * width
    let target = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 64)
    defer { unsafe target.deallocate() }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 64)
    defer { unsafe buffer.deallocate() }

    var outer = [Int](repeating: 0, count: axis)
    repeat {
      let base = zip(outer, whole.strides).reduce(0) { $0 + $1.0 * $1.1 }
      for first in stride(from: 0, to: whole.extents[axis], by: rows) {
        let range = first..<min(first + rows, whole.extents[axis])
        for (piece, region) in sources {
          guard let part = piece.part(below: outer, axis, range) else { continue }
          let bytes = part.range.count * piece.strides[axis] * width
          let source = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<bytes])
          unsafe try region.read(into: source, at: part.offset * width)
          let inner = (axis + 1)..<rank
          let start =
            (part.range.lowerBound - first) * whole.strides[axis]
            + inner.reduce(0) { $0 + piece.starts[$1] * whole.strides[$1] }
          // Safe: the piece lies inside the variable and the rows inside the chunk, so that all
          // positions that the strides reach are in `target` and `source`.
          unsafe zoo_gather(
            target.baseAddress.map { unsafe $0 + start * width },
            source.baseAddress,
            width,
            rank - axis,
            [Int64(part.range.count)] + inner.map { Int64(piece.extents[$0]) },
            whole.strides[axis...].map(Int64.init),
            piece.strides[axis...].map(Int64.init)
          )
        }
        let bytes = range.count * whole.strides[axis] * width
        unsafe try scratch.write(
          UnsafeRawBufferPointer(rebasing: target[..<bytes]),
          at: (base + first * whole.strides[axis]) * width
        )
      }
    } while Self.advance(&outer, whole.extents)
    return try scratch.finish()
  }

  /// The next index of the outer axes, or `false` after the last.
  static func advance(_ index: inout [Int], _ extents: [Int]) -> Bool {
    for axis in index.indices.reversed() {
      index[axis] += 1
      if index[axis] < extents[axis] { return true }
      index[axis] = 0
    }
    return false
  }
}

/// A box inside a variable with the strides of its own bytes; a scalar is an axis of one element.
private struct BoxLayout {
  let starts: [Int]
  let extents: [Int]
  let strides: [Int]

  init(starts: [Int], shape: Shape) {
    self.starts = starts.isEmpty ? [0] : starts
    extents = shape.rank == 0 ? [1] : shape.dimensions
    strides = shape.rank == 0 ? [1] : shape.rowMajorStrides
  }

  /// The rows of the box in a range of one axis below fixed outer indices, and where they begin in
  /// the box's own elements; `nil` if there are none.
  func part(
    below outer: [Int],
    _ axis: Int,
    _ range: Range<Int>
  ) -> (range: Range<Int>, offset: Int)? {
    var offset = 0
    for (number, index) in outer.enumerated() {
      let local = index - starts[number]
      guard local >= 0, local < extents[number] else { return nil }
      offset += local * strides[number]
    }
    let rows = range.clamped(to: starts[axis]..<(starts[axis] + extents[axis]))
    guard !rows.isEmpty else { return nil }
    return (rows, offset + (rows.lowerBound - starts[axis]) * strides[axis])
  }
}
