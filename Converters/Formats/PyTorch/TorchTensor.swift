import Synchronization
import ZooTensors

/// A tensor over a storage, with every number proven to lie inside.
struct TorchTensor: Sendable {
  let dtype: DType
  let shape: Shape
  /// In elements, one for each axis.
  let strides: [Int]
  /// The number of the storage in the table.
  let storage: Int
  /// The first element, in bytes from the start of the storage.
  let byteOffset: Int
  /// From the first element to the end of the last.
  let byteCount: Int
  /// Whether imaginary parts are stored with the opposite sign.
  var isConjugate = false
  /// Whether numbers are stored with the opposite sign.
  var isNegative = false

  /// The bytes of one number; a complex element is two.
  var numberWidth: Int {
    let width = dtype.byteWidth ?? 1
    return dtype == .c64 || dtype == .c128 ? width / 2 : width
  }
}

/// What stands for a tensor in a saved object.
enum TorchValue: Sendable {
  case tensor(TorchTensor)
  /// An array of NumPy, whose elements are in the pickle itself.
  case array(NumPyArray)
}

/// The bytes of one tensor: a part of a storage that is checked at first use.
struct TorchTensorContent: TensorContent {
  let storage: TorchStorage
  let offset: Int
  let count: Int
  let numberWidth: Int

  func region() throws(FormatError) -> ByteRegion {
    try storage.region(width: numberWidth).part(offset: offset, count: count)
  }
}

/// The bytes of a lazily conjugated or negated tensor, whose stored signs are not the values'.
final class TorchSignedContent: TensorContent {
  private let content: TorchTensorContent
  /// Whether the signs of the first and of the second number of each pair are flipped.
  private let flips: (first: Bool, second: Bool)
  private let cache = Mutex<ByteRegion?>(nil)

  init(_ content: TorchTensorContent, flips: (first: Bool, second: Bool)) {
    self.content = content
    self.flips = flips
  }

  func region() throws(FormatError) -> ByteRegion {
    try cache.withLock { (cache) throws(FormatError) in
      if let known = cache { return known }
      let (width, flips) = (content.numberWidth, flips)
      let region = try unsafe content.region().rewritten { bytes in
        var isSecond = false
        var sign = width - 1
        while sign < bytes.count {
          if isSecond ? flips.second : flips.first { unsafe bytes[sign] ^= 0x80 }
          isSecond.toggle()
          sign += width
        }
      }
      cache = region
      return region
    }
  }
}
