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
  ///
  /// The manifest determines every byte of a canonical header, so comparing bytes proves it. Only a
  /// header that differs is parsed, to say how.
  private static func checkHeaders(
    _ manifest: Manifest,
    _ weights: [String: ByteRegion],
    limits: ParsingLimits
  ) throws(FormatError) {
    var groups: [String: [Manifest.Tensor]] = [:]
    for tensor in manifest.tensors { groups[tensor.file, default: []].append(tensor) }
    for file in manifest.files where file.role == .weights {
      guard let region = weights[file.name] else { continue }
      let layout = try WeightsLayout.file(file.name, (groups[file.name] ?? []).map(\.spec))
      let isSame = unsafe region.bytes.extracting(first: layout.header.count).withUnsafeBytes {
        unsafe $0.elementsEqual(layout.header)
      }
      if !isSame || region.byteCount != layout.byteCount {
        try explainDifference(region, layout, limits: limits)
      }
      let offsets = Dictionary(
        uniqueKeysWithValues: layout.placements.map { ($0.spec.name, $0.offset) }
      )
      for tensor in groups[file.name] ?? [] where offsets[tensor.spec.name] != tensor.offset {
        throw FormatError(
          .inconsistent,
          "'\(tensor.spec.name)' is said to lie at byte \(tensor.offset), but it lies at "
            + "\(offsets[tensor.spec.name] ?? 0)",
          in: region.name
        )
      }
    }
  }

  private static func explainDifference(
    _ region: ByteRegion,
    _ layout: WeightsLayout.File,
    limits: ParsingLimits
  ) throws(FormatError) -> Never {
    let header = try SafetensorsHeader(region, profile: .native, limits: limits)
    let expected = layout.placements.map(\.spec)
    for (found, expected) in zip(header.entries.map(\.spec), expected)
    where found != expected || !found.name.hasSameUTF8(as: expected.name) {
      throw FormatError(
        .inconsistent,
        "the header has '\(found.name)' \(found.dtype) \(found.shape) where the manifest has "
          + "'\(expected.name)' \(expected.dtype) \(expected.shape)",
        in: region.name
      )
    }
    throw FormatError(
      .inconsistent,
      "the header lists \(header.entries.count) tensors, the manifest \(expected.count)",
      in: region.name
    )
  }
}
