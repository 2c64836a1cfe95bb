import ZooFormats

extension ReaderDeclaration {
  /// Every built-in reader; a new one gets all conformance tests and a fuzzing target by its line.
  public static let builtIn = [
    ReaderDeclaration(SafetensorsReader.self, "safetensors"),
    ReaderDeclaration(PyTorchReader.self, "pytorch"),
    ReaderDeclaration(TensorFlowBundleReader.self, "tensorflow", container: "tensorflow-bundle"),
    ReaderDeclaration(TensorFlowTableReader.self, "tensorflow", container: "tensorflow-table"),
    ReaderDeclaration(NumPyReader.self, "numpy"),
    ReaderDeclaration(PaddleFluidReader.self, "paddle", container: "paddle-fluid"),
    ReaderDeclaration(PaddleReader.self, "paddle", container: "paddle"),
    ReaderDeclaration(GGUFReader.self, "gguf"),
    ReaderDeclaration(OpenVINOReader.self, "openvino"),
    ReaderDeclaration(TorchDistributedReader.self, "torch-distributed"),
    ReaderDeclaration(FlaxReader.self, "flax"),
    ReaderDeclaration(T5XReader.self, "t5x"),
    ReaderDeclaration(MindSporeReader.self, "mindspore"),
    ReaderDeclaration(ONNXReader.self, "onnx"),
    ReaderDeclaration(HDF5Reader.self, "hdf5"),
    ReaderDeclaration(PickledArraysReader.self, "pickle"),
    ReaderDeclaration(OneFlowReader.self, "oneflow"),
    ReaderDeclaration(MegatronReader.self, "megatron"),
    ReaderDeclaration(DeepSpeedReader.self, "deepspeed"),
    ReaderDeclaration(MetaseqReader.self, "metaseq"),
  ]
}
