/// Where a file of a DeepSpeed save lies, and what it is by its name.
///
/// Source: DeepSpeed, `_get_ckpt_name` and its neighbours in `deepspeed/runtime/engine.py`,
/// `ckpt_layer_path` in `deepspeed/runtime/pipe/module.py`, `deepspeed/checkpoint/ds_to_universal.py`.
struct DeepSpeedPath: Hashable {
  enum Kind: Hashable {
    /// `mp_rank_00_model_states.pt`: one tensor-parallel rank.
    case model(rank: Int)
    /// `zero_pp_rank_0_mp_rank_00_model_states.pt`: one partition of ZeRO-3.
    case partition(Int, rank: Int)
    /// `layer_00-model_00-model_states.pt`: one layer of a pipeline; without tensor parallelism the
    /// name has no rank.
    case layer(Int, rank: Int)
    /// `zero_pp_rank_0_mp_rank_00_optim_states.pt`, also after `bf16_` or `fp16_`.
    case optimizer(Int, rank: Int)
    /// `zero/<parameter>/fp32.pt` of a universal checkpoint.
    case parameter(String)
    /// What a universal checkpoint keeps beside a parameter, and files of experts.
    case other(isExpert: Bool)
  }

  /// The directory of the save; empty for the root of the tree.
  let save: String
  let kind: Kind

  init?(_ path: String) {
    let directory = TreePath.parent(of: path)
    let name = TreePath.name(of: path)
    if let kind = Self.kind(name) {
      save = directory
      self.kind = kind
      return
    }
    // `zero/<parameter>/<state>.pt`, and `zero/optimizer_state.pt`
    guard name.hasSuffix(".pt") else { return nil }
    let zero = TreePath.parent(of: directory)
    if TreePath.name(of: directory) == "zero" {
      save = zero
      self.kind = .other(isExpert: false)
    } else if TreePath.name(of: zero) == "zero" {
      save = TreePath.parent(of: zero)
      self.kind =
        name == "fp32.pt" ? .parameter(TreePath.name(of: directory)) : .other(isExpert: false)
    } else {
      return nil
    }
  }

  private static func kind(_ name: String) -> Kind? {
    var rest = name[...]
    if rest.take("layer_"), let layer = rest.takeNumber() {
      if rest == "-model_states.pt" { return .layer(layer, rank: 0) }
      if rest.take("-model_"), let rank = rest.takeNumber(), rest == "-model_states.pt" {
        return .layer(layer, rank: rank)
      }
    }
    rest = name[...]
    if rest.take("mp_rank_"), let rank = rest.takeNumber(), rest == "_model_states.pt" {
      return .model(rank: rank)
    }
    rest = name[...]
    if !rest.take("bf16_") { _ = rest.take("fp16_") }
    if rest.take("zero_pp_rank_"), let partition = rest.takeNumber(), rest.take("_mp_rank_"),
      let rank = rest.takeNumber()
    {
      if rest == "_model_states.pt" { return .partition(partition, rank: rank) }
      // The first releases wrote no underscore.
      if rest == "_optim_states.pt" || rest == "optim_states.pt" {
        return .optimizer(partition, rank: rank)
      }
    }
    guard name.hasSuffix("_states.pt") else { return nil }
    if name.contains("expert_") { return .other(isExpert: true) }
    return name.hasPrefix("expp_rank_") ? .other(isExpert: false) : nil
  }

  /// Whether the file may be the first that is seen of a save.
  var holdsWeights: Bool {
    switch kind {
    case .model, .partition, .layer, .parameter: true
    case .optimizer, .other: false
    }
  }
}
