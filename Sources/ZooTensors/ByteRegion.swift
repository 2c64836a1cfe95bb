/// A range of a ``ByteStore``: a file, a stored archive member, or one tensor's bytes.
///
/// It keeps the store alive and may be copied and sent freely; its bytes are borrowed from it.
public struct ByteRegion: Sendable {
  /// The store that holds the bytes.
  public let store: ByteStore
  /// Where in the store they are.
  public let range: Range<Int>

  /// The whole of a store.
  public init(_ store: ByteStore) {
    self.store = store
    range = 0..<store.byteCount
  }

  private init(_ store: ByteStore, _ range: Range<Int>) {
    self.store = store
    self.range = range
  }

  /// Maps a whole file.
  public init(mapping path: String) throws(FormatError) {
    self.init(try ByteStore(mapping: path))
  }

  /// The number of bytes.
  public var byteCount: Int { range.count }

  /// What the bytes are, for error messages.
  public var name: String { store.name }

  /// The bytes, borrowed from the store.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      let span = store.bytes.extracting(range)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// A part of this region.
  ///
  /// - Throws: ``FormatError`` with code `truncated` where the part ends outside.
  public func part(offset: Int, count: Int) throws(FormatError) -> ByteRegion {
    guard offset >= 0, count >= 0, offset <= byteCount, count <= byteCount - offset else {
      throw FormatError(
        .truncated,
        "\(count) bytes at \(offset) are outside the \(byteCount) bytes there are",
        at: offset,
        in: name
      )
    }
    let start = range.lowerBound + offset
    return ByteRegion(store, start..<(start + count))
  }

  /// Copies bytes out with ordinary reads; see ``ByteStore``.
  package func read(
    into buffer: UnsafeMutableRawBufferPointer,
    at offset: Int
  ) throws(FormatError) {
    guard offset >= 0, offset <= byteCount, buffer.count <= byteCount - offset else {
      throw FormatError(.truncated, "a read ends outside the region", at: offset, in: name)
    }
    unsafe try store.read(into: buffer, at: range.lowerBound + offset)
  }

  /// Tells the system that these bytes will not be needed soon.
  package func release() { store.release(range) }

  /// The first bytes as an array, at most `limit`.
  public func prefix(_ limit: Int) -> [UInt8] {
    unsafe bytes.extracting(first: min(limit, byteCount)).withUnsafeBytes { unsafe Array($0) }
  }

  /// All bytes as an array, refused above `limit`; for side files such as configurations.
  public func array(limit: Int) throws(FormatError) -> [UInt8] {
    guard byteCount <= limit else {
      throw FormatError.limit("file size", byteCount, limit, "ParsingLimits.sideFileBytes")
        .inFile(name)
    }
    return prefix(limit)
  }
}
