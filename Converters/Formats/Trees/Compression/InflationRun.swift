import ZooTensors

extension Inflation {
  /// One inflation under way: reads the source in parts, writes the scratch file in parts.
  struct Run<Stream: Decompressor & ~Copyable>: ~Copyable {
    private let source: ByteRegion
    private let member: String?
    private let caps: Caps
    private var scratch: ScratchFile
    private var stream: Stream
    private var input: CompressedInput
    private var output = [UInt8](repeating: 0, count: 256 << 10)
    private var isAtEnd = false

    /// The bytes that came out.
    private(set) var produced = 0
    /// Their CRC-32.
    private(set) var crc: UInt32 = 0
    /// Whether everything came out and nothing is left.
    private(set) var isFinished = false

    /// `member` is the name of a stream, where others or zeros may follow the first.
    init(
      _ source: ByteRegion,
      _ stream: consuming Stream,
      member: String?,
      _ caps: Caps,
      _ scratch: consuming ScratchFile
    ) {
      self.source = source
      self.member = member
      self.caps = caps
      self.scratch = scratch
      self.stream = stream
      input = CompressedInput(source)
    }

    /// The compressed bytes that were used.
    var consumed: Int { input.consumed }

    /// Inflates another part, or passes the end of a stream.
    mutating func advance() throws(FormatError) {
      if isAtEnd { try passEnd() } else { try inflate() }
    }

    /// What was written.
    consuming func finish() throws(FormatError) -> ByteStore { try scratch.finish() }

    private mutating func inflate() throws(FormatError) {
      let step = try stream.step(&input, &output)
      let start = produced
      produced += step.produced
      isAtEnd = step.isAtEnd
      // The whole of the source counts: a file may begin with zeros and still be in proportion.
      try caps.check(output: produced, input: source.byteCount)
      // Safe: a decompressor produces at most as many bytes as the output has.
      crc = try unsafe output.withUnsafeBufferPointer { (buffer) throws(FormatError) in
        let all = UnsafeRawBufferPointer(buffer)
        let part = unsafe UnsafeRawBufferPointer(rebasing: all[..<step.produced])
        unsafe try scratch.write(part, at: start)
        return unsafe CRC32.update(crc, part)
      }
    }

    /// After the end of a stream: nothing, or where there may be several another one or zeros.
    private mutating func passEnd() throws(FormatError) {
      guard input.remaining > 0 else {
        isFinished = true
        return
      }
      guard let member else {
        throw FormatError(.inconsistent, "\(input.remaining) bytes follow the compressed data")
      }
      if try input.part().first == 0 {
        if let position = try input.firstNonZero() {
          throw FormatError(
            .inconsistent,
            "bytes that are no \(member) follow the compressed data",
            at: position
          )
        }
        isFinished = true
      } else {
        try stream.restart()
        isAtEnd = false
      }
    }
  }
}
