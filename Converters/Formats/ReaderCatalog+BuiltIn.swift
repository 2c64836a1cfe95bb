extension ReaderCatalog {
  /// Every reader of this package, in the order in which containers are preferred.
  public static let builtIn = ReaderCatalog([
    SafetensorsReader.self, PyTorchReader.self, OneFlowReader.self, TensorFlowBundleReader.self,
    TensorFlowTableReader.self, GGUFReader.self, OpenVINOReader.self,
  ])
}
