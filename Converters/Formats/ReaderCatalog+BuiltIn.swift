extension ReaderCatalog {
  /// Every reader of this package, in the order in which containers are preferred.
  public static let builtIn = ReaderCatalog([
    SafetensorsReader.self, MegatronReader.self, DeepSpeedReader.self,
    MetaseqReader.self, PyTorchReader.self, TensorFlowBundleReader.self,
    TensorFlowTableReader.self,
  ])
}
