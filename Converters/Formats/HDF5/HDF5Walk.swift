import ZooTensors

/// Every object of a file, found from the root group on.
struct HDF5Walk {
  /// A dataset with its path, components joined by `/`, without one at the beginning.
  struct Found: Sendable {
    let path: String
    let header: HDF5ObjectHeader
  }

  /// The datasets, sorted by path.
  private(set) var datasets: [Found] = []
  /// The headers of the groups by path; the root is "".
  private(set) var groups: [String: HDF5ObjectHeader] = [:]
  /// Links that are passed over.
  private(set) var notes: [String] = []
  private let file: HDF5File
  private var addresses: Set<Int> = []
  private var headers: [Int: HDF5ObjectHeader] = [:]

  /// Walks through a file.
  ///
  /// - Throws: ``FormatError`` where a group is reached twice, where groups are nested too deeply,
  ///   or where a table is damaged.
  init(_ file: HDF5File) throws(FormatError) {
    self.file = file
    let root = try HDF5ObjectHeader(in: file, at: file.root)
    guard HDF5Group.isGroup(root) else {
      throw FormatError(
        .invalidValue,
        "the root object is no group",
        at: file.position(file.root)
      )
    }
    try enter(root, "", depth: 0)
    datasets.sort { $0.path.precedesInUTF8($1.path) }
  }

  private mutating func enter(
    _ header: HDF5ObjectHeader,
    _ path: String,
    depth: Int
  ) throws(FormatError) {
    try file.limits.checkNesting(
      depth,
      of: "the nesting of groups",
      at: file.position(header.address)
    )
    guard addresses.insert(header.address).inserted else {
      throw FormatError(
        .inconsistent,
        "the group '\(printable(path))' is reached twice, so that groups may contain themselves",
        at: file.position(header.address)
      )
    }
    groups[path] = header
    for link in try HDF5Group.links(of: header, in: file) {
      let inner = path.isEmpty ? link.name : "\(path)/\(link.name)"
      switch link.target {
      case .path(let target):
        notes.append("passed over the soft link '\(inner)' to '\(printable(target))'")
      case .object(let address): try visit(address, inner, depth: depth)
      }
    }
  }

  /// The header of an object, read once however many names lead to it.
  private mutating func header(
    at address: Int,
    _ path: String
  ) throws(FormatError) -> HDF5ObjectHeader {
    if let known = headers[address] { return known }
    do throws(FormatError) {
      let header = try HDF5ObjectHeader(in: file, at: address)
      headers[address] = header
      return header
    } catch {
      throw FormatError(error.code, "'\(printable(path))': \(error.message)", at: error.offset)
    }
  }

  private mutating func visit(
    _ address: Int,
    _ path: String,
    depth: Int
  ) throws(FormatError) {
    let header = try header(at: address, path)
    if HDF5Dataset.isDataset(header) {
      try file.limits.checkTensorCount(datasets.count + 1, of: "the number of datasets")
      datasets.append(Found(path: path, header: header))
    } else if HDF5Group.isGroup(header) {
      try enter(header, path, depth: depth + 1)
    } else {
      notes.append("passed over '\(path)', which is neither a group nor a dataset")
    }
  }
}
