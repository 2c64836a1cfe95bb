import ZooTensors

/// The files `params_0.npy` to `params_9.npy` of OpenAI's first GPT: consecutive parts of one row of
/// numbers, which `params_shapes.json` cuts into arrays.
///
/// The arrays have no names; they are called `params[0]`, `params[1]` and so on.
/// Source: `openai/finetune-transformer-lm`, `train.py`.
struct NumPyCutRow {
  private static let shapesName = "params_shapes.json"

  /// The parts in the order of their numbers.
  private let parts: [String]
  private let shapesPath: String
  /// Further arrays in the directory.
  private let others: [String]
  private let isComplete: Bool

  /// All files, sorted by path.
  var paths: [String] { (parts + others + [shapesPath]).sorted { $0.precedesInUTF8($1) } }

  /// Finds the files beside `path`, which is one of them; `nil` where there is no list of shapes.
  init?(around path: String, in tree: any SourceTree) {
    let directory = NumPyLayout.directory(of: path)
    shapesPath = directory + Self.shapesName
    guard tree.contains(shapesPath) else { return nil }
    var numbered: [Int: String] = [:]
    var others: [String] = []
    for file in NumPyLayout.neighbours(of: path, in: tree) {
      let name = file.dropFirst(directory.count)
      if name.hasPrefix("params_"), let number = Int(name.dropFirst(7).dropLast(4)),
        name == "params_\(number).npy"
      {
        numbered[number] = file
      } else {
        others.append(file)
      }
    }
    guard !numbered.isEmpty else { return nil }
    parts = numbered.keys.sorted().compactMap { numbered[$0] }
    self.others = others
    isComplete = Set(numbered.keys) == Set(0..<numbered.count)
  }

  /// Cuts the row.
  ///
  /// - Throws: ``FormatError`` where a part is missing or is no row, where the parts differ in their
  ///   type, or where the shapes do not take all numbers.
  func read(
    from tree: any SourceTree,
    into contents: inout NumPyContents,
    limits: ParsingLimits
  ) throws(FormatError) {
    let shapes = try shapes(in: tree, limits)
    var row: [ByteRegion] = []
    var rowType: NumPyType?
    for path in parts {
      do throws(FormatError) {
        let file = try tree.open(path)
        let arrays = try NumPyFile.arrays(in: file, limits: limits)
        guard arrays.count == 1, let array = arrays.first, array.header.shape.rank == 1,
          case .numbers(let type) = array.header.elements
        else {
          throw FormatError(.invalidValue, "expected one row of numbers")
        }
        guard rowType == nil || rowType == type else {
          throw FormatError(.inconsistent, "the numbers are of another type than those before")
        }
        rowType = type
        row.append(try file.part(offset: array.offset, count: array.byteCount))
      } catch {
        throw error.inFile(path)
      }
    }
    guard let rowType, let width = rowType.dtype.byteWidth else { return }
    var rest = Rest(row)
    for (number, shape) in shapes.enumerated() {
      let name = "params[\(number)]"
      let count = try shape.elementCount.multiplied(by: width, "the size of \(name)")
      guard let pieces = try rest.take(count) else {
        throw FormatError(
          .inconsistent,
          "the shapes take more numbers than there are; '\(name)' of shape \(shape) is not complete",
          in: shapesPath
        )
      }
      let content = JoinedContent(pieces, byteCount: count, name: name)
      try contents.add(NumPyArray(rowType, shape, content: content).stored(as: name))
    }
    guard rest.isEmpty else {
      throw FormatError(
        .inconsistent,
        "the \(shapes.count) shapes leave numbers over",
        in: shapesPath
      )
    }
    for path in others {
      try NumPyFile.read(path, in: tree, into: &contents, limits: limits)
    }
  }

  private func shapes(
    in tree: any SourceTree,
    _ limits: ParsingLimits
  ) throws(FormatError) -> [Shape] {
    guard isComplete else {
      throw FormatError(
        .inconsistent,
        "the \(parts.count) files params_….npy are not numbered from 0 without a gap; fetch the "
          + "missing ones",
        in: shapesPath
      )
    }
    do throws(FormatError) {
      guard let list = try StrictJSON.parse(try tree.open(shapesPath), limits: limits).arrayValue
      else {
        throw FormatError(.invalidValue, "expected a list of shapes")
      }
      var shapes: [Shape] = []
      for element in list {
        var extents: [Int] = []
        for extent in element.arrayValue ?? [] {
          guard let extent = extent.intValue else {
            throw FormatError(.invalidValue, "an extent of a shape is no integer")
          }
          extents.append(extent)
        }
        guard element.arrayValue != nil else {
          throw FormatError(.invalidValue, "a shape is no list of integers")
        }
        shapes.append(try Shape(extents, limits: limits))
      }
      return shapes
    } catch {
      throw error.inFile(shapesPath)
    }
  }

  /// What is left of the row.
  private struct Rest {
    private let regions: [ByteRegion]
    /// The region of the next number, and the bytes of it that were taken.
    private var index = 0
    private var taken = 0

    init(_ regions: [ByteRegion]) { self.regions = regions.filter { $0.byteCount > 0 } }

    var isEmpty: Bool { index == regions.count }

    /// The next bytes, or `nil` where there are fewer.
    mutating func take(_ count: Int) throws(FormatError) -> [ByteRegion]? {
      var missing = count
      var pieces: [ByteRegion] = []
      while missing > 0 {
        guard index < regions.count else { return nil }
        let region = regions[index]
        let part = min(missing, region.byteCount - taken)
        pieces.append(try region.part(offset: taken, count: part))
        missing -= part
        taken += part
        if taken == region.byteCount { (index, taken) = (index + 1, 0) }
      }
      return pieces
    }
  }
}
