import ZooTensors

/// Numbers that are stored big-endian, brought into little-endian order when they are asked for.
final class SwappedContent: TensorContent {
  private let content: any TensorContent
  private let width: Int
  private let swapped = WeakStore()

  /// `width` is the size of one number in bytes; a complex element is two numbers.
  init(_ content: any TensorContent, width: Int) {
    self.content = content
    self.width = width
  }

  /// The little-endian bytes, in a scratch file.
  ///
  /// Complexity: O(bytes), in memory of bounded size; again after the last user let go of it.
  func region() throws(FormatError) -> ByteRegion {
    guard width > 1 else { return try content.region() }
    return try swapped.region { () throws(FormatError) in
      try content.region().swapped(width: width).store
    }
  }
}
