import Testing
import ZooTensors

/// The guards that readers share.
@Suite
struct ParsingLimitsTests {
  typealias Check = @Sendable (ParsingLimits, Int) throws(FormatError) -> Void

  static let checks: [(name: String, cap: Int, check: Check)] = {
    let limits = ParsingLimits.default
    return [
      ("rank", limits.rank, { (limits, count) throws(FormatError) in try limits.checkRank(count) }),
      (
        "tensorCount", limits.tensorCount,
        { (limits, count) throws(FormatError) in try limits.checkTensorCount(count) }
      ),
      (
        "nameBytes", limits.nameBytes,
        { (limits, count) throws(FormatError) in try limits.checkNameLength(count) }
      ),
      (
        "nestingDepth", limits.nestingDepth,
        { (limits, count) throws(FormatError) in try limits.checkNesting(count) }
      ),
      (
        "shardCount", limits.shardCount,
        { (limits, count) throws(FormatError) in try limits.checkShardCount(count) }
      ),
      (
        "archiveEntries", limits.archiveEntries,
        { (limits, count) throws(FormatError) in try limits.checkArchiveEntries(count) }
      ),
      (
        "blockBytes", limits.blockBytes,
        { (limits, count) throws(FormatError) in try limits.checkBlock(count, of: "block") }
      ),
    ]
  }()

  @Test
  func `a limit itself is allowed, and one more names it`() throws {
    for (name, cap, check) in Self.checks {
      try check(.default, cap)
      let error = #expect(throws: FormatError.self) { try check(.default, cap + 1) }
      #expect(error?.code == .limitExceeded)
      let words = "\(cap + 1) exceeds the limit \(cap); raise ParsingLimits.\(name) to allow it"
      #expect(error?.message.hasSuffix(words) == true, "\(error as Any)")
    }
  }

  @Test
  func `the place is part of the error`() {
    let error = #expect(throws: FormatError.self) {
      try ParsingLimits.default.checkShardCount(Int.max, of: "number of ranks", at: 7, in: "a")
    }
    #expect(error?.offset == 7 && error?.file == "a")
    #expect(error?.message.hasPrefix("number of ranks 9223372036854775807 exceeds") == true)
  }
}
