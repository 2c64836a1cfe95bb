import ZooTensors

public enum FileDiagnosis {
  public static func explain(_ tree: any SourceTree, focus: String?) -> String { "" }
}
