import ZooTensors

/// Whether a file is a pickle with arrays, decided from its beginning.
enum PickleProbe {
  /// How much is looked at: more than what programs usually write before the first array.
  private static let byteCount = 16 << 10

  /// Modules of every pickle with arrays, and the key of one whose arrays are in another file.
  private static let words = [
    "numpy.core.multiarray", "numpy._core.multiarray", "numpy.core.numeric", "numpy._core.numeric",
    "flat_weights",
  ].map { Array($0.utf8) }
  /// The same in protocols that do not declare themselves, with the instruction and the end of line.
  private static let lines = ["cnumpy.core.multiarray\n", "cnumpy._core.multiarray\n"]
    .map { Array($0.utf8) }

  static func recognizes(_ probe: FileProbe) -> Bool {
    if CompressedFile.recognizes(probe.head) {
      return CompressedFile.start(of: probe.region, count: byteCount).map(isPickle) ?? false
    }
    return begins(probe.head) && isPickle(probe.region.prefix(byteCount))
  }

  private static func isPickle(_ start: [UInt8]) -> Bool {
    guard begins(start) else { return false }
    let wanted = start[0] == 0x80 ? words : lines
    let initials = Set(wanted.compactMap(\.first))
    var rest = start[...]
    while let place = rest.firstIndex(where: initials.contains) {
      rest = rest[place...]
      if wanted.contains(where: rest.starts(with:)) { return true }
      rest.removeFirst()
    }
    return false
  }

  /// A declared protocol, or an instruction that a pickle of the first protocols begins with: a
  /// mark, an empty container, or a class.
  private static func begins(_ start: [UInt8]) -> Bool {
    guard start.count >= 2 else { return false }
    return start[0] == 0x80 ? 2...5 ~= start[1] : [0x28, 0x5d, 0x7d, 0x29, 0x63].contains(start[0])
  }
}
