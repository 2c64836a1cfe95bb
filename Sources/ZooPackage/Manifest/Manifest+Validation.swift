public import ZooTensors

extension Manifest {
  /// Proves that the parts of the manifest agree with each other, without looking at any file.
  ///
  /// - Throws: ``FormatError`` with the first contradiction.
  public func validate() throws(FormatError) {
    guard !name.isEmpty, !TensorName.hasControlCharacter(name) else {
      throw FormatError(.invalidValue, "the model name \(name.debugDescription) is not usable")
    }
    let sizes = try validateFiles()
    try validateTensors(sizes)
    try validateWeightFileNames(sizes)
    for file in vocabulary.files where sizes[file] == nil {
      throw FormatError(
        .inconsistent,
        "the vocabulary file '\(file)' is not among the package's files"
      )
    }
    let computed = Self.fingerprint(of: tensors)
    guard computed == fingerprint else {
      throw FormatError(
        .inconsistent,
        "the fingerprint is \(fingerprint), but the tensors' digests give \(computed)"
      )
    }
  }

  private func validateFiles() throws(FormatError) -> [String: File] {
    var byName: [String: File] = [:]
    var folded: Set<String> = [Self.fileName]
    var previous = ""
    for file in files {
      try Self.requirePlainName(file.name)
      guard folded.insert(file.name.lowercased()).inserted else {
        throw FormatError(
          .invalidValue,
          "the file name '\(file.name)' is taken, perhaps in another spelling"
        )
      }
      guard previous.precedesInUTF8(file.name) else {
        throw FormatError(.invalidValue, "the files are not sorted: '\(file.name)' comes too late")
      }
      previous = file.name
      byName[file.name] = file
    }
    return byName
  }

  private func validateTensors(_ byName: [String: File]) throws(FormatError) {
    var names: Set<String> = []
    names.reserveCapacity(tensors.count)
    var previous = ""
    var file: File?
    for tensor in tensors {
      let name = tensor.spec.name
      guard previous.precedesInUTF8(name) else {
        throw FormatError(.invalidValue, "the tensors are not sorted: '\(name)' comes too late")
      }
      previous = name
      guard names.insert(name).inserted else { throw Self.repeated(name) }
      for alias in tensor.aliases where !names.insert(alias).inserted {
        throw Self.repeated(alias)
      }
      if file?.name != tensor.file { file = byName[tensor.file] }
      guard let file, file.role == .weights else {
        throw FormatError(
          .inconsistent,
          "'\(name)' lies in '\(tensor.file)', which is not a weight file of the package"
        )
      }
      guard tensor.offset <= file.byteCount,
        tensor.spec.byteCount <= file.byteCount - tensor.offset
      else {
        throw FormatError(
          .inconsistent,
          "'\(name)' ends outside '\(tensor.file)', which has \(file.byteCount) bytes"
        )
      }
    }
    var total = 0
    for file in files { total = try total.adding(file.byteCount, "size of the package") }
  }

  private static func repeated(_ name: String) -> FormatError {
    FormatError(.invalidValue, "the tensor name or alias '\(name)' occurs twice")
  }

  private func validateWeightFileNames(_ byName: [String: File]) throws(FormatError) {
    let names = weightFiles
    let expected = (1...max(1, names.count)).map { WeightsLayout.fileName($0, of: names.count) }
    guard names == expected else {
      throw FormatError(.inconsistent, "the weight files are \(names), expected \(expected)")
    }
    let hasIndex = byName[WeightsLayout.indexName]?.role == .index
    let indexes = files.count { $0.role == .index }
    guard indexes == (names.count > 1 ? 1 : 0), hasIndex == (names.count > 1) else {
      throw FormatError(
        .inconsistent,
        names.count > 1
          ? "there are \(names.count) weight files but no '\(WeightsLayout.indexName)'"
          : "there is an index of weight files but only one weight file"
      )
    }
  }

  /// Requires a name that can only mean a file directly in the package's directory.
  static func requirePlainName(_ name: String) throws(FormatError) {
    let isPlain =
      !name.isEmpty && name.utf8.count <= 255 && name.utf8.first != UInt8(ascii: ".")
      && !name.utf8.contains {
        [UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: ":")].contains($0)
      }
      && !TensorName.hasControlCharacter(name)
    guard isPlain else {
      throw FormatError(
        .invalidValue,
        "\(name.debugDescription) is not a plain file name, so it is not opened"
      )
    }
  }
}
