import CZlib
import ZooTensors

/// The state of one inflation of deflated bytes.
///
/// Safe: zlib keeps a pointer to its stream, so the stream lies in memory of its own that moves
/// never, is initialised by `init` and freed by `deinit` exactly once.
@safe
struct InflateStream: Decompressor, ~Copyable {
  /// What surrounds the deflated bytes, in the numbers of zlib.
  enum Wrapper: Int32 {
    case none = -15
    case zlib = 15
    case gzip = 31
  }

  private let stream: UnsafeMutablePointer<z_stream>

  /// Begins a stream in what surrounds it.
  init(_ wrapper: Wrapper) throws(FormatError) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let status = unsafe inflateInit2_(
      stream,
      wrapper.rawValue,
      ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size)
    )
    guard status == Z_OK else {
      unsafe stream.deallocate()
      throw FormatError(.io, "cannot start zlib (\(status))")
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  mutating func restart() throws(FormatError) {
    guard unsafe inflateReset(stream) == Z_OK else {
      throw FormatError(.io, "cannot restart zlib")
    }
  }

  mutating func step(
    _ input: inout CompressedInput,
    _ output: inout [UInt8]
  ) throws(FormatError) -> (produced: Int, isAtEnd: Bool) {
    while true {
      let isLast = input.remaining == 0
      let step = try step(try input.part(), &output)
      input.skip(step.consumed)
      if step.produced > 0 || step.isAtEnd { return (step.produced, step.isAtEnd) }
      // Output that had no room comes out without input, so that only now nothing is left.
      guard !isLast else { throw .compressedDataEndsEarly }
      guard step.consumed > 0 else {
        throw FormatError(.invalidValue, "the compressed data is damaged")
      }
    }
  }

  /// Inflates what fits into `output`; no progress means that more input is needed.
  mutating func step(
    _ input: ArraySlice<UInt8>,
    _ output: inout [UInt8]
  ) throws(FormatError) -> (consumed: Int, produced: Int, isAtEnd: Bool) {
    let room = output.count
    // Safe: zlib reads at most `avail_in` and writes at most `avail_out` bytes, the counts of the
    // buffers, and keeps no pointer to them that it follows after the call.
    let status = unsafe input.withUnsafeBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        unsafe stream.pointee.avail_in = UInt32(source.count)
        unsafe stream.pointee.next_out = target.baseAddress
        unsafe stream.pointee.avail_out = UInt32(target.count)
        return unsafe inflate(stream, Z_NO_FLUSH)
      }
    }
    let consumed = unsafe input.count - Int(stream.pointee.avail_in)
    let produced = unsafe room - Int(stream.pointee.avail_out)
    switch status {
    case Z_STREAM_END: return (consumed, produced, true)
    case Z_OK, Z_BUF_ERROR: return (consumed, produced, false)
    case Z_MEM_ERROR: throw FormatError(.io, "zlib has no memory")
    default:
      let words = unsafe stream.pointee.msg.map { unsafe ": " + String(cString: $0) } ?? ""
      throw FormatError(.invalidValue, "the compressed data is damaged\(words)")
    }
  }
}
