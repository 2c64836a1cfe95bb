public import ZooTensors

/// An open native package: its manifest, proven to agree with its files, and the mapped weights.
///
/// Opening reads the manifest and the headers and checks every file's size, but no weight byte; see
/// ``PackageVerifier`` for the check of every byte. The value may be copied and sent freely; its
/// regions keep the mappings alive.
public struct PackageReader: Sendable {
  /// The directory.
  public let path: String
  /// What the package says about itself.
  public let manifest: Manifest
  /// The mapped weight files by name.
  private let weights: [String: ByteRegion]

  /// Opens a package directory.
  ///
  /// Complexity: O(manifest + headers); no byte of a tensor is read.
  /// - Throws: ``FormatError`` where a file is missing, has another size than the manifest says, is
  ///   not a regular file, or where a header contradicts the manifest.
  public init(opening path: String, limits: ParsingLimits = .default) throws(FormatError) {
    let manifest = try PackageFiles.manifest(in: path, limits: limits).manifest
    var weights: [String: ByteRegion] = [:]
    for file in manifest.files {
      guard file.role == .weights else {
        try Self.checkSize(of: file, in: path)
        continue
      }
      weights[file.name] = ByteRegion(try PackageFiles.open(file, in: path))
    }
    try Self.checkHeaders(manifest, weights, limits: limits)
    self.path = path
    self.manifest = manifest
    self.weights = weights
  }

  /// Whether a directory has a file of the manifest's name; says nothing about its content.
  package static func isPackage(at path: String) -> Bool {
    // Any error means that there is no manifest to read.
    (try? PackageFiles.byteCount(of: Manifest.fileName, in: path)) != nil
  }

  /// The bytes of one tensor of the manifest.
  ///
  /// - Precondition: The tensor is one of this package's manifest.
  public func region(of tensor: Manifest.Tensor) throws(FormatError) -> ByteRegion {
    guard let file = weights[tensor.file] else {
      throw FormatError(.inconsistent, "there is no weight file '\(tensor.file)'", in: path)
    }
    return try file.part(offset: tensor.offset, count: tensor.spec.byteCount)
  }

  /// Maps a file of the package by its name.
  ///
  /// - Throws: ``FormatError`` where the manifest lists no such file, or where it changed its size.
  public func file(_ name: String) throws(FormatError) -> ByteRegion {
    if let region = weights[name] { return region }
    guard let file = manifest.files.first(where: { $0.name == name }) else {
      let names = manifest.files.map(\.name).joined(separator: ", ")
      throw FormatError(.io, "the package has no file '\(name)'; it has \(names)", in: path)
    }
    return ByteRegion(try PackageFiles.open(file, in: path))
  }

  private static func checkSize(
    of file: Manifest.File,
    in directory: String
  ) throws(FormatError) {
    let count = try PackageFiles.byteCount(of: file.name, in: directory)
    guard count == file.byteCount else {
      throw FormatError(
        .inconsistent,
        "expected \(file.byteCount) bytes, found \(count)",
        in: "\(directory)/\(file.name)"
      )
    }
  }

  /// Requires that headers and manifest list the same tensors at the same places.
  private static func checkHeaders(
    _ manifest: Manifest,
    _ weights: [String: ByteRegion],
    limits: ParsingLimits
  ) throws(FormatError) {
    var expected: [String: [Manifest.Tensor]] = [:]
    for tensor in manifest.tensors { expected[tensor.file, default: []].append(tensor) }
    for (name, region) in weights {
      let header = try SafetensorsHeader(region, profile: .native, limits: limits)
      // The native order makes the places unambiguous, so names decide for tensors without bytes.
      let order = SafetensorsHeader.nativeOrder((expected[name] ?? []).map(\.spec))
      let byName = Dictionary(
        uniqueKeysWithValues: (expected[name] ?? []).map { ($0.spec.name, $0) }
      )
      let tensors = order.compactMap { byName[$0.name] }
      guard tensors.count == header.entries.count else {
        throw FormatError(
          .inconsistent,
          "the header lists \(header.entries.count) tensors, the manifest \(tensors.count)",
          in: region.name
        )
      }
      for (tensor, entry) in zip(tensors, header.entries) {
        guard tensor.spec == entry.spec, tensor.spec.name.hasSameUTF8(as: entry.spec.name),
          tensor.offset == header.dataOffset + entry.range.lowerBound
        else {
          throw FormatError(
            .inconsistent,
            "the header has '\(entry.spec.name)' \(entry.spec.dtype) \(entry.spec.shape), the "
              + "manifest has '\(tensor.spec.name)' \(tensor.spec.dtype) \(tensor.spec.shape) at "
              + "byte \(tensor.offset)",
            at: header.dataOffset + entry.range.lowerBound,
            in: region.name
          )
        }
      }
    }
  }
}
