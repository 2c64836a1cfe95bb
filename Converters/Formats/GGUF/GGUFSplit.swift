import ZooTensors

/// What a file says about the split that it is a part of.
struct GGUFSplit {
  private let file: GGUFFile
  /// The number of this part, from 0.
  let number: Int
  /// The number of parts.
  let count: Int
  /// The tensors of all parts.
  private let tensorCount: Int

  /// Reads the keys of a split; `nil` where the file is whole.
  init?(_ file: GGUFFile) throws(FormatError) {
    self.file = file
    do throws(FormatError) {
      guard let count = try file.metadata.count("split.count"), count > 1 else { return nil }
      guard let number = try file.metadata.count("split.no"),
        let tensorCount = try file.metadata.count("split.tensors.count")
      else {
        throw FormatError(
          .invalidValue,
          "the file is one of \(count) parts but lacks 'split.no' or 'split.tensors.count'"
        )
      }
      guard number < count, count <= 65_535 else {
        throw FormatError(.invalidValue, "part number \(number) of \(count) cannot be")
      }
      self.count = count
      self.number = number
      self.tensorCount = tensorCount
    } catch {
      throw error.inFile(file.path)
    }
  }

  /// Opens the parts after the first, and requires that all belong together.
  ///
  /// - Throws: ``FormatError`` where one is missing or says something else about the split, where a
  ///   tensor is in two of them, or where their number of tensors is not the stated one.
  func others(in tree: any SourceTree, limits: ParsingLimits) throws(FormatError) -> [GGUFFile] {
    guard let name = GGUFSplitName(file.path), name.index == 1, name.total == count else {
      throw FormatError(
        .inconsistent,
        "the file is the first of \(count) parts and must be named so, for example "
          + "'model-00001-of-\(String(repeating: "0", count: max(0, 5 - "\(count)".utf8.count)))\(count).gguf'",
        in: file.path
      )
    }
    var parts: [GGUFFile] = []
    var names = Set(file.tensors.map(\.name))
    for index in 1..<count {
      let path = try tree.siblingPath(name.name(of: index + 1), of: file.path)
      guard tree.contains(path) else {
        throw FormatError(
          .inconsistent,
          "part \(index + 1) of \(count), '\(path)', is not there; fetch it too",
          in: file.path
        )
      }
      let part = try GGUFFile(try tree.open(path), path, limits: limits)
      guard let split = try GGUFSplit(part), split.number == index, split.count == count,
        split.tensorCount == tensorCount
      else {
        throw FormatError(
          .inconsistent,
          "this file does not say that it is part \(index + 1) of \(count) with \(tensorCount) tensors "
            + "in all",
          in: path
        )
      }
      for tensor in part.tensors {
        guard names.insert(tensor.name).inserted else {
          throw FormatError(
            .inconsistent,
            "the tensor '\(printable(tensor.name))' is in an earlier part as well",
            in: path
          )
        }
      }
      parts.append(part)
    }
    guard names.count == tensorCount else {
      throw FormatError(
        .inconsistent,
        "the \(count) parts have \(names.count) tensors, stated are \(tensorCount)",
        in: file.path
      )
    }
    return parts
  }
}
