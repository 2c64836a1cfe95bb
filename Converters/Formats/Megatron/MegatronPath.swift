/// Where a file of a Megatron-LM save lies: `<save>/mp_rank_<tensor>[_<pipeline>]/model_optim_rng.pt`.
///
/// A save is `iter_0000100`, `release`, or any directory; a file may also lie alone.
/// Source: Megatron-LM, `get_checkpoint_name` in `megatron/training/checkpointing.py`.
struct MegatronPath: Hashable {
  /// What holds the weights, the preferred name first: the second is that of saves with a
  /// distributed optimizer.
  static let fileNames = ["model_optim_rng.pt", "model_rng.pt"]
  /// The file beside the saves that names the last of them.
  static let mark = "latest_checkpointed_iteration.txt"

  /// The directory of the save; empty for the root of the tree.
  let save: String
  /// The numbers in the name of the rank's directory, or `nil` for a file that lies alone.
  let rank: Rank?
  let fileName: String

  struct Rank: Hashable {
    let tensor: Int
    /// Where the name has a second number.
    let pipeline: Int?
    /// Where the name has a third number.
    let expert: Int?
  }

  init?(_ path: String) {
    fileName = TreePath.name(of: path)
    guard Self.fileNames.contains(fileName) else { return nil }
    let directory = TreePath.parent(of: path)
    rank = Self.rank(TreePath.name(of: directory))
    save = rank == nil ? directory : TreePath.parent(of: directory)
  }

  /// Reads `mp_rank_00`, `mp_rank_00_000` or `mp_rank_00_000_000`.
  static func rank(_ name: String) -> Rank? {
    var rest = name[...]
    guard rest.take("mp_rank_"), let tensor = rest.takeNumber() else { return nil }
    var more: [Int] = []
    while rest.take("_") {
      guard more.count < 2, let number = rest.takeNumber() else { return nil }
      more.append(number)
    }
    guard rest.isEmpty else { return nil }
    return Rank(
      tensor: tensor,
      pipeline: more.first,
      expert: more.count > 1 ? more[1] : nil
    )
  }

  /// The directory that the mark's text means.
  static func directory(_ text: String) -> String? {
    if text == "release" { return text }
    guard !text.isEmpty, text.utf8.count <= 12, let number = Int(text), number >= 0 else {
      return nil
    }
    let digits = String(number)
    return "iter_" + String(repeating: "0", count: max(0, 7 - digits.utf8.count)) + digits
  }
}
