/// A small registry for tests: one family, one architecture.
enum ExampleRegistry {
  static let architecture = """
    architecture: mini
    title: Mini
    names: these tests
    model_type: [mini, mini-v2]
    config: {vocab_size: int, width: int, layers: {int: 1}}
    parts:
      body:
        tensors:
          e.weight: [vocab_size, width]
          h.{i<layers}.weight: [width, width]
      head:
        optional: true
        tensors: {o.bias: [vocab_size]}
        ties: {o.weight: e.weight}
    """

  static let family = """
    family: mini
    title: Mini
    title_zh: 迷你
    summary: Very small models for tests.
    summary_zh: 用于测试的全词掩码小模型。
    organisation: The Tests
    year: 2024
    paper: {title: "Small: but complete", arxiv: 2401.00001}
    links: [https://example.org/mini]
    license: {spdx: Apache-2.0, url: https://example.org/LICENSE, evidence: LICENSE}
    headings: [Small]
    default: mini-base
    defaults:
      architecture: mini
      languages: [en]
      config: {width: 4}
      vocabulary: {kind: wordpiece, files: [vocab.txt], lowercase: true, special: {pad: "[PAD]"}}
      parameters: {parts: [body]}
    models:
      mini-base:
        title: Mini Base
        aliases: [example/mini-base, Mini_L-1]
        config: {vocab_size: 10}
        vocabulary: {size: 9}
        parameters: {count: 56, stated: 56}
        sources:
        - {hub: example/mini-base, format: safetensors, layout: transformers, files: [model.safetensors, {name: vocab.txt, sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", size: 9}]}
        - {url: "https://example.org/mini.zip", format: tensorflow-bundle, layout: tensorflow, member: mini, size: 1000}
      mini-large:          # a comment after a key
        title: "Mini Large"
        title_zh: 大号
        aliases: [
          "example/mini-large",   # quoted
          example-mini-large]
        organisation: Somebody Else
        year: 2025
        license: {unknown: true, flags: [non-commercial]}
        config: {vocab_size: 10, width: 8, layers: 2}
        parameters: {count: 218, parts: [body, head]}
        languages: [zh, en]
        sources:
        - {hub: example/mini-large, revision: v2, format: pytorch, layout: transformers}
        - {manual: "https://example.org/by-hand", note: password 1234, format: pytorch, layout: transformers}
        quirks:
        - It is not really large.
      mini-lost:
        title: Mini Lost
        aliases:
        - gone-mini
        - 失去的迷你
        state: lost
        reason: the server is gone
    references:
      mini-kit:
        kind: toolkit
        title: Mini Kit
        aliases: [kit]
        summary: Reads mini models.
        links: [https://example.org/kit]
        files: [{url: https://example.org/kit.ranks, sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", size: 7, note: ranks}]
        reads: [pytorch]
        writes: [hdf5/bert4keras]
    """

  static let files = [
    "models/mini.yaml": family, "architectures/mini.yaml": architecture,
  ]

  /// The files with one text replaced in the family.
  static func changed(_ original: String, _ replacement: String) -> [String: String] {
    precondition(family.contains(original), "'\(original)' is not in the example")
    var files = files
    files["models/mini.yaml"] = family.replacing(original, with: replacement, maxReplacements: 1)
    return files
  }
}
