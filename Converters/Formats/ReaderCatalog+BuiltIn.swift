extension ReaderCatalog {
  /// Every reader of this package, in the order in which containers are preferred.
  public static let builtIn = ReaderCatalog([
    SafetensorsReader.self,
    MegatronReader.self,
    DeepSpeedReader.self,
    MetaseqReader.self,
    TorchDistributedReader.self,
    PyTorchReader.self,
    TensorFlowBundleReader.self,
    TensorFlowTableReader.self,
    HDF5Reader.self,
    FlaxReader.self,
    T5XReader.self,
    NumPyReader.self,
    OneFlowReader.self,
    PaddleFluidReader.self,
    PaddleReader.self,
    MindSporeReader.self,
    ONNXReader.self,
    OpenVINOReader.self,
    GGUFReader.self,
    PickledArraysReader.self,
  ])
}
