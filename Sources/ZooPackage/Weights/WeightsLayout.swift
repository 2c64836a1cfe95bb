public import ZooTensors

/// Where every tensor of a package lies, decided before the first byte is written.
///
/// The same tensors give the same layout in whatever order they are listed. Tensors are assigned to
/// files in the order of their names' UTF-8 bytes; a file is closed when the next tensor would make
/// it larger than the limit. A tensor is never split, so one above the limit has a file of its own.
/// Inside a file they lie in ``SafetensorsHeader/nativeOrder(_:)`` without gaps.
public struct WeightsLayout: Sendable {
  /// One tensor and its place.
  public struct Placement: Sendable, Hashable {
    /// The tensor's name, element type and shape.
    public let spec: TensorSpec
    /// The name of the file.
    public let file: String
    /// The first byte, counted from the start of the file.
    public let offset: Int
    /// The number of bytes.
    public var byteCount: Int { spec.byteCount }
  }

  /// One weight file.
  public struct File: Sendable, Hashable {
    /// `model.safetensors`, or `model-0000N-of-0000M.safetensors` where there are several.
    public let name: String
    /// Everything before the data: a multiple of 16,384 bytes.
    public let header: [UInt8]
    /// The tensors by increasing offset; each begins where the one before it ends.
    public let placements: [Placement]
    /// The size of the whole file.
    public let byteCount: Int
  }

  /// The largest file unless a caller states another size: 4 GiB.
  public static let defaultMaximumFileBytes = 4 << 30
  /// The name of the file that says which tensor lies in which of several files.
  public static let indexName = "model.safetensors.index.json"

  /// The weight files; one even where there are no tensors.
  public let files: [File]
  /// The bytes of ``indexName``; `nil` where there is one weight file.
  public let index: [UInt8]?

  /// Decides where the tensors lie.
  ///
  /// - Parameters:
  ///   - tensors: The tensors, each name once.
  ///   - maximumFileBytes: The largest file, its header included.
  /// - Throws: ``FormatError`` where a name is unusable or occurs twice, or a sum overflows.
  public init(
    tensors: [TensorSpec],
    maximumFileBytes: Int = defaultMaximumFileBytes
  ) throws(FormatError) {
    // One file's header with every tensor is at least as long as the header of any part of them.
    let reserved = try SafetensorsHeader.encode(SafetensorsHeader.nativeOrder(tensors)).count
    let groups = try Self.groups(
      tensors.sorted { $0.name.precedesInUTF8($1.name) },
      capacity: maximumFileBytes - reserved
    )
    var files: [File] = []
    for (position, group) in groups.enumerated() {
      let name = Self.fileName(position + 1, of: groups.count)
      files.append(try Self.file(name, group))
    }
    self.files = files
    index =
      files.count > 1 ? try Self.index(of: files.map { ($0.name, $0.placements.map(\.spec)) }) : nil
  }

  /// Every placement, file by file.
  public var placements: [Placement] { files.flatMap(\.placements) }

  /// The name of one of several weight files, counted from 1.
  public static func fileName(_ number: Int, of count: Int) -> String {
    guard count > 1 else { return "model.safetensors" }
    return "model-\(padded(number))-of-\(padded(count)).safetensors"
  }

  /// The bytes of the index of several weight files.
  package static func index(
    of files: [(name: String, specs: [TensorSpec])]
  ) throws(FormatError) -> [UInt8] {
    var map = JSONObject()
    var total = 0
    for file in files {
      for spec in file.specs {
        map[spec.name] = .string(file.name)
        total = try total.adding(spec.byteCount, "size of the weights")
      }
    }
    let root: JSONValue = [
      "metadata": ["total_size": .integer(Int64(total))], "weight_map": .object(map),
    ]
    return JSONWriter(expandedLevels: 2).bytes(of: root) + [0x0a]
  }

  private static func groups(
    _ tensors: [TensorSpec],
    capacity: Int
  ) throws(FormatError) -> [[TensorSpec]] {
    var groups: [[TensorSpec]] = []
    var current: [TensorSpec] = []
    var size = 0
    for tensor in tensors {
      let sum = try size.adding(tensor.byteCount, "size of the weights")
      if sum > capacity, !current.isEmpty {
        groups.append(current)
        current = []
        size = tensor.byteCount
      } else {
        size = sum
      }
      current.append(tensor)
    }
    return groups + [current]
  }

  /// The layout of one file, whose tensors may be listed in any order.
  static func file(_ name: String, _ tensors: [TensorSpec]) throws(FormatError) -> File {
    let specs = SafetensorsHeader.nativeOrder(tensors)
    let header = try SafetensorsHeader.encode(specs)
    var offset = header.count
    var placements: [Placement] = []
    for spec in specs {
      placements.append(Placement(spec: spec, file: name, offset: offset))
      offset = try offset.adding(spec.byteCount, "size of the weights")
    }
    return File(name: name, header: header, placements: placements, byteCount: offset)
  }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }
}
