import ZooTensors

extension Inflation {
  /// One inflation under way: reads the source in parts, writes the scratch file in parts.
  struct Run: ~Copyable {
    private static let chunk = 256 << 10

    private let source: ByteRegion
    private let wrapper: Wrapper
    private let caps: Caps
    private var scratch: ScratchFile
    private var stream: InflateStream
    private var input: [UInt8]
    private var output = [UInt8](repeating: 0, count: chunk)
    /// The unread part of `input`.
    private var pending = 0..<0
    /// Whether zlib may hold output back because there was no room for it.
    private var isOutputFull = false
    private var isAtEnd = false

    /// The compressed bytes that were used.
    private(set) var consumed = 0
    /// The bytes that came out.
    private(set) var produced = 0
    /// Their CRC-32.
    private(set) var crc: UInt32 = 0
    /// Whether everything came out and nothing is left.
    private(set) var isFinished = false

    init(
      _ source: ByteRegion,
      _ wrapper: Wrapper,
      _ caps: Caps,
      _ scratch: consuming ScratchFile
    ) throws(FormatError) {
      self.source = source
      self.wrapper = wrapper
      self.caps = caps
      self.scratch = scratch
      stream = try InflateStream(windowBits: wrapper.windowBits)
      input = [UInt8](repeating: 0, count: min(Self.chunk, source.byteCount))
    }

    /// Reads another part, or inflates what is there.
    mutating func advance() throws(FormatError) {
      if isAtEnd {
        try passEnd()
      } else if pending.isEmpty, !isOutputFull {
        try refill()
      } else {
        try inflate()
      }
    }

    /// What was written.
    consuming func finish() throws(FormatError) -> ByteStore { try scratch.finish() }

    private mutating func refill() throws(FormatError) {
      let count = min(input.count, source.byteCount - consumed)
      guard count > 0 else {
        throw FormatError(.truncated, "the compressed data ends early")
      }
      let offset = consumed
      let source = source
      unsafe try input.withUnsafeMutableBufferPointer { (buffer) throws(FormatError) in
        let all = UnsafeMutableRawBufferPointer(buffer)
        unsafe try source.read(
          into: UnsafeMutableRawBufferPointer(rebasing: all[..<count]),
          at: offset
        )
      }
      pending = 0..<count
    }

    private mutating func inflate() throws(FormatError) {
      let step = try stream.step(input[pending], &output)
      pending = (pending.lowerBound + step.consumed)..<pending.upperBound
      consumed += step.consumed
      produced += step.produced
      isAtEnd = step.isAtEnd
      isOutputFull = step.produced == output.count
      guard step.isAtEnd || step.produced > 0 || pending.isEmpty else {
        throw FormatError(.invalidValue, "the compressed data is damaged")
      }
      try caps.check(output: produced, input: consumed)
      let start = produced - step.produced
      crc = try unsafe output.withUnsafeBufferPointer { (buffer) throws(FormatError) in
        let all = UnsafeRawBufferPointer(buffer)
        let part = unsafe UnsafeRawBufferPointer(rebasing: all[..<step.produced])
        unsafe try scratch.write(part, at: start)
        return unsafe CRC32.update(crc, part)
      }
    }

    /// After the end of a stream: nothing, or for gzip another member or zeros.
    private mutating func passEnd() throws(FormatError) {
      guard consumed < source.byteCount else {
        isFinished = true
        return
      }
      guard wrapper == .gzip else {
        throw FormatError(
          .inconsistent,
          "\(source.byteCount - consumed) bytes follow the compressed data"
        )
      }
      let rest = try source.part(offset: consumed, count: source.byteCount - consumed)
      if rest.prefix(1) == [0] {
        let position = unsafe rest.bytes.withUnsafeBytes { unsafe $0.firstIndex { $0 != 0 } }
        if let position {
          throw FormatError(
            .inconsistent,
            "bytes that are no gzip member follow the compressed data",
            at: consumed + position
          )
        }
        isFinished = true
      } else {
        try stream.reset()
        isAtEnd = false
      }
    }
  }
}
