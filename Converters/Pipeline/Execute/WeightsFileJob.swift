package import ZooTensors

/// One weight file to be written: its header, and the tensors in the order of their bytes.
package struct WeightsFileJob: Sendable {
  /// A tensor of the file.
  package struct Item: Sendable {
    /// The arrangement of source bytes that it is.
    package let value: TensorValue
    /// The element type of the sources.
    package let storedType: DType
    /// The conversion to the published type, if any.
    package let cast: ElementCast?
    /// The name, for error messages.
    package let name: String

    package init(name: String, value: TensorValue, storedType: DType, cast: ElementCast?) {
      self.name = name
      self.value = value
      self.storedType = storedType
      self.cast = cast
    }

    var outputWidth: Int { (cast?.to ?? storedType).bitWidth / 8 }
    var outputByteCount: Int { value.elementCount * outputWidth }
  }

  /// Where the file goes; nothing may exist there.
  package let path: String
  /// The bytes before the first tensor.
  package let header: [UInt8]
  /// The tensors, back to back after the header.
  package let items: [Item]

  package init(path: String, header: [UInt8], items: [Item]) {
    self.path = path
    self.header = header
    self.items = items
  }

  /// The size that the file will have.
  package var byteCount: Int { items.reduce(header.count) { $0 + $1.outputByteCount } }
}

/// What writing a weight file gave.
package struct WeightsFileResult: Sendable {
  /// SHA-256 of the whole file.
  package let digest: [UInt8]
  /// SHA-256 of each tensor's bytes, in the order of the job.
  package let itemDigests: [[UInt8]]
  /// Finite values that a narrower type could only hold as infinities, by tensor name.
  package let overflows: [String: Int]
  /// Stored values that are NaN or infinite, by tensor name.
  package let notFinite: [String: Int]
}
