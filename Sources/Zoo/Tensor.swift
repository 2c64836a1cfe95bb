public import ZooTensors

/// A tensor of an opened model: a handle that keeps the mapped file alive.
///
/// It may be stored, copied and sent freely. Its bytes stay in the file and are lent: a span cannot
/// outlive the handle it came from, so keep the handle in a variable.
public struct Tensor: Sendable {
  private let spec: TensorSpec
  private let region: ByteRegion

  init(_ spec: TensorSpec, _ region: ByteRegion) {
    self.spec = spec
    self.region = region
  }

  /// The canonical name, also where the tensor was asked for by an alias.
  public var name: String { spec.name }

  /// The shape, outermost axis first.
  public var shape: Shape { spec.shape }

  /// The element type.
  public var dtype: DType { spec.dtype }

  /// The number of bytes.
  public var byteCount: Int { region.byteCount }

  /// The row-major little-endian bytes, borrowed from the mapped file.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      // Safe: the region keeps the mapping alive as long as this value.
      let span = region.bytes
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Lends the bytes to C, Metal or any other interface that wants a pointer.
  ///
  /// The pointer is valid until `body` returns. It is aligned to 64 bytes where ``byteCount`` is a
  /// multiple of 64, else at least to the element.
  public func withUnsafeBytes<R, E: Error>(
    _ body: (UnsafeRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    unsafe try region.bytes.withUnsafeBytes(body)
  }
}

extension Tensor: CustomStringConvertible {
  /// The name, the element type and the shape.
  public var description: String { "\(name) \(dtype) \(shape)" }
}
