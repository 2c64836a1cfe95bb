import Bert
import Foundation
import Zoo

/// Ranks sentences by their similarity to the first, with a sentence encoder opened by name.
///
///     swift run -c release SentenceSimilarity 'How do I open a file?' 'Reading files' 'Baking bread'
///
/// `--embeddings` prints the embedding of each sentence instead, one line of numbers each.
@main
struct SentenceSimilarity {
  static func main() {
    do {
      try run()
    } catch {
      // For example: the model is not installed, and what to do about it.
      FileHandle.standardError.write(Data("error: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    let printsEmbeddings = arguments.contains("--embeddings")
    arguments.removeAll { $0 == "--embeddings" }
    let sentences =
      arguments.isEmpty
      ? [
        "How do I read a file in Swift?", "Opening and reading files with Swift",
        "The cat sat on the mat", "A recipe for sourdough bread",
      ] : arguments

    let model = try ModelZoo().load("all-minilm-l6-v2")
    let bert = try BertModel(model)
    let tokenizer = try WordPiece(model)
    let embeddings = try sentences.map { try embedding(of: $0, bert, tokenizer) }
    if printsEmbeddings {
      for embedding in embeddings { print(embedding.map { "\($0)" }.joined(separator: " ")) }
      return
    }
    print(sentences[0])
    let ranked = zip(sentences, embeddings).dropFirst()
      .map { (similarity($0.1, embeddings[0]), $0.0) }
      .sorted { $0.0 > $1.0 }
    for (score, sentence) in ranked { print("  \((score * 1000).rounded() / 1000)  \(sentence)") }
  }

  /// The mean of the token states, scaled to length 1.
  static func embedding(
    of text: String,
    _ bert: BertModel,
    _ tokenizer: WordPiece
  ) throws -> [Float] {
    let states = try bert.encode(tokenizer.encode(text))
    var mean = [Float](repeating: 0, count: states.columns)
    for row in 0..<states.rows {
      for column in 0..<states.columns { mean[column] += states[row, column] }
    }
    var length: Float = 0
    for column in mean.indices {
      mean[column] /= Float(states.rows)
      length += mean[column] * mean[column]
    }
    length = length.squareRoot()
    return mean.map { $0 / length }
  }

  static func similarity(_ left: [Float], _ right: [Float]) -> Float {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
