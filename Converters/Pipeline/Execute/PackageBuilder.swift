import ZooFormats
import ZooPackage
import ZooTensors

/// Writes a planned conversion as a complete package directory.
///
/// The manifest is written last: a directory without one is not a package, so nothing half-written
/// can be mistaken for a model.
struct PackageBuilder {
  let plan: ConversionPlan
  /// What the manifest says besides tensors and files.
  let description: PackageDescription
  /// Files that enter unchanged or generated, by name.
  let sideFiles: [SideFile]

  /// A small file of the package.
  struct SideFile {
    let name: String
    let role: Manifest.File.Role
    let content: [UInt8]
  }

  /// Writes everything into an existing empty directory.
  ///
  /// - Returns: the manifest; by tensor, finite values that became infinite through a cast, and stored
  ///   values that are NaN or infinite.
  /// - Throws: ``ZooError`` where a source is damaged or the disk is full; what was written stays for
  ///   the caller to remove with the directory.
  func write(
    to directory: String,
    progress: (Int) throws(ZooError) -> Void
  ) throws(ZooError) -> (
    manifest: Manifest, overflows: [String: Int], notFinite: [String: Int]
  ) {
    let layout = try weightsLayout()
    let producer = TensorProducer(sources: plan.inventory, values: plan.tensors.map(\.value))
    let executor = WeightsExecutor(producer: producer)
    let planned = Dictionary(
      plan.tensors.map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    var tensors: [Manifest.Tensor] = []
    var files: [Manifest.File] = []
    var overflows: [String: Int] = [:]
    var notFinite: [String: Int] = [:]

    for file in layout.files {
      let items = file.placements.compactMap { planned[$0.spec.name] }
      let result = try executor.write(
        WeightsFileJob(
          path: "\(directory)/\(file.name)",
          header: file.header,
          items: items.map {
            WeightsFileJob.Item(
              name: $0.name,
              value: $0.value,
              storedType: $0.storedType,
              cast: $0.cast
            )
          }
        ),
        progress: progress
      )
      overflows.merge(result.overflows, uniquingKeysWith: +)
      notFinite.merge(result.notFinite, uniquingKeysWith: +)
      for (placement, (item, digest)) in zip(file.placements, zip(items, result.itemDigests)) {
        tensors.append(
          Manifest.Tensor(
            placement,
            sha256: try Self.digest(digest),
            aliases: item.aliases,
            provenance: item.provenance
          )
        )
      }
      files.append(
        Manifest.File(
          name: file.name,
          role: .weights,
          byteCount: file.byteCount,
          sha256: try Self.digest(result.digest)
        )
      )
    }
    var others = sideFiles
    if let index = layout.index {
      others.append(SideFile(name: WeightsLayout.indexName, role: .index, content: index))
    }
    for other in others {
      try Self.write(other.content, to: "\(directory)/\(other.name)")
      files.append(Manifest.File(name: other.name, role: other.role, content: other.content))
    }
    let manifest = Manifest(
      name: description.name,
      architecture: plan.architecture,
      config: description.config,
      vocabulary: description.vocabulary,
      license: description.license,
      parts: plan.parts,
      tensors: tensors,
      files: files,
      sources: [description.source],
      converterVersion: ConverterVersion.current
    )
    try Self.write(manifest.encoded(), to: "\(directory)/\(Manifest.fileName)")
    return (manifest, overflows, notFinite)
  }

  private func weightsLayout() throws(ZooError) -> WeightsLayout {
    do throws(FormatError) {
      var specs: [TensorSpec] = []
      for tensor in plan.tensors {
        specs.append(try TensorSpec(name: tensor.name, dtype: tensor.dtype, shape: tensor.shape))
      }
      return try WeightsLayout(
        tensors: specs,
        maximumFileBytes: description.maximumFileBytes
      )
    } catch {
      throw ZooError(error)
    }
  }

  private static func digest(_ bytes: [UInt8]) throws(ZooError) -> SHA256Digest {
    guard let digest = SHA256Digest(bytes: bytes) else {
      throw ZooError(.internalError, "a digest has \(bytes.count) bytes instead of 32")
    }
    return digest
  }

  private static func write(_ content: [UInt8], to path: String) throws(ZooError) {
    let output = try OutputFile(creating: path, byteCount: content.count)
    unsafe try content.withUnsafeBufferPointer { (bytes) throws(ZooError) in
      unsafe try output.write(UnsafeRawBufferPointer(bytes), at: 0)
    }
    try output.synchronize()
  }
}

/// What the manifest of a new package says besides its tensors and files.
struct PackageDescription {
  let name: String
  let config: JSONObject
  let vocabulary: Vocabulary
  let license: License
  let source: Manifest.Source
  var maximumFileBytes = WeightsLayout.defaultMaximumFileBytes
}

/// The version of the converter that manifests record.
public enum ConverterVersion {
  /// Changes whenever the same input may give other bytes.
  public static let current = "1"
}

extension ConversionPlan.PlannedTensor {
  /// How the tensor was made, for the manifest: empty where it was taken as it is.
  var provenance: String {
    let operations = rule.splitOutsideBrackets("|").dropFirst().map { $0.trimmingSpaces() }
    let steps = operations + (cast.map { ["cast(\($0.to))"] } ?? [])
    guard sources != [name] || !steps.isEmpty else { return "" }
    return ([sources.joined(separator: " + ")] + steps).joined(separator: " | ")
  }
}
