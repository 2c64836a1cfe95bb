/// The keys of ``CheckpointReader/facts`` that have a meaning for conversions.
public enum CheckpointFact {
  /// How many tensor-parallel ranks the checkpoint is of, where there are several: then a tensor
  /// `NAME` is listed as `NAME@0`, `NAME@1` and so on.
  public static let tensorParallelSize = "tensor_parallel_size"
  /// The `checkpoint_version` of Megatron-LM, which decides the order of rows: `0`, `1`, `2` or `3`.
  public static let checkpointVersion = "checkpoint_version"
}
