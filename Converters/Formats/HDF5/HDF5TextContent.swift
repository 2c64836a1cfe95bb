import ZooTensors

/// The elements of a dataset of texts, which are listed and not lent.
struct HDF5TextContent: TensorContent {
  func region() throws(FormatError) -> ByteRegion {
    throw FormatError(
      .unsupported,
      "the dataset holds text, which has no elements of a fixed width"
    )
  }
}
