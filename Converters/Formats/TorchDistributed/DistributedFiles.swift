import ZooTensors

/// The files that the parts of a distributed checkpoint are in, and the proof that every part lies in
/// its file, apart from the others.
struct DistributedFiles {
  /// The paths in the tree, sorted.
  let paths: [String]
  /// What a user should know of bytes that belong to no part.
  let notes: [String]
  private let regions: [String: ByteRegion]

  init(
    _ metadata: DistributedMetadata,
    beside probe: FileProbe,
    limits: ParsingLimits
  ) throws(FormatError) {
    let names = Set(metadata.places.values.map(\.file)).sorted { $0.precedesInUTF8($1) }
    try limits.checkShardCount(names.count)
    var folded: Set<String> = []
    var regions: [String: ByteRegion] = [:]
    var paths: [String] = []
    for name in names {
      guard folded.insert(name.lowercased()).inserted else {
        throw FormatError(
          .inconsistent,
          "two files are called '\(printable(name))' but for upper and lower case"
        )
      }
      let path = try probe.tree.siblingPath(name, of: probe.path)
      guard path != probe.path else {
        throw FormatError(.inconsistent, "the description names itself as a file of tensors")
      }
      do throws(FormatError) {
        regions[name] = try probe.tree.open(path)
      } catch {
        throw FormatError(
          .inconsistent,
          "the checkpoint has parts in '\(printable(name))', which is not beside it "
            + "(\(error.message)); fetch it too"
        )
      }
      paths.append(path)
    }
    self.regions = regions
    self.paths = paths
    notes = try Self.check(metadata, regions)
  }

  /// Requires that parts lie in their files and do not overlap.
  private static func check(
    _ metadata: DistributedMetadata,
    _ regions: [String: ByteRegion]
  ) throws(FormatError) -> [String] {
    var notes: [String] = []
    let byFile = Dictionary(grouping: metadata.places) { $0.value.file }
    for (name, region) in regions.sorted(by: { $0.key.precedesInUTF8($1.key) }) {
      var end = 0
      var gaps = 0
      let parts = (byFile[name] ?? []).sorted {
        ($0.value.offset, $0.value.length) < ($1.value.offset, $1.value.length)
      }
      for (key, place) in parts {
        guard place.offset >= 0, place.length >= 0, place.offset <= region.byteCount,
          place.length <= region.byteCount - place.offset
        else {
          throw FormatError(
            .truncated,
            "a part of '\(printable(key.name))' is \(place.length) bytes at \(place.offset) of "
              + "'\(printable(name))', which has \(region.byteCount)"
          )
        }
        guard place.offset >= end else {
          throw FormatError(
            .inconsistent,
            "a part of '\(printable(key.name))' overlaps another in '\(printable(name))' at "
              + "\(place.offset)"
          )
        }
        gaps += place.offset - end
        end = place.offset + place.length
      }
      gaps += region.byteCount - end
      if gaps > 0 { notes.append("\(gaps) bytes of '\(printable(name))' belong to no part") }
    }
    return notes
  }

  /// The bytes of a part.
  func region(_ place: DistributedMetadata.Place) throws(FormatError) -> ByteRegion {
    guard let region = regions[place.file] else {
      throw FormatError(.io, "'\(printable(place.file))' was not opened")
    }
    return try region.part(offset: place.offset, count: place.length)
  }
}
