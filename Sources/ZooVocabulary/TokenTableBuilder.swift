import ZooTensors

/// Collects tokens and makes a ``TokenTable`` of them.
struct TokenTableBuilder {
  /// What happens where a token comes twice.
  enum Repetition {
    /// The file is wrong.
    case refused
    /// Both ids have the token; the token has the later id.
    case lastCounts
  }

  private struct Entry {
    let id: Int
    let range: Range<Int>
    var role: TokenTable.Role
    let score: Float
  }

  private let format: VocabularyFormat
  private let repetition: Repetition
  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  private var largestID = -1
  /// Whether the file gives scores.
  var hasScores = false

  init(_ format: VocabularyFormat, _ repetition: Repetition = .refused) {
    self.format = format
    self.repetition = repetition
  }

  /// The number of tokens so far.
  var count: Int { entries.count }

  mutating func add(
    _ token: some Collection<UInt8>,
    id: Int,
    role: TokenTable.Role = .normal,
    score: Float = 0,
    at place: Int? = nil
  ) throws(FormatError) {
    guard id >= 0, id < 1 << 30 else {
      throw FormatError(.invalidValue, "the id \(id) is not one of a token", at: place)
    }
    let start = bytes.count
    bytes.append(contentsOf: token)
    entries.append(Entry(id: id, range: start..<bytes.count, role: role, score: score))
    largestID = max(largestID, id)
  }

  /// Gives a token another role; `false` where there is no such token of that id.
  fileprivate mutating func mark(
    _ token: some Collection<UInt8>,
    id: Int,
    _ role: TokenTable.Role
  ) -> Bool {
    guard id <= largestID else { return false }
    // Ids are mostly the positions; only a vocabulary with gaps is searched.
    let isHere = entries.indices.contains(id) && entries[id].id == id
    guard let position = isHere ? id : entries.firstIndex(where: { $0.id == id }),
      bytes[entries[position].range].elementsEqual(token)
    else { return false }
    entries[position].role = role
    return true
  }

  /// Checks ids and tokens, and builds the views.
  func build() throws(FormatError) -> TokenTable {
    guard !entries.isEmpty else {
      throw FormatError(.invalidValue, "expected tokens, found none")
    }
    // Gaps occur, but memory must not be more than a multiple of the file.
    guard largestID < entries.count * 8 + 65_536 else {
      throw FormatError(
        .invalidValue,
        "the id \(largestID) is far above the number of tokens, \(entries.count)"
      )
    }
    var ranges = [Range<Int>?](repeating: nil, count: largestID + 1)
    var roles = [TokenTable.Role](repeating: .unused, count: largestID + 1)
    var scores = [Float](repeating: 0, count: hasScores ? largestID + 1 : 0)
    for entry in entries {
      if let other = ranges[entry.id] {
        throw FormatError(
          .inconsistent,
          "the id \(entry.id) means both \(text(other)) and \(text(entry.range))"
        )
      }
      ranges[entry.id] = entry.range
      roles[entry.id] = entry.role
      if hasScores { scores[entry.id] = entry.score }
    }
    return TokenTable(
      format: format,
      count: entries.count,
      bytes: bytes,
      ranges: ranges,
      roles: roles,
      scores: hasScores ? scores : nil,
      slots: try slots(ranges)
    )
  }

  private func slots(_ ranges: [Range<Int>?]) throws(FormatError) -> [Int32] {
    var size = 16
    while size < entries.count * 2 { size *= 2 }
    var slots = [Int32](repeating: 0, count: size)
    for (id, range) in ranges.enumerated() {
      guard let range else { continue }
      var place = TokenTable.hash(bytes[range]) & (size - 1)
      while slots[place] != 0 {
        let other = Int(slots[place]) - 1
        if let known = ranges[other], bytes[known].elementsEqual(bytes[range]) {
          guard repetition == .lastCounts else {
            throw FormatError(
              .inconsistent,
              "the token \(text(range)) has two ids, \(other) and \(id)"
            )
          }
          break
        }
        place = (place + 1) & (size - 1)
      }
      slots[place] = Int32(id + 1)
    }
    return slots
  }

  private func text(_ range: Range<Int>) -> String {
    "'\(String(decoding: bytes[range].prefix(80), as: UTF8.self))'"
  }
}

extension TokenTableBuilder {
  /// Adds a token, or says what a token is for that the model has already.
  mutating func addOrMark(
    _ token: some Collection<UInt8>,
    id: Int,
    isSpecial: Bool
  ) throws(FormatError) {
    let role: TokenTable.Role = isSpecial ? .special : .added
    if mark(token, id: id, role) { return }
    try add(token, id: id, role: role)
  }
}
