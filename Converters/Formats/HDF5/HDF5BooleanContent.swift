import ZooTensors

/// Truth values, which must be 0 or 1.
struct HDF5BooleanContent: TensorContent {
  private let content: any TensorContent
  private let name: String
  private let path: String

  init(_ content: any TensorContent, name: String, path: String) {
    self.content = content
    self.name = name
    self.path = path
  }

  func region() throws(FormatError) -> ByteRegion {
    try BooleanContent(content.region(), name: name, path: path, offset: 0).region()
  }
}
