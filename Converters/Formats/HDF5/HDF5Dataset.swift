import ZooTensors

/// A dataset as its header describes it.
struct HDF5Dataset: Sendable {
  /// The extents; `nil` for a space without any element.
  let shape: Shape?
  /// What the elements are, as the header says.
  let type: HDF5Datatype
  private let file: HDF5File
  private let space: HDF5Dataspace
  private let layout: HDF5Layout
  private let filters: HDF5Filters
  private let fill: HDF5FillValue

  /// Whether a header is that of a dataset.
  static func isDataset(_ header: HDF5ObjectHeader) -> Bool {
    header.messages.contains { $0.kind == .layout }
  }

  /// Reads the header of a dataset.
  ///
  /// - Throws: ``FormatError`` where it lacks a message, or for what is not read: elements in other
  ///   files, other filters, numbers of odd layouts.
  init(_ header: HDF5ObjectHeader, in file: HDF5File) throws(FormatError) {
    self.file = file
    if let message = header.messages.first(where: { $0.kind == .externalFiles }) {
      throw FormatError(
        .unsupported,
        "its elements are in external files, which are not read; copy it into this file",
        at: message.body.position
      )
    }
    guard let spaceMessage = try header.message(.dataspace),
      let typeMessage = try header.message(.datatype),
      let layoutMessage = try header.message(.layout)
    else {
      throw FormatError(
        .invalidValue,
        "a dataset needs a dataspace, a datatype and a layout",
        at: file.position(header.address)
      )
    }
    space = try HDF5Dataspace(spaceMessage.body, in: file)
    shape = try space.dimensions.map { (dimensions) throws(FormatError) in
      try Shape(dimensions, limits: file.limits)
    }
    type = try HDF5Datatype(typeMessage.body)
    layout = try HDF5Layout(layoutMessage.body, in: file)
    filters = try HDF5Filters(of: header, elementByteCount: type.byteCount)
    fill = try HDF5FillValue(of: header, elementByteCount: type.byteCount)
  }

  /// The elements in row-major order and in the byte order of the file.
  ///
  /// - Throws: ``FormatError`` where the layout contradicts the shape or leads outside the file.
  func content(named name: String) throws(FormatError) -> any TensorContent {
    let count = shape?.elementCount ?? 0
    let byteCount = try count.multiplied(by: type.byteCount, "the size of the elements")
    switch layout {
    case .compact(let bytes):
      try check(bytes.byteCount, expected: byteCount)
      return bytes
    case .contiguous(let address, let stated):
      guard filters.steps.isEmpty else {
        throw FormatError(.invalidValue, "filters without chunks")
      }
      guard let address else {
        // Nothing is there to be written for a dataset without elements.
        return byteCount == 0
          ? try file.region.part(offset: 0, count: 0)
          : HDF5UnwrittenContent(fill, byteCount: byteCount, name: name, limits: file.limits)
      }
      if let stated { try check(stated, expected: byteCount) }
      return try file.data(address, byteCount, "the elements")
    case .chunked(let chunking):
      guard let shape, chunking.elementByteCount == type.byteCount else {
        throw FormatError(
          .inconsistent,
          "the layout states elements of \(chunking.elementByteCount) bytes, the datatype of "
            + "\(type.byteCount)"
        )
      }
      let grid = try HDF5ChunkGrid(space, shape: shape, chunk: chunking.dimensions)
      guard byteCount > 0 else { return try file.region.part(offset: 0, count: 0) }
      return try HDF5ChunkedContent(
        chunking,
        grid: grid,
        filters: filters,
        fill: fill,
        width: type.byteCount,
        name: name,
        in: file
      )
    }
  }

  private func check(_ found: Int, expected: Int) throws(FormatError) {
    guard found == expected else {
      throw FormatError(
        .inconsistent,
        "elements of shape \(shape?.description ?? "[]") have \(expected) bytes, the layout states "
          + "\(found)"
      )
    }
  }
}
