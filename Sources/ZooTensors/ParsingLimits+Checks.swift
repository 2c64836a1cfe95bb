extension ParsingLimits {
  /// Requires at most ``rank`` axes.
  ///
  /// - Parameters:
  ///   - count: The number of axes that the file states, or that would be reached with one more.
  ///   - what: What is counted, as the error says it; likewise in the other checks.
  ///   - offset: The byte of the file that says so, where one is known.
  /// - Throws: ``FormatError`` that names the limit.
  public func checkRank(
    _ count: some BinaryInteger,
    of what: @autoclosure () -> String = "rank",
    at offset: Int? = nil
  ) throws(FormatError) {
    guard count <= rank else {
      throw .limit(what(), count, rank, "ParsingLimits.rank", at: offset)
    }
  }

  /// Requires at most ``tensorCount`` tensors, or things of which each is one.
  public func checkTensorCount(
    _ count: some BinaryInteger,
    of what: @autoclosure () -> String = "number of tensors",
    at offset: Int? = nil,
    in file: String? = nil
  ) throws(FormatError) {
    guard count <= tensorCount else {
      throw .limit(what(), count, tensorCount, "ParsingLimits.tensorCount", at: offset, in: file)
    }
  }

  /// Requires a name of at most ``nameBytes`` bytes in UTF-8.
  public func checkNameLength(
    _ count: some BinaryInteger,
    of what: @autoclosure () -> String = "tensor name length",
    at offset: Int? = nil
  ) throws(FormatError) {
    guard count <= nameBytes else {
      throw .limit(what(), count, nameBytes, "ParsingLimits.nameBytes", at: offset)
    }
  }

  /// Requires at most ``nestingDepth`` levels.
  public func checkNesting(
    _ depth: some BinaryInteger,
    of what: @autoclosure () -> String = "nesting",
    at offset: Int? = nil
  ) throws(FormatError) {
    guard depth <= nestingDepth else {
      throw .limit(what(), depth, nestingDepth, "ParsingLimits.nestingDepth", at: offset)
    }
  }

  /// Requires at most ``shardCount`` files of one checkpoint.
  public func checkShardCount(
    _ count: some BinaryInteger,
    of what: @autoclosure () -> String = "number of files",
    at offset: Int? = nil,
    in file: String? = nil
  ) throws(FormatError) {
    guard count <= shardCount else {
      throw .limit(what(), count, shardCount, "ParsingLimits.shardCount", at: offset, in: file)
    }
  }

  /// Requires at most ``archiveEntries`` entries.
  public func checkArchiveEntries(
    _ count: some BinaryInteger,
    of what: @autoclosure () -> String = "entry count",
    at offset: Int? = nil
  ) throws(FormatError) {
    guard count <= archiveEntries else {
      throw .limit(what(), count, archiveEntries, "ParsingLimits.archiveEntries", at: offset)
    }
  }

  /// Requires a block of at most ``blockBytes`` bytes, because it has to be held in memory.
  public func checkBlock(
    _ byteCount: some BinaryInteger,
    of what: @autoclosure () -> String,
    at offset: Int? = nil
  ) throws(FormatError) {
    guard byteCount <= blockBytes else {
      throw .limit(what(), byteCount, blockBytes, "ParsingLimits.blockBytes", at: offset)
    }
  }
}
