/// Registry files of a user's own.
enum OwnRegistry {
  /// A card for the BERT fixtures.
  static let tinyFamily = """
    family: tiny
    title: Tiny
    summary: The smallest BERT, for tests.
    organisation: The Tests
    year: 2024
    links: [https://example.org/tiny]
    license: {spdx: Apache-2.0, url: https://example.org/LICENSE, evidence: LICENSE}
    headings: [Tiny]
    default: tiny-bert
    models:
      tiny-bert:
        title: Tiny BERT
        aliases: [org/tiny]
        architecture: bert
        languages: [en]
        config: {vocab_size: 131, hidden_size: 52, num_hidden_layers: 2, num_attention_heads: 4, intermediate_size: 76, max_position_embeddings: 24}
        vocabulary: {kind: wordpiece, size: 131, files: [vocab.txt], lowercase: true}
        sources:
        - {url: "https://example.org/tiny.zip", format: safetensors, layout: transformers}
        - {url: "https://example.org/tiny-tf.zip", format: tensorflow-bundle, layout: tensorflow}
    """

  /// An architecture that nobody else has.
  static let architecture = """
    architecture: mini
    title: Mini
    names: these tests
    model_type: [mini]
    config: {vocab_size: int, width: int, layers: {int: 1}}
    parts:
      body:
        tensors:
          words.weight: [vocab_size, width]
          blocks.{i<layers}.{query,key,value}.weight: [width, width]
          blocks.{i<layers}.bias: [width]
      head:
        optional: true
        tensors: {out.bias: [vocab_size]}
        ties: {out.weight: words.weight}
    """

  /// How some framework spells it: one matrix for three, stored [in, out].
  static let mapping = """
    architecture: mini
    layout: authors
    title: a fused matrix
    rules:
    - embed -> words.weight
    - layer{i}/qkv -> [blocks.{i}.query.weight, blocks.{i}.key.weight, blocks.{i}.value.weight] | transpose | split(0)
    - layer{i}/b -> blocks.{i}.bias
    - out_b -> out.bias
    ignore:
    - {name: "{any}/momentum", reason: optimizer state}
    """

  static let family = """
    family: minis
    title: Minis
    summary: Models of one's own.
    organisation: The Tests
    year: 2024
    links: [https://example.org/mini]
    license: {spdx: MIT, url: https://example.org/LICENSE, evidence: LICENSE}
    headings: [Mini]
    default: my-mini
    models:
      my-mini:
        title: My Mini
        architecture: mini
        languages: [zh]
        config: {vocab_size: 3, width: 2, layers: 2}
        sources:
        - {url: "https://example.org/mini.safetensors", format: safetensors, layout: authors}
    """
}
