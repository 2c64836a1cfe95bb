import Synchronization
import ZooTensors

/// The bytes of one part of a tensor: an archive of `torch.save` with a single tensor, opened when it
/// is asked for.
final class DistributedPart: TensorContent {
  private let source: ByteRegion
  private let dtype: DType
  private let shape: Shape
  private let limits: ParsingLimits
  private let content = Mutex<(any TensorContent)?>(nil)

  /// `source` is the archive, which must hold a tensor of this type and shape.
  init(_ source: ByteRegion, _ dtype: DType, _ shape: Shape, limits: ParsingLimits) {
    self.source = source
    self.dtype = dtype
    self.shape = shape
    self.limits = limits
  }

  /// The elements, row-major.
  ///
  /// - Throws: ``FormatError`` where the archive is damaged or holds something else.
  func region() throws(FormatError) -> ByteRegion {
    try content.withLock { (content) throws(FormatError) in
      if let content { return try content.region() }
      let opened = try open()
      content = opened
      return try opened.region()
    }
  }

  private func open() throws(FormatError) -> any TensorContent {
    guard ZipDirectory.recognizes(source.prefix(4)) else {
      throw FormatError(
        .invalidValue,
        "expected an archive of torch.save with one tensor, found something else",
        at: source.range.lowerBound,
        in: source.name
      )
    }
    let place = "\(source.name), byte \(source.range.lowerBound)"
    let found = try TorchContainer.zip.read(source, named: place, limits: limits).tensors
    guard found.count == 1, let tensor = found.first, tensor.name.isEmpty else {
      throw FormatError(
        .inconsistent,
        "expected one tensor without a name, found \(found.count) tensors",
        in: place
      )
    }
    guard tensor.dtype == dtype, tensor.shape == shape else {
      throw FormatError(
        .inconsistent,
        "expected \(dtype) \(shape) as the description says, found \(tensor.dtype) \(tensor.shape)",
        in: place
      )
    }
    guard let strides = tensor.strides, let width = dtype.byteWidth else { return tensor.content }
    return GatheredContent(tensor.content, shape: shape, strides: strides, width: width)
  }
}
