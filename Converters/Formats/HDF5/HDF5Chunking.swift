import ZooTensors

/// How a dataset is cut into boxes of one size, its chunks, and how they are found.
struct HDF5Chunking: Sendable {
  /// How chunks are found; an address is `nil` where nothing was written.
  enum Index: Sendable {
    /// A tree of the older kind.
    case tree(Int?)
    /// There is one chunk; filtered, it has a size and a mask of filters that were left out.
    case single(Int?, filtered: (byteCount: Int, mask: UInt32)?)
    /// All chunks lie one after the other.
    case implicit(Int?)
    case fixedArray(Int?)
    case extensibleArray(Int?)
    /// A tree of the newer kind.
    case recordTree(Int?)
  }

  /// The extents of a chunk.
  let dimensions: [Int]
  /// The size of an element, as the layout states it.
  let elementByteCount: Int
  let index: Index
  /// Whether chunks that reach over the dataset's edge are stored without filters.
  private(set) var leavesEdgesUnfiltered = false

  /// Takes the extents of an older layout, the element's size last.
  init(_ dimensions: [Int], index: Index, at position: Int) throws(FormatError) {
    guard let size = dimensions.last, dimensions.count > 1, dimensions.allSatisfy({ $0 > 0 }) else {
      throw FormatError(
        .invalidValue,
        "a layout of chunks has the dimensions \(dimensions)",
        at: position
      )
    }
    self.dimensions = Array(dimensions.dropLast())
    elementByteCount = size
    self.index = index
  }

  /// Reads a layout of version 4, after its version and class.
  init(_ cursor: inout ByteCursor, in file: HDF5File) throws(FormatError) {
    let place = cursor.position
    let flags = try cursor.read(UInt8.self)
    let rank = Int(try cursor.read(UInt8.self))
    let width = Int(try cursor.read(UInt8.self))
    var dimensions: [Int] = []
    for _ in 0..<rank { dimensions.append(try cursor.readNumber(width, "a dimension of a chunk")) }
    let kind = try cursor.read(UInt8.self)
    var filtered: (byteCount: Int, mask: UInt32)?
    switch kind {
    case 1 where flags & 0b10 != 0:
      let size = try cursor.readNumber(file.lengthWidth, "the size of a chunk")
      filtered = (size, try cursor.read(UInt32.self))
    case 1, 2: break
    case 3: try cursor.skip(1)  // the size of a page, which the array repeats
    case 4: try cursor.skip(5)  // parameters that the array repeats
    case 5: try cursor.skip(6)  // sizes that the tree repeats
    default:
      throw FormatError(.unsupported, "an index of chunks of type \(kind)", at: place)
    }
    let address = try cursor.readAddress(file.offsetWidth)
    let index: Index =
      switch kind {
      case 1: .single(address, filtered: filtered)
      case 2: .implicit(address)
      case 3: .fixedArray(address)
      case 4: .extensibleArray(address)
      default: .recordTree(address)
      }
    try self.init(dimensions, index: index, at: place)
    leavesEdgesUnfiltered = flags & 1 != 0
  }
}
