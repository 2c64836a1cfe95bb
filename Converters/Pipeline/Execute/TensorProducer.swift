import CZooKernels
package import ZooFormats
package import ZooTensors

/// Produces the bytes of planned tensors, any range at a time, from the tensors of a checkpoint.
package struct TensorProducer: Sendable {
  /// The tensors that ``Piece/source`` numbers count.
  package let sources: [StoredTensor]
  private let regions: RegionCache

  /// `values` are all results that will be produced and released once each.
  package init(sources: [StoredTensor], values: [TensorValue]) {
    self.sources = sources
    var uses: [Int: Int] = [:]
    for value in values {
      for source in value.sources { uses[source, default: 0] += 1 }
    }
    regions = RegionCache(sources: sources, uses: uses)
  }

  /// Fills `buffer` with the elements `range` of the row-major result, in the sources' element type.
  ///
  /// - Throws: ``FormatError`` where a source's bytes are damaged or end too early.
  package func produce(
    _ value: TensorValue,
    range: Range<Int>,
    width: Int,
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(FormatError) {
    guard buffer.count == range.count * width, let target = buffer.baseAddress else {
      throw FormatError(
        .inconsistent,
        "a buffer of \(buffer.count) bytes for \(range.count) elements"
      )
    }
    let copies = value.copies(in: range)
    if copies.contains(where: { $0.source == nil }) {
      unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0)
    }
    for copy in copies {
      guard let source = copy.source else { continue }
      let region = try regions.region(of: source)
      guard copy.sourceEnd <= region.byteCount / width else {
        throw FormatError(
          .truncated,
          "tensor '\(sources[source].name)' needs \(copy.sourceEnd * width) bytes, found \(region.byteCount)",
          in: region.name
        )
      }
      let place = unsafe target + copy.targetOffset * width
      if copy.isContiguous {
        unsafe try region.read(
          into: UnsafeMutableRawBufferPointer(start: place, count: copy.elementCount * width),
          at: copy.sourceOffset * width
        )
      } else {
        unsafe gather(copy, region, width, place)
      }
    }
  }

  /// Lets the pages of a result's sources go, once no other result needs them.
  package func release(_ value: TensorValue) {
    for source in value.sources { regions.release(source) }
  }

  private func gather(
    _ copy: CopyLoops,
    _ region: ByteRegion,
    _ width: Int,
    _ target: UnsafeMutableRawPointer
  ) {
    let extents = copy.loops.map { Int64($0.extent) }
    let targetStrides = copy.loops.map { Int64($0.targetStride) }
    let sourceStrides = copy.loops.map { Int64($0.sourceStride) }
    unsafe region.bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      // Safe: the caller proved that the last source element is inside `region`, and the loops
      // were derived for exactly the elements of the target buffer.
      unsafe zoo_gather(
        target,
        base + copy.sourceOffset * width,
        width,
        extents.count,
        extents,
        targetStrides,
        sourceStrides
      )
    }
  }
}
