public import ZooTensors

/// Reads the variables of PaddlePaddle's static programs: a folder with one file for each variable,
/// or one file with all of them.
///
/// In a folder the entry file is the first variable by path, and a variable is named like its file.
/// A combined file (`__params__`, `*.pdiparams`) has no names; they are taken from the program
/// beside it (`__model__`, `*.pdmodel`, or `*.json` of Paddle 3), whose variables lie in the order of
/// their names, and translated where a `*.pdiparams.info` says how the layer calls them, as Paddle's
/// own loader does. Optimizer states are variables like others, and are listed.
///
/// Source: Paddle, `framework/lod_tensor.cc`, `framework/framework.proto`, `static/io.py`.
public struct PaddleFluidReader: CheckpointReader {
  /// The container.
  public static let format = CheckpointFormat(
    id: "paddle-fluid",
    title: "PaddlePaddle fluid variables"
  )

  /// What of it is not read.
  public static let unread = "variables that are no dense tensors"

  /// Every variable, sorted by name.
  public let tensors: [StoredTensor]
  /// The entry file, then the other variables, or the files that the names are from.
  public let files: [String]
  /// Files that are passed over, and where names are from.
  public let notes: [String]

  /// Whether the file begins with the header of a variable.
  public static func recognizes(_ probe: FileProbe) -> Bool {
    PaddleVariable.mayStart(probe.region)
  }

  /// The other variables of the folder, or the files that describe a combined file.
  public static func parts(of probe: FileProbe) -> [String] {
    // A header that cannot be read is reported when the file is opened.
    if let first = try? PaddleVariable(probe.region, limits: .default),
      PaddleCombinedFile.recognizes(probe, first)
    {
      return PaddleDescriptions(of: probe).paths
    }
    return PaddleDirectory.parts(of: probe)
  }

  /// Opens a combined file, or the folder that a variable is in; only headers are read.
  ///
  /// Complexity: O(number of variables + bytes of the program beside a combined file).
  /// - Throws: ``FormatError`` that names the file, the place and the violation.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits = .default
  ) throws(FormatError) {
    let probe = try FileProbe(path, in: tree)
    do throws(FormatError) {
      let first = try PaddleVariable(probe.region, limits: limits)
      if PaddleCombinedFile.recognizes(probe, first) {
        let file = try PaddleCombinedFile(probe, limits: limits)
        tensors = file.tensors
        files = [path] + file.descriptions
        notes = file.notes
      } else {
        let directory = try PaddleDirectory(probe, limits: limits)
        tensors = directory.tensors
        files = [path] + directory.files.filter { $0 != path }
        notes = directory.notes
      }
    } catch {
      if let problem = FileDiagnosis.problem(of: probe.region, named: path) {
        throw FormatError(error.code, problem, in: path)
      }
      throw error.inFile(path)
    }
  }
}
