import ZooTensors

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The bytes of a tensor that is stored several times, compared when they are first asked for.
final class RepeatedContent: TensorContent {
  private let copies: [any TensorContent]
  private let name: String
  private let verdict = Verdict()

  /// `copies` hold the same type, shape and strides.
  init(_ copies: [any TensorContent], name: String) {
    self.copies = copies
    self.name = name
  }

  /// The bytes of the first copy.
  ///
  /// - Throws: ``FormatError`` where a copy is damaged, or differs from the first.
  func region() throws(FormatError) -> ByteRegion {
    let first = try copies[0].region()
    try verdict.check { () throws(FormatError) in
      for copy in copies.dropFirst() {
        let other = try copy.region()
        guard other.byteCount == first.byteCount else { throw difference(other) }
        unsafe try other.forEachChunk { (chunk, offset) throws(FormatError) in
          let part = try first.part(offset: offset, count: chunk.count)
          let isEqual = unsafe part.bytes.withUnsafeBytes { bytes in
            guard let one = chunk.baseAddress, let two = bytes.baseAddress else { return true }
            // Safe: both buffers hold `chunk.count` bytes.
            return unsafe memcmp(one, two, chunk.count) == 0
          }
          guard isEqual else { throw difference(other) }
        }
      }
    }
    return first
  }

  private func difference(_ other: ByteRegion) -> FormatError {
    FormatError(
      .inconsistent,
      "'\(printable(name))' is stored several times with different bytes; the files are of "
        + "different models or moments, or one is damaged",
      in: other.name
    )
  }
}
