import ZooTensors

extension FormatError {
  /// The same error with the name of the tensor it is about at the beginning.
  func aboutTensor(_ name: String) -> FormatError {
    var named = FormatError(code, "tensor '\(printable(name))': \(message)", at: offset)
    named.file = file
    return named
  }
}
