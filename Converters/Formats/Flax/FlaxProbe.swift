import ZooTensors

/// What a MessagePack file is, by a walk through its values that builds nothing.
enum FlaxProbe {
  /// A state dict with all arrays in it.
  case stateDict
  /// A state dict of T5X or Orbax, whose arrays are elsewhere.
  case references

  /// The most values that are looked at.
  private static let valueLimit = 1 << 20

  /// What a file is, or `nil` where it is no state dict.
  ///
  /// The root must be a map with text keys. An array, a reference to one, or the two keys that T5X
  /// writes at the root are the evidence. Complexity: O(values).
  static func verdict(_ region: ByteRegion) -> FlaxProbe? {
    guard let head = region.prefix(1).first,
      (0x81...0x8f).contains(head) || (0xde...0xdf).contains(head)
    else { return nil }
    var walk = Walk(region.bytes)
    // A file that is damaged further on is recognised by what comes before the damage.
    do throws(FormatError) { try walk.run(limit: valueLimit) } catch {}
    return walk.verdict
  }

  /// A walk under way.
  private struct Walk: ~Escapable {
    private let file: RawSpan
    private var cursor: MessagePackCursor
    /// How many values are left in each open container, and whether it is a map.
    private var open: [(left: Int, isMap: Bool)] = []
    private var hasArray = false
    private var hasReference = false
    private var rootKeys: Set<String> = []

    @_lifetime(copy file)
    init(_ file: RawSpan) {
      self.file = file
      cursor = MessagePackCursor(file)
    }

    var verdict: FlaxProbe? {
      if hasReference || rootKeys.isSuperset(of: ["version", "optimizer"]) { return .references }
      return hasArray ? .stateDict : nil
    }

    mutating func run(limit: Int) throws(FormatError) {
      guard case .map(let count) = try cursor.next(), count > 0 else { return }
      open = [(2 * count, true)]
      for _ in 0..<limit {
        // One reference is enough to know what the file is.
        guard !hasReference else { return }
        while let last = open.last, last.left == 0 { open.removeLast() }
        guard let top = open.last else { return }
        open[open.count - 1].left -= 1
        let isKey = top.isMap && top.left % 2 == 0
        let token = try cursor.next()
        if isKey {
          guard case .text(let range) = token, range.count <= 512 else { return forget() }
          let key = try text(range)
          if open.count == 1 { rootKeys.insert(key) }
          if key == TensorStoreSpec.key { hasReference = true }
          continue
        }
        switch token {
        case .map(let count): open.append((2 * count, true))
        case .array(let count): open.append((count, false))
        case .text(let range) where range.count <= 4096:
          hasReference = try text(range).hasPrefix(OrbaxPlaceholder.prefix)
        case .tagged(let code, let range):
          guard code == 1 || code == 3 else { continue }
          _ = try FlaxArray(file.extracting(range), at: range.lowerBound, limits: .default)
          hasArray = true
        default: continue
        }
        guard open.count <= ParsingLimits.default.nestingDepth else { return }
      }
    }

    /// A key that is no text means that this is something else.
    private mutating func forget() {
      hasArray = false
      rootKeys = []
    }

    private func text(_ range: Range<Int>) throws(FormatError) -> String {
      var cursor = ByteCursor(file)
      try cursor.seek(to: range.lowerBound)
      return try cursor.readUTF8(range.count)
    }
  }
}
